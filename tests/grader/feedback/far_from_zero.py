"""Whether an answer that is right in its exercise loses its digits where all numbers lie far from 0."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from grader.exercises import Answer, Exercise
from grader.judging.counterexample import number
from grader.judging.verdict import Answers
from grader.sandbox.inside.silenced import silenced

# The first shows it in float32. Who computes in float64 sees it in the second.
FAR = ("np.array([[[10000.0], [10001.0], [10003.0]]], dtype=np.float32)", "1e8 + np.array([[[0.0], [1.0], [3.0]]])")
# How each is called with such an x, and what of it is looked at. Those that must be exact there are not among them.
CALLS: dict[str, tuple[str, Callable[[Answer, np.ndarray], Any]]] = {
    "instance_stats": ("instance_stats(x)[1]", lambda answer, x: answer(x)[1]),
    "instance_norm": ("instance_norm(x)", lambda answer, x: answer(x)),
    "InstanceNorm1D": ("InstanceNorm1D(1).forward(x)", lambda answer, x: answer(1).forward(x)),
    "batch_norm": ("batch_norm(x)", lambda answer, x: answer(x)),
    "layer_norm": ("layer_norm(x.swapaxes(1, 2))", lambda answer, x: answer(x.swapaxes(1, 2))),
    "group_norm": ("group_norm(x, 1)", lambda answer, x: answer(x, 1)),
    "masked_instance_norm": (
        "masked_instance_norm(x, np.ones((1, 3), bool))",
        lambda answer, x: answer(x, np.ones((1, 3), bool)),
    ),
    "MaskedInstanceNorm1D": (
        "MaskedInstanceNorm1D(1).forward(x, np.ones((1, 3), bool))",
        lambda answer, x: answer(1).forward(x, np.ones((1, 3), bool)),
    ),
    "RevIN": ("RevIN(1).normalize(x)", lambda answer, x: answer(1).normalize(x)),
}
ROUNDING = 0.05  # a variance from squared distances stays far within this


@dataclass(frozen=True)
class LostDigits:
    """An input for which an answer is far off: the lines that show it, and the numbers of both sides."""

    lines: list[str]
    expected: str
    actual: str
    dtype: str


def lost_digits(exercise: Exercise, answers: Answers) -> LostDigits | None:
    """The first of the exercise's functions that is far off, if any is."""
    asked = [name for name in exercise.names if name in CALLS]
    for name in asked:
        code, call = CALLS[name]
        for far in FAR:
            x = eval(far, {"np": np})  # noqa: S307 - one of two lines above
            actual, expected = (_result(call, own[name], x.copy()) for own in (answers, exercise.solution))
            if actual is None or expected is None or actual.shape != expected.shape:
                continue  # what was right before may raise here
            if not np.isclose(actual, expected, rtol=ROUNDING, atol=ROUNDING).all():
                return LostDigits([f"x = {far}", code], _numbers(expected), _numbers(actual), x.dtype.name)
    return None


def _result(call: Callable[[Answer, np.ndarray], Any], answer: Answer, x: np.ndarray) -> np.ndarray | None:
    try:
        with silenced():
            return np.asarray(call(answer, x), np.float64)
    except Exception:  # noqa: BLE001 - whatever it raises, there is nothing to compare
        return None


def _numbers(array: np.ndarray) -> str:
    shown = ", ".join(number(value, 4) for value in array.ravel())
    return f"[{shown}]" if array.size > 1 else shown
