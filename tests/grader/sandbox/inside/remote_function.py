"""A function that a learner's code may call and not look into: somebody else computes what it answers."""

import builtins
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import messages
from .watched_arrays import WatchedArrays
from .wire import decode, encode

MAX_NUMBERS = 10_000
MAX_TOKENS = 200
LARGEST = 50
SMALLEST_EPS, LARGEST_EPS = 1e-5, 1


@dataclass(frozen=True, eq=False)
class Outcome:
    """What one call did: it returned `result`, which later calls know by `number`, or `raised` an exception.

    `x` is the new content of the input, None when it was left alone; `changed` that of earlier results, by number.
    """

    number: int
    result: object = None
    raised: Exception | None = None
    x: NDArray[Any] | None = None
    changed: Mapping[int, NDArray[Any]] = field(default_factory=dict)


class RemoteFunction:
    """An `instance_norm(x, eps=1e-5)` that says nothing of itself; `ask(x, eps)` gives the Outcome of a call.

    A call has the effects that it would have in one process: on x, which a wrong version may overwrite, and on results
    of earlier calls, which it may spoil. Which arrays share their memory is not to be seen.
    """

    __name__ = "instance_norm"

    def __init__(self, ask: Callable[[NDArray[Any], float | None], Outcome]) -> None:
        self._ask = ask
        self._results = WatchedArrays()

    def __repr__(self) -> str:
        return "<function instance_norm>"

    def __call__(self, x: NDArray[Any], eps: float | None = None) -> object:
        eps = eps.item() if isinstance(eps, np.generic) else eps
        refuse_bad_arguments(x, eps)
        outcome = self._ask(x, eps)
        if outcome.x is not None:
            x[...] = outcome.x
        self._results.overwrite(outcome.changed)
        if outcome.raised is not None:
            raise outcome.raised
        if isinstance(outcome.result, np.ndarray):
            self._results.add(outcome.result, outcome.number)
        return outcome.result


def refuse_bad_arguments(x: object, eps: object) -> None:
    """TypeError or ValueError, saying what is allowed, unless instance_norm may be called with x and eps.

    What is allowed is where all right versions agree within 1e-6 in float64, and are computed quickly.
    """
    if type(x) is not np.ndarray or x.dtype not in (np.float64, np.float32):
        raise TypeError("x must be a numpy.ndarray of float64 or float32")
    if x.ndim != 3 or not 1 <= x.size <= MAX_NUMBERS or x.shape[1] > MAX_TOKENS:
        raise ValueError(
            f"x must have the shape (B, L, F), from 1 to {MAX_NUMBERS} numbers, and at most {MAX_TOKENS} tokens"
        )
    if not np.all(np.abs(x) <= LARGEST):
        raise ValueError(f"the numbers of x must lie between -{LARGEST} and {LARGEST}")
    if eps is not None and (isinstance(eps, bool) or not isinstance(eps, float | int)):
        raise TypeError("eps must be a number")
    if eps is not None and not SMALLEST_EPS <= eps <= LARGEST_EPS:
        raise ValueError(f"eps must lie between {SMALLEST_EPS} and {LARGEST_EPS}")


def question_for(box: int, x: object, eps: object) -> tuple[messages.Question, list[bytes]]:
    """What a worker asks the judge."""
    blobs: list[bytes] = []
    return messages.Question(box, encode(x, blobs), encode(eps, blobs)), blobs


def outcome_from(answer: messages.Answer, blobs: list[bytes]) -> Outcome:
    """The Outcome that the judge's answer holds, in the worker."""
    raised = None
    if answer.raised is not None:
        kind, said = answer.raised
        raised = getattr(builtins, kind)(said)
    if answer.rows is not None:
        result = np.asarray(decode(answer.rows, blobs)).tolist()
    else:
        result = decode(answer.result, blobs)
    x = decode(answer.x, blobs)
    changed = {number: np.asarray(decode(now, blobs)) for number, now in answer.changed}
    return Outcome(answer.number, result, raised, x if isinstance(x, np.ndarray) else None, changed)
