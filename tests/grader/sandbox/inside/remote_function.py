"""A function that a learner's code may call and not look into: somebody else computes what it answers."""

import builtins
import hashlib
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Self
from weakref import WeakValueDictionary

import numpy as np
from numpy.typing import NDArray

from . import messages
from .wire import decode, encode

MAX_NUMBERS = 10_000
MAX_TOKENS = 200
FLOATS = frozenset((np.dtype(np.float64), np.dtype(np.float32)))
LARGEST = 50
SMALLEST_EPS, LARGEST_EPS = 1e-5, 1


THE_INPUT = 0  # the number of x itself, where a call returns that
READ_ONLY = "output array is read-only"  # what NumPy says


@dataclass(frozen=True)
class Layout:
    """How an array lies in memory, if not as a plain one of its own in C order.

    `axes` are its axes from the one with the largest steps to the one with the smallest, which are `step` numbers long;
    `is_view` says whether the memory belongs to another array.
    """

    axes: tuple[int, ...]
    step: int
    is_view: bool

    @classmethod
    def of(cls, array: NDArray[Any]) -> Self | None:
        """The layout of an array; None for a plain one, or one without axes."""
        if (array.flags.c_contiguous and array.flags.owndata) or not array.ndim:
            return None
        axes = tuple(sorted(range(array.ndim), key=lambda axis: -abs(array.strides[axis])))
        step = abs(array.strides[axes[-1]]) // array.itemsize
        return cls(axes, max(step, 1), not array.flags.owndata)

    def lay_out(self, array: NDArray[Any]) -> NDArray[Any]:
        """A copy of an array that lies in memory like this."""
        rows = array.transpose(self.axes)
        memory = np.zeros((*rows.shape[:-1], rows.shape[-1] * self.step), array.dtype)
        memory[..., :: self.step] = rows
        laid_out: NDArray[Any] = memory[..., :: self.step].transpose(np.argsort(self.axes))
        return laid_out if self.is_view else laid_out.copy(order="K")


@dataclass(frozen=True, eq=False)
class Outcome:
    """What one call did: it returned `result`, or `raised` an exception.

    An array has a `number`, by which later calls know it: one that is returned again is the same array, with a new
    content, and THE_INPUT is x itself. `layout` is how a new array lies in memory. `x` is the new content of the input,
    None when it was left alone; `changed` that of earlier results, by number.
    """

    number: int | None = None
    result: object = None
    raised: Exception | None = None
    x: NDArray[Any] | None = None
    changed: Mapping[int, NDArray[Any]] = field(default_factory=dict)
    layout: Layout | None = None


class RemoteFunction:
    """An `instance_norm(x, eps=1e-5)` that says nothing of itself; `ask` gives the Outcome of a call.

    It is given x, eps, and whether eps was given by name.

    A call has the effects that it would have in one process: on x, which a wrong version may overwrite or return, and
    on results of earlier calls, which it may spoil or return again.
    """

    __name__ = "instance_norm"

    def __init__(self, ask: Callable[[NDArray[Any], float | None, bool], Outcome]) -> None:
        self._ask = ask
        self._results: WeakValueDictionary[int, NDArray[Any]] = WeakValueDictionary()

    def __repr__(self) -> str:
        return "<function instance_norm>"

    def __call__(self, x: NDArray[Any], *by_position: float | None, **by_name: float | None) -> object:
        given = [*by_position, *by_name.values()]
        if len(given) > 1 or by_name.keys() - {"eps"}:
            raise TypeError("instance_norm takes x and eps")
        eps = given[0] if given else None
        eps = eps.item() if isinstance(eps, np.generic) else eps
        refuse_bad_arguments(x, eps)
        outcome = self._ask(x, eps, bool(by_name))
        if outcome.x is not None:
            if not x.flags.writeable:
                raise ValueError(READ_ONLY)
            x[...] = outcome.x
        for number, content in outcome.changed.items():
            _fill(self._results.get(number), content)
        if outcome.raised is not None:
            raise outcome.raised
        if not isinstance(outcome.result, np.ndarray) or outcome.number is None:
            return outcome.result
        if outcome.number == THE_INPUT:
            return x
        known = self._results.get(outcome.number)
        if known is None:
            layout = outcome.layout
            known = outcome.result.copy() if layout is None else layout.lay_out(outcome.result)
            self._results[outcome.number] = known
        else:
            _fill(known, outcome.result)
        return known


