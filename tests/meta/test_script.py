"""A counterexample is code: pasted, it fails with the answer it was made for, and not with the solution."""

import contextlib
import io
import warnings

import numpy as np
import pytest

import judged
from grader.exercises import EXERCISES
from grader.judging.literals import array_lines, rounded
from grader.judging.recording import Recording
from grader.judging.script import as_code
from grader.judging.verdict import Verdict, judge
from mistakes.bank import mistakes_of
from submitted import defined_by

# Those that are judged by what they call have code of their own (test_versions.py).
WITH_CODE = [exercise for exercise in EXERCISES if exercise != "check_instance_norm"]


def failure_of(code: list[str], answers: dict) -> BaseException | None:
    """What the code raises when it is pasted below these answers."""
    try:
        with warnings.catch_warnings(), np.errstate(all="ignore"), contextlib.redirect_stdout(io.StringIO()):
            warnings.simplefilter("ignore")
            exec("\n".join(code), {"np": np, **answers})
    except Exception as error:
        return error
    return None


def verdict_on(code: str, exercise: str) -> tuple[Verdict, dict]:
    """The verdict on an answer that is given as code, and its names."""
    asked = EXERCISES[exercise]
    answers = asked.answers_from(*(defined_by(code)[name] for name in asked.names))
    return judge(asked, answers, 0), answers


@pytest.mark.parametrize("exercise", WITH_CODE)
def test_every_counterexample_shows_the_fault(exercise):
    """Of each property that a mistake breaks: pasted, the code fails with it, and passes with the solution."""
    for mistake in mistakes_of(exercise):
        verdict = judged.verdict_on(exercise, mistake)
        for result in verdict.broken:
            code = verdict.script(result)
            shown = "\n".join([mistake, *code])
            assert failure_of(code, EXERCISES[exercise].solution) is None, shown
            # What depends on all that was called before fails alone only where it is told first.
            if not verdict.depends_on_calls or result is verdict.broken[0]:
                wrong = judged.answers_with(exercise, mistake, judged.anew(exercise, mistake))
                assert failure_of(code, wrong) is not None, shown


def test_what_shows_on_the_second_call_is_told_by_both():
    """An answer that is right when it is called for the first time is not refuted by a single call."""
    code = """
kept = {}
def instance_norm(x, eps=1e-5):
    mean = kept.setdefault("mean", float(x.mean()))
    kept["mean"] = x.mean(axis=1, keepdims=True).mean()
    return (x - x.mean(axis=1, keepdims=True) + (mean - kept["mean"])) / (x.var(axis=1, keepdims=True) + eps) ** 0.5
"""
    verdict, _ = verdict_on(code, "instance_norm")
    script = verdict.script(verdict.broken[0])
    assert sum("instance_norm(" in line for line in script) > 1
    fresh = defined_by(code)
    assert failure_of(script, {"instance_norm": fresh["instance_norm"]}) is not None
    assert failure_of(script, EXERCISES["instance_norm"].solution) is None


def test_what_is_kept_by_shape_is_told_by_both_calls():
    """A cache by shape: the first array of a shape comes out right, the second does not."""
    code = """
kept = {}
def instance_norm(x, eps=1e-5):
    if x.shape not in kept:
        kept[x.shape] = x.mean(axis=1, keepdims=True), x.var(axis=1, keepdims=True)
    mean, var = kept[x.shape]
    return ((x - mean) / (var + eps) ** 0.5).astype(x.dtype)
"""
    verdict, _ = verdict_on(code, "instance_norm")
    script = verdict.script(verdict.broken[0])
    assert failure_of(script, {"instance_norm": defined_by(code)["instance_norm"]}) is not None, script
    assert failure_of(script, EXERCISES["instance_norm"].solution) is None


@pytest.mark.parametrize(
    "array",
    [
        np.array([[[3.0], [-0.5]]]),
        np.array([[[0.1]]], np.float32),
        np.full((2, 20, 3), 2.5),
        np.full((2, 20, 3), 2.5, np.float32),
        np.eye(1, 50, 7).reshape(1, 50, 1),
        np.random.default_rng(0).normal(size=(3, 40, 2)).astype(np.float32),
        1e8 + np.arange(60.0).reshape(2, 10, 3),
        np.array([[True, False]]),
        np.zeros((2, 30), bool),
        np.arange(1, 200),
        np.array([np.nan, np.inf, -np.inf]),
        np.array([], dtype=np.int64),
    ],
    ids=str,
)
def test_an_array_is_written_as_it_is(array):
    """The lines make the very array, whatever its length, and none of them is too long to read."""
    lines = array_lines("x", array)
    names = {"np": np}
    exec("\n".join(lines), names)
    made = names["x"]
    assert (made.dtype, made.shape) == (array.dtype, array.shape)
    assert made.tobytes() == array.tobytes()
    assert max(map(len, lines)) <= 100


def test_a_spike_stays():
    """Of a long array with one other number, that number is seen."""
    x = np.eye(1, 50, 7).reshape(1, 50, 1)
    assert as_code({"x": x, "eps": 1e-5}) == ["x = np.full((1, 50, 1), 0.0)", "x[0, 7, 0] = 1.0", "eps = 1e-05"]


@pytest.mark.parametrize(
    "value, tolerance, shown", [(0.7071067811, 1e-6, "0.70710678"), (2, 0, "2"), (-0.0, 1e-6, "0")]
)
def test_a_number_has_the_digits_that_count(value, tolerance, shown):
    """Numbers to compare with are as short as the tolerance allows."""
    assert rounded(value, tolerance) == shown


def test_a_recording_changes_nothing():
    """What a test asks reaches the learner's objects as it is, and what they raise comes back."""

    class Layer:
        def __init__(self, features):
            self.gamma = np.ones(features)

        def forward(self, x):
            x += 1
            return x

    x = np.zeros(2)
    recording = Recording({"Layer": Layer}, frozenset({"forward"}))
    layer = recording.answers["Layer"](2)
    layer.gamma = x
    assert layer.gamma is x and layer.forward(x) is x and x.tolist() == [1, 1]
    with pytest.raises(AttributeError):
        layer.beta  # noqa: B018 - to see what it raises
    with pytest.raises(TypeError):
        layer.forward(1, 2)
    assert [(call.do, call.name) for call in recording.calls] == [
        ("call", None),
        ("set", "gamma"),
        ("get", "gamma"),
        ("call", "forward"),
        ("get", "beta"),
        ("call", "forward"),
    ]
    forward = recording.calls[3]
    assert (forward.before[0].tolist(), forward.given[0].tolist()) == ([0, 0], [1, 1])
