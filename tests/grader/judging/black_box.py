"""A function that a learner's code may call and not look into: the judge computes what it answers.

The learner's half, a `Stranger`, asks; the judge's half, a `BlackBox`, answers. In one process they are one object, else
the questions and answers go over the wire. Both ways a call has the same effects: on x, which a wrong version may
overwrite, and on results of earlier calls, which it may spoil. Which arrays share their memory is not to be seen.
"""

import builtins
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from grader.judging.tracebacks import name_and_words
from grader.sandbox.inside.wire import ARRAYS_WATCHED, WireError, decode, encode

MOST_CALLS = 1000
MOST_NUMBERS = 10_000
MOST_TOKENS = 200
LARGEST = 50
SMALLEST_EPS, LARGEST_EPS = 1e-5, 1
NOT_ANSWERED = (LookupError, TypeError, ValueError, AttributeError, OverflowError)


@dataclass(frozen=True, eq=False)
class Answer:
    """What one call did: it returned `result`, which later calls know by `number`, or `raised` an exception.

    `x` is the new content of the input, None when it was left alone; `changed` that of earlier results, by number.
    """

    number: int
    result: object = None
    raised: Exception | None = None
    x: np.ndarray | None = None
    changed: dict[int, np.ndarray] = field(default_factory=dict)


class Stranger:
    """An `instance_norm(x, eps=1e-5)` that says nothing of itself; `ask(x, eps)` gives the Answer to a call."""

    __name__ = "instance_norm"

    def __init__(self, ask: Callable[[object, object], Answer]) -> None:
        self._ask = ask
        self._results: dict[int, np.ndarray] = {}

    def __repr__(self) -> str:
        return "<function instance_norm>"

    def __call__(self, x: np.ndarray, eps: float | None = None) -> object:
        eps = eps.item() if isinstance(eps, np.generic) else eps
        asked_rightly(x, eps)
        answer = self._ask(x, eps)
        if answer.x is not None:
            x[...] = answer.x
        for number, now in answer.changed.items():
            if number in self._results:
                self._results[number][...] = now
        if answer.raised is not None:
            raise answer.raised
        if isinstance(answer.result, np.ndarray):
            self._results[answer.number] = answer.result
            _keep_the_last(self._results)
        return answer.result


class BlackBox(Stranger):
    """The judge's half, around a `function`; in the judge's own process the learner's half as well.

    `last` is the last input, as a case, and `raised` says what the function raised.
    """

    def __init__(self, function: Callable) -> None:
        super().__init__(self.answer)
        self.last: dict[str, object] = {}
        self.raised: set[str] = set()
        self._function = function
        self._calls = 0
        self._closed = False
        self._watched: dict[int, tuple[np.ndarray, bytes]] = {}

    def close(self) -> None:
        """Answer no more."""
        self._closed = True

    def answer(self, x: np.ndarray, eps: float | None) -> Answer:
        """Compute the answer to one call with what `asked_rightly` allows. Nothing makes this raise."""
        self._calls += 1
        if self._closed or self._calls > MOST_CALLS:
            said = f"called more than {MOST_CALLS} times" if self._calls > MOST_CALLS else "called after the check"
            return Answer(self._calls, raised=RuntimeError(f"instance_norm was {said}"))
        given = x.copy()
        named = {} if eps is None else {"eps": float(eps)}
        self.last = {"x": x.copy(), **named}
        try:
            with warnings.catch_warnings(), np.errstate(all="ignore"):
                warnings.simplefilter("ignore")
                result, raised = self._function(given, **named), None
        except Exception as error:
            result, raised = None, _built_in(error)
            self.raised.add(name_and_words(raised))
        x_now = None if given.tobytes() == x.tobytes() else given.copy()
        changed = self._changed()
        if isinstance(result, np.ndarray):
            self._watched[self._calls] = result, result.tobytes()
            _keep_the_last(self._watched)
            result = result.copy()
        return Answer(self._calls, result, raised, x_now, changed)

    def let_through(self, error: BaseException) -> bool:
        """Whether this is what the function itself raised, and the learner's code did not catch."""
        return name_and_words(error) in self.raised

    def _changed(self) -> dict[int, np.ndarray]:
        """What became of earlier results that are no longer what they were."""
        changed = {}
        for number, (result, was) in self._watched.items():
            now = result.tobytes()
            if now != was:
                changed[number] = result.copy()
                self._watched[number] = result, now
        return changed


