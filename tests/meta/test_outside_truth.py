"""The reference solutions agree with implementations that others wrote."""

import importlib.util
import warnings

import numpy as np
import onnx
import pytest
from onnx.reference import ReferenceEvaluator
from solutions.instance_norm import instance_norm
from solutions.instance_norm_1d import InstanceNorm1D
from solutions.instance_stats import instance_stats

SHAPES = [(1, 1, 1), (1, 5, 1), (2, 5, 2), (3, 3, 3), (4, 17, 6), (2, 2, 5)]
EVERY_SHAPE = pytest.mark.parametrize("shape", SHAPES, ids=str)


def layer_and_input(shape, dtype=np.float64, eps=1e-3):
    """A layer with gamma and beta of no special value, and an input for it."""
    rng = np.random.default_rng(sum(shape))
    layer = InstanceNorm1D(shape[2], eps)
    layer.gamma, layer.beta = rng.normal(size=(2, shape[2])).astype(dtype)
    return layer, rng.normal(3, 10, size=shape).astype(dtype)


def onnx_instance_norm(x, gamma, beta, eps):
    """ONNX's InstanceNormalization on (N, C, L), by its reference evaluator."""
    kind = onnx.helper.np_dtype_to_tensor_dtype(x.dtype)
    inputs = [onnx.helper.make_tensor_value_info(name, kind, None) for name in ("x", "gamma", "beta")]
    output = onnx.helper.make_tensor_value_info("y", kind, None)
    node = onnx.helper.make_node("InstanceNormalization", ["x", "gamma", "beta"], ["y"], epsilon=eps)
    model = onnx.helper.make_model(onnx.helper.make_graph([node], "norm", inputs, [output]))
    return ReferenceEvaluator(model).run(None, {"x": x, "gamma": gamma, "beta": beta})[0]


@EVERY_SHAPE
def test_the_class_agrees_with_onnx(shape):
    """float64, to 1e-8: our (B, L, F) is ONNX's (N, C, L) with the last two axes swapped."""
    layer, x = layer_and_input(shape)
    theirs = onnx_instance_norm(np.swapaxes(x, 1, 2), layer.gamma, layer.beta, layer.eps)
    np.testing.assert_allclose(layer.forward(x), np.swapaxes(theirs, 1, 2), rtol=0, atol=1e-8)


@EVERY_SHAPE
def test_the_function_agrees_with_onnx(shape):
    """float64, to 1e-8, with gamma of ones and beta of zeros."""
    _, x = layer_and_input(shape)
    theirs = onnx_instance_norm(np.swapaxes(x, 1, 2), np.ones(shape[2]), np.zeros(shape[2]), 1e-3)
    np.testing.assert_allclose(instance_norm(x, 1e-3), np.swapaxes(theirs, 1, 2), rtol=0, atol=1e-8)


def onnx_cases():
    """The cases that ONNX holds every backend against."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # making the cases of other operators, ONNX overflows on purpose
        from onnx.backend.test.case.node import collect_testcases

        cases = collect_testcases("InstanceNormalization")
    return [case for case in cases if case.name.startswith("test_instancenorm")]


@pytest.mark.parametrize("case", onnx_cases(), ids=lambda case: case.name)
def test_onnx_backend_cases(case):
    """float32: pixels of an image in a row are our sequence."""
    (node,) = case.model.graph.node
    eps = next((attribute.f for attribute in node.attribute if attribute.name == "epsilon"), 1e-5)
    for (x, gamma, beta), (expected,) in case.data_sets:
        n, c = x.shape[:2]
        layer = InstanceNorm1D(c, eps)
        layer.gamma, layer.beta = gamma, beta
        ours = layer.forward(np.swapaxes(x.reshape(n, c, -1), 1, 2))
        theirs = np.swapaxes(expected.reshape(n, c, -1), 1, 2)
        np.testing.assert_allclose(ours, theirs, rtol=case.rtol, atol=1e-6)


def test_onnx_has_cases():
    """The tests above are not an empty list."""
    assert len(onnx_cases()) >= 2


@EVERY_SHAPE
def test_statistics_agree_with_numpy_in_longdouble(shape):
    """Mean and variance to rounding, computed independently in a wider type."""
    _, x = layer_and_input(shape)
    wide = x.astype(np.longdouble)
    mean, var = instance_stats(x)
    np.testing.assert_allclose(mean, wide.mean(axis=1, keepdims=True).astype(float), rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(var, wide.var(axis=1, keepdims=True).astype(float), rtol=1e-12, atol=1e-12)


# PyTorch is no dependency of the course: where it is missing there is nothing to compare with.
if importlib.util.find_spec("torch"):

    @pytest.mark.parametrize("shape", [shape for shape in SHAPES if shape[1] > 1], ids=str)
    def test_the_class_agrees_with_torch(shape):
        """float64, to 1e-10. L = 1 is left out: PyTorch refuses it in training mode (its issue 45687)."""
        import torch

        layer, x = layer_and_input(shape)
        theirs = torch.nn.InstanceNorm1d(shape[2], eps=layer.eps, affine=True, dtype=torch.float64)
        with torch.no_grad():
            theirs.weight[:] = torch.from_numpy(layer.gamma)
            theirs.bias[:] = torch.from_numpy(layer.beta)
            y = theirs(torch.from_numpy(x).swapaxes(1, 2)).swapaxes(1, 2).numpy()
        np.testing.assert_allclose(layer.forward(x), y, rtol=0, atol=1e-10)
