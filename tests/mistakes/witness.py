"""Calls that show what is wrong with a version of `instance_norm`: short ones, to paste into a notebook."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from grader.exercises import Case
from grader.judging.assertions import MismatchError, assert_close, assert_dtype, assert_same, assert_shape
from grader.judging.black_box import BlackBox
from grader.judging.tracebacks import name_and_words
from grader.sandbox.inside.silenced import silenced
from grader.text import Text
from mistakes.versions import forget_earlier_calls, formula, versions

CLEARLY = 1e-3
FINITE = 1e30
# From easy to hard to read; each shows what none before it shows.
INPUTS = (
    "np.array([[[0.0], [2.0]]])",
    "np.array([[[3.0]]])",
    "np.array([[[1.0], [1.0], [1.0], [3.0]]])",
    "np.array([[[2.5], [2.5]]])",
    "np.array([[[0.0], [0.0]]])",
    "np.array([[[0.0], [0.005]]])",
    "np.array([[[40.0], [50.0]]])",
    "np.array([[[0.0], [2.0]]], np.float32)",
    "np.array([[[0.0, 10.0], [2.0, 30.0]]])",
    "np.array([[[0.0], [2.0]], [[10.0], [30.0]]])",
    "np.array([[[0.0], [2.0], [1.0]], [[10.0], [30.0], [70.0]]]) / 2",
    "np.arange(12.0).reshape(2, 2, 3) ** 2 / 10",
    "np.arange(18.0).reshape(2, 3, 3) ** 2 / 10",
    "np.arange(12.0).reshape(2, 3, 2) ** 2 / 10",
    "np.eye(1, 12).reshape(1, 12, 1)",
    "np.eye(1, 200).reshape(1, 200, 1)",
    "-np.eye(1, 200).reshape(1, 200, 1)",
    "np.arange(200.0).reshape(1, 200, 1) / 10",
    "np.arange(200.0).reshape(100, 2, 1) / 10",
    "np.arange(200.0).reshape(1, 2, 100) / 10",
)
RESULT = Text(vi="kết quả {name}", en="the result {name}")
RESULT_AFTER = Text(vi="kết quả y sau lời gọi thứ hai", en="the result y after the second call")
INPUT_AFTER = Text(vi="x sau lời gọi", en="x after the call")
IS_X = Text(vi="“{name} chính là x”", en="“{name} is x”")
# How eps may be given, as it stands behind x; None for not at all.
HALF, BY_POSITION = 0.5, "0.5"
EPS = (None, BY_POSITION, "eps=0.5")
# After y = instance_norm(x): another x of its shape, or another eps.
SECOND: tuple[tuple[str, Callable[[NDArray], NDArray], str | None], ...] = (
    ("1 - x", lambda x: 1 - x, None),
    ("x", lambda x: x.copy(), BY_POSITION),
)


@dataclass(frozen=True)
class Witness:
    """`code` calls a wrong version, `mismatch` is what is then seen, and `case` the input that it is about."""

    code: list[str]
    mismatch: MismatchError
    case: Case


@cache
def witness(version: str) -> Witness:
    """The easiest calls that show a version to be wrong. ValueError where none of those at hand does."""
    answer = versions()[version].answer
    with silenced():
        for shows in (_shows_at_once, _shows_later):
            for expression in INPUTS:
                x = eval(expression, {"np": np})  # noqa: S307 - one of those above
                seen = shows(answer, expression, x)
                if seen is not None:
                    return seen
    raise ValueError(f"{version} shows in no call at hand, so no test can be asked to find it")


def _shows_at_once(answer: Callable, expression: str, x: NDArray) -> Witness | None:
    """What one call shows."""
    for eps in EPS:
        mismatch = _mismatch(_assert_call, BlackBox(answer, forget_earlier_calls), x, eps, "y")
        if mismatch is not None:
            return Witness([f"x = {expression}", _call("y", "x", eps)], mismatch, _case(x, eps))
    return None


def _shows_later(answer: Callable, expression: str, x: NDArray) -> Witness | None:
    """What a second call shows, of itself or of the result of the first."""
    for second, made_of, eps in SECOND:
        function = BlackBox(answer, forget_earlier_calls)
        code = [f"x = {expression}", _call("y", "x", None), _call("z", second, eps)]
        y = function(x.copy())
        was = np.copy(y)
        mismatch = _mismatch(_assert_call, function, made_of(x), eps, "z")
        if mismatch is not None:
            return Witness(code, mismatch, _case(made_of(x), eps))
        mismatch = _mismatch(assert_same, y, was, what=RESULT_AFTER)
        if mismatch is not None:
            return Witness(code, mismatch, _case(x, None))
    return None


def _assert_call(function: BlackBox, x: NDArray, eps: str | None, name: str) -> None:
    """A call does what the task says of right versions. Raises MismatchError."""
    given, result = x.copy(), RESULT.format(name=name)
    try:
        y = function(given, HALF) if eps == BY_POSITION else function(given, **_given(eps))
    except Exception as error:  # noqa: BLE001 - whatever it raises, it should not
        raise MismatchError(
            what=RESULT.format(name=name), expected="numpy.ndarray", actual=name_and_words(error)
        ) from None
    assert_shape(y, x.shape, what=RESULT.format(name=name))
    assert_dtype(y, x.dtype, what=RESULT.format(name=name))
    tolerance = CLEARLY if x.dtype == np.float64 else FINITE
    assert_close(y, formula(x.astype(np.float64), **_given(eps)), tolerance=tolerance, what=result)
    assert_same(given, x, what=INPUT_AFTER)
    if y is given:
        raise MismatchError(what=IS_X.format(name=name), expected="False", actual="True")


def _mismatch(check: Callable[..., None], *given: object, **named: object) -> MismatchError | None:
    try:
        check(*given, **named)
    except MismatchError as mismatch:
        return mismatch
    return None


def _call(name: str, x: str, eps: str | None) -> str:
    return f"{name} = instance_norm({x if eps is None else f'{x}, {eps}'})"


def _case(x: NDArray, eps: str | None) -> Case:
    return {"x": x, **_given(eps)}


def _given(eps: str | None) -> dict[str, float]:
    return {} if eps is None else {"eps": HALF}