def asked_rightly(x: object, eps: object) -> None:
    """TypeError or ValueError, saying what is allowed, unless instance_norm may be called with x and eps.

    What is allowed is where all right versions agree within 1e-6 in float64, and are computed quickly.
    """
    if type(x) is not np.ndarray or x.dtype not in (np.float64, np.float32):
        raise TypeError("x must be a numpy.ndarray of float64 or float32")
    if x.ndim != 3 or not 1 <= x.size <= MOST_NUMBERS or x.shape[1] > MOST_TOKENS:
        raise ValueError(
            f"x must have the shape (B, L, F), from 1 to {MOST_NUMBERS} numbers, and at most {MOST_TOKENS} tokens"
        )
    if not np.all(np.abs(x) <= LARGEST):
        raise ValueError(f"the numbers of x must lie between -{LARGEST} and {LARGEST}")
    if eps is not None and type(eps) not in (float, int):
        raise TypeError("eps must be a number")
    if eps is not None and not SMALLEST_EPS <= eps <= LARGEST_EPS:
        raise ValueError(f"eps must lie between {SMALLEST_EPS} and {LARGEST_EPS}")


def _keep_the_last(results: dict) -> None:
    while len(results) > ARRAYS_WATCHED:
        del results[next(iter(results))]


def _built_in(error: Exception) -> Exception:
    """The exception as one of the nearest built-in kind, which tells less and crosses the wire."""
    kind = next(kind for kind in type(error).__mro__ if kind.__module__ == "builtins")
    return kind(str(error))


# Over the wire


def answered(boxes: dict[int, BlackBox], question: dict, blobs: list[bytes]) -> tuple[dict, list[bytes]]:
    """The judge's reply to a question from a worker. WireError when it is none that can be asked now."""
    try:
        box, x, eps = boxes[question["box"]], decode(question["x"], blobs), decode(question["eps"], blobs)
        asked_rightly(x, eps)  # as an honest worker has made sure
        answer = box.answer(x, eps)
    except NOT_ANSWERED as error:
        raise WireError("a question is none") from error
    sent: list[bytes] = []
    reply = {
        "number": answer.number,
        "raised": answer.raised and [type(answer.raised).__name__, str(answer.raised)],
        "x": encode(answer.x, sent),
        "changed": [[number, encode(now, sent)] for number, now in answer.changed.items()],
    }
    if isinstance(answer.result, list):  # nested and long: it goes as the array that it would make
        return {**reply, "rows": encode(np.array(answer.result), sent)}, sent
    return {**reply, "result": encode(answer.result, sent)}, sent


def question_for(box: int, x: object, eps: object) -> tuple[dict, list[bytes]]:
    """What a worker asks the judge."""
    blobs: list[bytes] = []
    return {"box": box, "x": encode(x, blobs), "eps": encode(eps, blobs)}, blobs


def answer_from(reply: dict, blobs: list[bytes]) -> Answer:
    """The Answer that the judge's reply holds, in the worker."""
    raised = None
    if reply["raised"]:
        kind, said = reply["raised"]
        raised = getattr(builtins, kind)(said)
    result = decode(reply["rows"], blobs).tolist() if "rows" in reply else decode(reply["result"], blobs)
    changed = {number: decode(now, blobs) for number, now in reply["changed"]}
    return Answer(reply["number"], result, raised, decode(reply["x"], blobs), changed)
