"""The recordings of other frameworks are what those frameworks do."""

import inspect

import numpy as np
import pytest

from course.frameworks import recorded
from record_frameworks import CALLS, example_4, framework_of, installed, record
from solutions.instance_norm import instance_norm

FRAMEWORKS = ("onnx", "torch", "keras", "flax")
LAYERS = pytest.mark.parametrize("framework", FRAMEWORKS)


# PyTorch, Keras and Flax are no dependencies of the course: where they are missing there is nothing to compare with.
@pytest.mark.parametrize("name", installed())
def test_the_framework_does_what_was_recorded(name):
    """Made again here, the call returns (to 1e-6 relative), raises and warns what was recorded."""
    now, then = record(name), recorded(name)
    assert (now["raised"], now["warned"]) == (then.raised, then.warned)
    assert (now["returned"] is None) == (then.returned is None)
    if then.returned is not None:
        np.testing.assert_allclose(now["returned"], then.returned, rtol=1e-6, atol=1e-6)


def test_onnx_is_always_compared():
    """The test above makes at least the calls of ONNX, which the tests install."""
    assert {name for name in CALLS if framework_of(name) == "onnx"} <= set(installed())


@pytest.mark.parametrize("name", CALLS)
def test_recorded_as_it_stands(name):
    """The recording was made by the function as it is now."""
    assert recorded(name).code == inspect.getsource(CALLS[name]), "run tests/tools/record_frameworks.py"


@LAYERS
def test_the_layer_is_our_formula_with_its_own_eps(framework):
    """Every framework's layer is (x - mean) / sqrt(var + eps) with the biased variance, to 1e-6."""
    eps = float(recorded(f"{framework}_eps").returned)
    ours = instance_norm(example_4().astype(np.float64), eps)
    np.testing.assert_allclose(recorded(f"{framework}_layer").returned, ours, rtol=0, atol=1e-6)


@LAYERS
def test_the_recording_is_not_too_coarse_for_eps(framework):
    """What tells eps = 1e-3 from 1e-5 is larger than the tolerance of the test above: with the wrong one it fails."""
    wrong = 1e-3 if framework != "keras" else 1e-5
    ours = instance_norm(example_4().astype(np.float64), wrong)
    assert np.abs(recorded(f"{framework}_layer").returned - ours).max() > 1e-5


def test_a_name_that_is_not_recorded_is_said():
    """A wrong name is answered with those there are."""
    with pytest.raises(ValueError, match="nothing is recorded under 'tensorflow_layer'; there are onnx_layer, "):
        recorded("tensorflow_layer")
