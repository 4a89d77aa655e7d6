"""The reference solutions agree with implementations that others wrote."""

import importlib
import importlib.util
import itertools
import statistics

import numpy as np
import onnx
import onnx.backend.test.case.node as node_cases
import pytest
from onnx.backend.test.case.node import collect_testcases
from onnx.reference import ReferenceEvaluator

from solutions.fold_affine import fold_affine
from solutions.instance_norm import instance_norm
from solutions.instance_norm_1d import InstanceNorm1D
from solutions.instance_norm_backward import instance_norm_backward
from solutions.instance_stats import instance_stats
from solutions.keras_to_channels_first import keras_to_channels_first
from solutions.masked_instance_norm import masked_instance_norm
from solutions.norm_family import batch_norm, group_norm, layer_norm
from solutions.revin import RevIN
from solutions.streaming_stats import streaming_stats

SHAPES = [(1, 1, 1), (1, 5, 1), (2, 5, 2), (3, 3, 3), (4, 17, 6), (2, 2, 5)]
EVERY_SHAPE = pytest.mark.parametrize("shape", SHAPES, ids=str)


def layer_and_input(shape, dtype=np.float64, eps=1e-3):
    """A layer with gamma and beta of no special value, and an input for it."""
    rng = np.random.default_rng(sum(shape))
    layer = InstanceNorm1D(shape[2], eps)
    layer.gamma, layer.beta = rng.normal(size=(2, shape[2])).astype(dtype)
    return layer, rng.normal(3, 10, size=shape).astype(dtype)


def onnx_norm(operator, x, gamma, beta, eps, **attributes):
    """What an operator of ONNX makes of x, by its reference evaluator."""
    kind = onnx.helper.np_dtype_to_tensor_dtype(x.dtype)
    inputs = [onnx.helper.make_tensor_value_info(name, kind, None) for name in ("x", "gamma", "beta")]
    output = onnx.helper.make_tensor_value_info("y", kind, None)
    node = onnx.helper.make_node(operator, ["x", "gamma", "beta"], ["y"], epsilon=eps, **attributes)
    model = onnx.helper.make_model(onnx.helper.make_graph([node], "norm", inputs, [output]))
    return ReferenceEvaluator(model).run(None, {"x": x, "gamma": gamma, "beta": beta})[0]


def onnx_instance_norm(x, gamma, beta, eps):
    """ONNX's InstanceNormalization on (N, C, L)."""
    return onnx_norm("InstanceNormalization", x, gamma, beta, eps)


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


@EVERY_SHAPE
def test_layer_norm_agrees_with_onnx(shape):
    """float64, to 1e-8, over the last axis."""
    _, x = layer_and_input(shape)
    theirs = onnx_norm("LayerNormalization", x, np.ones(shape[2]), np.zeros(shape[2]), 1e-3, axis=-1)
    np.testing.assert_allclose(layer_norm(x, 1e-3), theirs, rtol=0, atol=1e-8)


@EVERY_SHAPE
def test_group_norm_agrees_with_onnx(shape):
    """To 1e-5, for every number of groups that there is: ONNX takes the statistics of groups in float32."""
    _, x = layer_and_input(shape)
    rows, features = np.swapaxes(x, 1, 2), shape[2]
    for num_groups in (count for count in range(1, features + 1) if features % count == 0):
        affine = np.ones(features), np.zeros(features)
        theirs = onnx_norm("GroupNormalization", rows, *affine, 1e-3, num_groups=num_groups)
        np.testing.assert_allclose(group_norm(x, num_groups, 1e-3), np.swapaxes(theirs, 1, 2), rtol=0, atol=1e-5)


@EVERY_SHAPE
def test_batch_norm_is_instance_norm_of_the_table(shape):
    """float64, to 1e-8: all samples one after the other are one long sample of ONNX's InstanceNormalization."""
    _, x = layer_and_input(shape)
    table = x.reshape(1, -1, shape[2])
    theirs = onnx_instance_norm(np.swapaxes(table, 1, 2), np.ones(shape[2]), np.zeros(shape[2]), 1e-3)
    np.testing.assert_allclose(batch_norm(x, 1e-3), np.swapaxes(theirs, 1, 2).reshape(shape), rtol=0, atol=1e-8)


@EVERY_SHAPE
def test_a_folded_layer_is_the_one_that_least_squares_finds(shape):
    """To 1e-9: among all linear layers with a bias it is the one that fits what the two steps give."""
    layer, _ = layer_and_input(shape)
    rng = np.random.default_rng(2)
    weight, bias = rng.normal(size=(shape[2], shape[1])), rng.normal(size=shape[1])
    x_hat = rng.normal(size=(shape[2] + 3, shape[2]))
    both = (layer.gamma * x_hat + layer.beta) @ weight
    for own_bias, output in ((bias, both + bias), (None, both)):
        fitted = np.linalg.lstsq(np.column_stack([x_hat, np.ones(len(x_hat))]), output)[0]
        new_weight, new_bias = fold_affine(layer.gamma, layer.beta, weight, own_bias)
        np.testing.assert_allclose(np.vstack([new_weight, new_bias]), fitted, rtol=0, atol=1e-9)


