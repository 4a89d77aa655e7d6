"""Whether an answer that is right in its exercise loses its digits where all numbers lie far from 0.

An exercise says in the table `far_from_zero` of its file how such an x is given to which of its functions, and what is
looked at. One that must be exact there has no such table.
"""

from dataclasses import dataclass

import numpy as np

from grader.exercises import Answer, Exercise
from grader.judging.counterexample import number
from grader.judging.verdict import Answers
from grader.sandbox.inside.silenced import silenced

# The first shows it in float32. Who computes in float64 sees it in the second.
FAR = ("np.array([[[10000.0], [10001.0], [10003.0]]], dtype=np.float32)", "1e8 + np.array([[[0.0], [1.0], [3.0]]])")
ROUNDING = 0.05  # a variance from squared distances stays far within this


@dataclass(frozen=True)
class LostDigits:
    """An input for which an answer is far off: the lines that show it, and the numbers of both sides."""

    lines: list[str]
    expected: str
    actual: str
    dtype: str


def lost_digits(exercise: Exercise, answers: Answers) -> LostDigits | None:
    """The first of the exercise's functions that is far off, if any is: called as its file says.

    None where there is no reference solution to compare with.
    """
    if not exercise.has_solution:
        return None
    for name, code in exercise.far_from_zero.items():
        for far in FAR:
            x = eval(far, {"np": np})  # noqa: S307 - one of two lines above
            actual, expected = (_result(code, name, own[name], x.copy()) for own in (answers, exercise.solution))
            if actual is None or expected is None or actual.shape != expected.shape:
                continue  # what was right before may raise here
            if not np.isclose(actual, expected, rtol=ROUNDING, atol=ROUNDING).all():
                return LostDigits([f"x = {far}", code], _numbers(expected), _numbers(actual), x.dtype.name)
    return None


def _result(code: str, name: str, answer: Answer, x: np.ndarray) -> np.ndarray | None:
    try:
        with silenced():
            result = eval(code, {"np": np, name: answer, "x": x})  # noqa: S307 - a line of the exercise's own file
            return np.asarray(result, np.float64)
    except Exception:  # noqa: BLE001 - whatever it raises, there is nothing to compare
        return None


def _numbers(array: np.ndarray) -> str:
    shown = ", ".join(number(value, 4) for value in array.ravel())
    return f"[{shown}]" if array.size > 1 else shown
