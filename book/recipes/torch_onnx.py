import io
import textwrap
import warnings

import onnx
import torch
from onnx.reference import ReferenceEvaluator

torch.manual_seed(0)
x = torch.randn(2, 3, 5)  # (N, C, L)


def export(layer, dynamo):
    layer, file = layer.eval(), io.BytesIO()
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        torch.onnx.export(
            layer, (x,), file, dynamo=dynamo, verbose=False
        )
    model = onnx.load_from_string(file.getvalue())
    for node in model.graph.node:
        if node.op_type.endswith("Normalization"):
            print(node.op_type)
    inputs = {model.graph.input[0].name: x.numpy()}
    y = torch.tensor(ReferenceEvaluator(model).run(None, inputs)[0])
    print(torch.allclose(y, layer(x), atol=1e-5), "as in PyTorch")
    for warning in caught:
        if "instance_norm" in str(warning.message):
            print(textwrap.fill(f"Warning: {warning.message}", 38))


export(torch.nn.InstanceNorm1d(3), dynamo=True)
print()
export(torch.nn.InstanceNorm1d(3), dynamo=False)  # the old exporter
print()
tracking = torch.nn.InstanceNorm1d(3, track_running_stats=True)
export(tracking, dynamo=True)