@EVERY_SHAPE
def test_a_layer_of_keras_agrees_with_onnx(shape):
    """float64, to 1e-8: in the layout of ONNX, with what the layer leaves out set to ones or zeros."""
    layer, x = layer_and_input(shape)
    rows, ones, zeros = np.swapaxes(x, 1, 2), np.ones(shape[2]), np.zeros(shape[2])
    for scale, center in itertools.product((True, False), repeat=2):
        weights = [layer.gamma] * scale + [layer.beta] * center
        theirs = onnx_instance_norm(rows, layer.gamma if scale else ones, layer.beta if center else zeros, 1e-3)
        np.testing.assert_allclose(keras_to_channels_first(rows, weights, scale, center), theirs, rtol=0, atol=1e-8)


@EVERY_SHAPE
def test_masked_norm_is_onnx_of_the_tokens(shape):
    """float64, to 1e-8: what ONNX makes of the tokens alone, whatever stands in the padding."""
    _, x = layer_and_input(shape)
    mask = np.random.default_rng(len(x)).random(shape[:2]) < 0.7
    expected = np.zeros(shape)
    for sample in np.flatnonzero(mask.any(axis=1)):
        rows = x[sample : sample + 1, mask[sample]].swapaxes(1, 2)
        theirs = onnx_instance_norm(rows, np.ones(shape[2]), np.zeros(shape[2]), 1e-3)
        expected[sample, mask[sample]] = theirs[0].T
    padded = np.where(mask[:, :, np.newaxis], x, 1e6)
    np.testing.assert_allclose(masked_instance_norm(padded, mask, 1e-3), expected, rtol=0, atol=1e-8)


@EVERY_SHAPE
def test_backward_agrees_with_complex_steps(shape):
    """To 1e-9 relative: the imaginary part after a step of 1e-30 i is a derivative without cancellation."""
    layer, x = layer_and_input(shape)
    dy = np.random.default_rng(1).normal(size=shape)

    def slope(at_x, at_gamma, at_beta):
        centred = at_x - at_x.mean(axis=1, keepdims=True)
        x_hat = centred / np.sqrt((centred**2).mean(axis=1, keepdims=True) + layer.eps)
        return np.sum(dy * (at_gamma * x_hat + at_beta)).imag / 1e-30

    parts = x, layer.gamma, layer.beta
    for number, ours in enumerate(instance_norm_backward(dy, x, layer.gamma, layer.eps)):
        theirs = np.empty(parts[number].shape)
        for place in np.ndindex(theirs.shape):
            stepped = [part.astype(complex) for part in parts]
            stepped[number][place] += 1e-30j
            theirs[place] = slope(*stepped)
        np.testing.assert_allclose(ours, theirs, rtol=1e-9, atol=1e-9)


@EVERY_SHAPE
def test_revin_goes_to_onnx_and_back(shape):
    """float64, to 1e-8: normalized it agrees with ONNX, and denormalized it is the old input."""
    layer, x = layer_and_input(shape)
    revin = RevIN(shape[2], layer.eps)
    revin.gamma, revin.beta = layer.gamma, layer.beta
    theirs = onnx_instance_norm(np.swapaxes(x, 1, 2), layer.gamma, layer.beta, layer.eps)
    np.testing.assert_allclose(revin.normalize(x), np.swapaxes(theirs, 1, 2), rtol=0, atol=1e-8)
    np.testing.assert_allclose(revin.denormalize(np.swapaxes(theirs, 1, 2)), x, rtol=0, atol=1e-7)


@pytest.mark.parametrize("offset", [0, 1e8, -1e12])
@EVERY_SHAPE
def test_stream_agrees_with_exact_fractions(shape, offset):
    """Python's own statistics, which adds up fractions: to rounding near 0, and to rounding of x itself far away."""
    _, x = layer_and_input(shape)
    x = x + offset
    mean, var = streaming_stats(iter(np.split(x, range(1, shape[1], 2), axis=1)))
    assert mean.shape == var.shape == (shape[0], 1, shape[2])
    step = np.spacing(np.abs(x).max())
    for sample, feature in np.ndindex(shape[0], shape[2]):
        numbers = x[sample, :, feature].tolist()
        exact = statistics.pvariance(numbers)
        assert abs(mean[sample, 0, feature] - statistics.mean(numbers)) <= 8 * step
        assert abs(var[sample, 0, feature] - exact) <= 8 * step * (1 + exact)


def test_onnx_backend_cases(monkeypatch):
    """The cases that ONNX holds every backend against, in float32: pixels of an image in a row are our sequence."""

    def import_ours(package):  # those of all other operators take seconds to be made
        importlib.import_module(f"{package.__name__}.instance_normalization")

    monkeypatch.setattr(node_cases, "import_recursive", import_ours)
    cases = [case for case in collect_testcases("InstanceNormalization") if case.name.startswith("test_instancenorm")]
    assert len(cases) >= 2
    for case in cases:
        (node,) = case.model.graph.node
        eps = next((attribute.f for attribute in node.attribute if attribute.name == "epsilon"), 1e-5)
        for (x, gamma, beta), (expected,) in case.data_sets:
            n, c = x.shape[:2]
            layer = InstanceNorm1D(c, eps)
            layer.gamma, layer.beta = gamma, beta
            ours = layer.forward(np.swapaxes(x.reshape(n, c, -1), 1, 2))
            theirs = np.swapaxes(expected.reshape(n, c, -1), 1, 2)
            np.testing.assert_allclose(ours, theirs, rtol=case.rtol, atol=1e-6, err_msg=case.name)


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