def _fill(array: NDArray[Any] | None, content: NDArray[Any]) -> None:
    if array is not None and array.flags.writeable:
        array[...] = content.reshape(array.shape)


def refuse_bad_arguments(x: object, eps: object) -> None:
    """TypeError or ValueError, saying what is allowed, unless instance_norm may be called with x and eps.

    What is allowed is where all right versions agree within 1e-6 in float64, and are computed quickly.
    """
    if type(x) is not np.ndarray or x.dtype not in FLOATS:
        raise TypeError("x must be a numpy.ndarray of float64 or float32")
    if x.ndim != 3 or not 1 <= x.size <= MAX_NUMBERS or x.shape[1] > MAX_TOKENS:
        raise ValueError(
            f"x must have the shape (B, L, F), from 1 to {MAX_NUMBERS} numbers, and at most {MAX_TOKENS} tokens"
        )
    if not (np.abs(x) <= LARGEST).all():
        raise ValueError(f"the numbers of x must lie between -{LARGEST} and {LARGEST}")
    if eps is not None and (isinstance(eps, bool) or not isinstance(eps, float | int)):
        raise TypeError("eps must be a number")
    if eps is not None and not SMALLEST_EPS <= eps <= LARGEST_EPS:
        raise ValueError(f"eps must lie between {SMALLEST_EPS} and {LARGEST_EPS}")


class Ahead:
    """The outcomes of calls that the judge expects next, in order: who asks just these need not wait for it.

    Which calls come next, the judge guesses from earlier trials; a guess that fails costs only what was computed.
    """

    def __init__(self) -> None:
        self.used = 0
        self._expected: deque[tuple[str, Outcome]] = deque()

    def take(self, x: NDArray[Any], eps: float | None, by_name: bool) -> Outcome | None:
        """The outcome of this call if it is the next that is expected; None for any other call."""
        if not self._expected or self._expected[0][0] != fingerprint(x, eps, by_name):
            return None
        self.used += 1
        return self._expected.popleft()[1]

    def forget(self) -> int:
        """Expect nothing any more; how many outcomes were taken meanwhile."""
        used, self.used = self.used, 0
        self._expected.clear()
        return used

    def expect(self, outcomes: Iterable[tuple[str, Outcome]]) -> None:
        """Expect these calls next."""
        self._expected.extend(outcomes)


def fingerprint(x: NDArray[Any], eps: float | None, by_name: bool) -> str:
    """Tells one call from all others."""
    said = f"{x.dtype.str} {x.shape} {eps!r} {by_name} ".encode()
    return hashlib.blake2b(said + x.tobytes(), digest_size=16).hexdigest()


def question_for(
    box: int, x: object, eps: object, by_name: bool = False, used: int = 0
) -> tuple[messages.Question, list[bytes]]:
    """What a worker asks the judge; `used` counts the outcomes that it took in advance since it last asked."""
    blobs: list[bytes] = []
    return messages.Question(box, encode(x, blobs), encode(eps, blobs), by_name, used), blobs


def outcomes_from(answers: messages.Answers, blobs: list[bytes]) -> list[Outcome]:
    """The Outcomes that the judge's answers hold, in the worker."""
    return [_outcome_from(answer, blobs) for answer in answers.answers]


def _outcome_from(answer: messages.Answer, blobs: list[bytes]) -> Outcome:
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
    layout = None if answer.layout is None else Layout(tuple(answer.layout[0]), *answer.layout[1:])
    return Outcome(answer.number, result, raised, x if isinstance(x, np.ndarray) else None, changed, layout)
