"""Record what other frameworks make of the course's example 4, for the chapter that shows them side by side.

    python tests/tools/record_frameworks.py

runs every function below whose framework is installed and writes book/course/frameworks.json; what was recorded of the
others stays. The notebooks need NumPy alone, so that they show the recordings; test_frameworks.py runs the functions
again, where the framework is installed, and compares.

Recorded with onnx==1.23.2, torch==2.13.0, keras==3.15.1 on jax==0.10.2, and flax==0.12.8; they need not be installed
together.
"""

import importlib.util
import inspect
import json
import os
import warnings
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import numpy as np

RECORDINGS = Path(__file__).resolve().parents[2] / "book" / "course" / "frameworks.json"


def example_4() -> np.ndarray:
    """The tensor of the chapter "two samples, two features", as float32, the type all frameworks use by default."""
    return (np.random.RandomState(42).randn(2, 5, 2) * 10 + 5).astype(np.float32)


# What is recorded. A function is named by its framework and what it shows; its text is recorded with its result.


def onnx_layer(x):
    import onnx
    from onnx.reference import ReferenceEvaluator

    model = onnx.parser.parse_model("""
        <ir_version: 10, opset_import: ["" : 22]>
        norm (float[N, C, L] x, float[C] gamma, float[C] beta) => (float[N, C, L] y) {
            y = InstanceNormalization(x, gamma, beta)
        }""")
    inputs = {"x": x.swapaxes(1, 2), "gamma": np.ones(2, np.float32), "beta": np.zeros(2, np.float32)}
    return ReferenceEvaluator(model).run(None, inputs)[0].swapaxes(1, 2)


def onnx_one_token(x):
    return onnx_layer(x[:, :1])


def onnx_eps(x):
    import onnx

    return onnx.defs.get_schema("InstanceNormalization").attributes["epsilon"].default_value.f


def torch_layer(x):
    import torch

    layer = torch.nn.InstanceNorm1d(num_features=2)
    return layer(torch.from_numpy(x).swapaxes(1, 2)).swapaxes(1, 2)


def torch_one_token(x):
    import torch

    return torch.nn.InstanceNorm1d(num_features=2)(torch.from_numpy(x[:, :1]).swapaxes(1, 2))


def torch_one_token_eval(x):
    import torch

    layer = torch.nn.InstanceNorm1d(num_features=2).eval()
    return layer(torch.from_numpy(x[:, :1]).swapaxes(1, 2))


def torch_one_token_eval_running(x):
    import torch

    layer = torch.nn.InstanceNorm1d(num_features=2, track_running_stats=True)
    layer(torch.from_numpy(x).swapaxes(1, 2))
    return layer.eval()(torch.from_numpy(x[:, :1]).swapaxes(1, 2)).swapaxes(1, 2)


def torch_eps(x):
    import torch

    return torch.nn.InstanceNorm1d(num_features=2).eps


def torch_wrong_layout(x):
    import torch

    return torch.nn.InstanceNorm1d(num_features=2)(torch.from_numpy(x))  # not transposed


def torch_wrong_layout_affine(x):
    import torch

    return torch.nn.InstanceNorm1d(num_features=2, affine=True)(torch.from_numpy(x))  # not transposed


def torch_wrong_layout_square(x):
    import torch

    two_tokens = torch.from_numpy(x[:, :2])  # L = F = 2, not transposed
    return torch.nn.InstanceNorm1d(num_features=2, affine=True)(two_tokens).detach()


def torch_var(x):
    import torch

    return torch.var(torch.from_numpy(x), dim=1)


def torch_running_var(x):
    import torch

    layer = torch.nn.InstanceNorm1d(num_features=2, track_running_stats=True, momentum=1.0)
    layer(torch.from_numpy(x).swapaxes(1, 2))
    return layer.running_var


def torch_half(x):
    import torch

    half = torch.from_numpy(30 * x).half()  # squares beyond 65504, the largest float16
    return torch.nn.InstanceNorm1d(num_features=2)(half.swapaxes(1, 2)).swapaxes(1, 2)


def torch_autocast_to_float32(x):
    """Whether each of these norms is in the list of what autocast runs in float32 on a GPU: 1 or 0."""
    import torch

    header = Path(torch.__file__).parent / "include" / "ATen" / "autocast_mode.h"
    listed = header.read_text(encoding="utf-8").partition("#define AT_FORALL_FP32(_)")[2].partition("#define")[0]
    return [f"_({norm})" in listed for norm in ("layer_norm", "rms_norm", "group_norm", "instance_norm")]


def keras_layer(x):
    os.environ["KERAS_BACKEND"] = "jax"
    import keras

    return keras.layers.GroupNormalization(groups=-1)(x)


def keras_one_token(x):
    return keras_layer(x[:, :1])


def keras_eps(x):
    os.environ["KERAS_BACKEND"] = "jax"
    import keras

    return keras.layers.GroupNormalization(groups=-1).epsilon


def flax_layer(x):
    from flax import nnx

    return nnx.InstanceNorm(num_features=2, rngs=nnx.Rngs(0))(x)


def flax_one_token(x):
    return flax_layer(x[:, :1])


def flax_eps(x):
    from flax import nnx

    return nnx.InstanceNorm(num_features=2, rngs=nnx.Rngs(0)).epsilon


CALLS: dict[str, Callable] = {
    name: function
    for name, function in list(globals().items())
    if name.startswith(("onnx_", "torch_", "keras_", "flax_")) and callable(function)
}


# Recording


def framework_of(name: str) -> str:
    return name.partition("_")[0]


def installed() -> list[str]:
    """The names of the calls that can be made here."""
    return [name for name in CALLS if importlib.util.find_spec(framework_of(name))]


def record(name: str) -> dict:
    """Make a call, and note its result: what it returned, raised and warned, its text and the framework's version."""
    returned = raised = None
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        try:
            returned = np.asarray(CALLS[name](example_4()), dtype=np.float32)
        except ValueError as error:
            raised = f"{type(error).__name__}: {error}"
    return {
        "version": version(framework_of(name)),
        "code": inspect.getsource(CALLS[name]),
        "returned": None if returned is None else returned.astype(str).astype(float).tolist(),
        "raised": raised,
        "warned": [str(warning.message) for warning in warned if warning.category is UserWarning],
    }


def main() -> None:
    recordings = json.loads(RECORDINGS.read_text(encoding="utf-8")) if RECORDINGS.exists() else {}
    recordings |= {name: record(name) for name in installed()}
    in_order = {name: recordings[name] for name in CALLS if name in recordings}
    RECORDINGS.write_text(json.dumps(in_order, indent=1) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
