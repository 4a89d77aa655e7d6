"""The judge's half of a function that a learner's test may call and not look into: it computes what is answered."""

import warnings
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.judging.tracebacks import name_and_words
from grader.sandbox.inside import messages
from grader.sandbox.inside.remote_function import Outcome, RemoteFunction, refuse_bad_arguments
from grader.sandbox.inside.watched_arrays import WatchedArrays
from grader.sandbox.inside.wire import WireError, decode, encode

MAX_CALLS = 1000


class BlackBox(RemoteFunction):
    """The judge's half, around a `function`; in the judge's own process the learner's half as well.

    `last` is the last input, as a case, and `raised` says what the function raised.
    """

    def __init__(self, function: Callable[..., object]) -> None:
        super().__init__(self.answer)
        self.last: dict[str, Any] = {}
        self.raised: set[str] = set()
        self._function = function
        self._calls = 0
        self._closed = False
        self._watched = WatchedArrays()

    def close(self) -> None:
        """Answer no more."""
        self._closed = True

    def answer(self, x: NDArray[Any], eps: float | None) -> Outcome:
        """Compute one call with what `refuse_bad_arguments` allows. Nothing makes this raise."""
        self._calls += 1
        if self._closed or self._calls > MAX_CALLS:
            said = f"called more than {MAX_CALLS} times" if self._calls > MAX_CALLS else "called after the check"
            return Outcome(self._calls, raised=RuntimeError(f"instance_norm was {said}"))
        given = x.copy()
        named = {} if eps is None else {"eps": float(eps)}
        self.last = {"x": x.copy(), **named}
        result, raised = None, None
        try:
            with warnings.catch_warnings(), np.errstate(all="ignore"):
                warnings.simplefilter("ignore")
                result = self._function(given, **named)
        except Exception as error:  # noqa: BLE001 - whatever it raises, the learner's test sees
            raised = _built_in(error)
            self.raised.add(name_and_words(raised))
        x_now = None if given.tobytes() == x.tobytes() else given.copy()
        changed = self._watched.changes()
        if isinstance(result, np.ndarray):
            self._watched.add(result, self._calls)
            result = result.copy()
        return Outcome(self._calls, result, raised, x_now, changed)

    def let_through(self, error: BaseException) -> bool:
        """Whether this is what the function itself raised, and the learner's code did not catch."""
        return name_and_words(error) in self.raised


def _built_in(error: Exception) -> Exception:
    """The exception as one of the nearest built-in kind, which tells less and crosses the wire."""
    kind: type[Exception] = next(kind for kind in type(error).__mro__ if kind.__module__ == "builtins")
    return kind(str(error))


def answer_to(
    question: messages.Question, blobs: list[bytes], boxes: Mapping[int, BlackBox]
) -> tuple[messages.Answer, list[bytes]]:
    """The judge's answer to a question from a worker. WireError when it is none that can be asked now."""
    box = boxes.get(question.box)
    x: Any = decode(question.x, blobs)
    eps: Any = decode(question.eps, blobs)
    try:
        refuse_bad_arguments(x, eps)  # as an honest worker has made sure
    except (TypeError, ValueError) as error:
        raise WireError("a question is none") from error
    if box is None:
        raise WireError("a question is about no function")
    outcome = box.answer(x, eps)
    sent: list[bytes] = []
    rows = isinstance(outcome.result, list)  # nested and long: it goes as the array that it would make
    encoded = encode(np.array(outcome.result) if rows else outcome.result, sent)
    answer = messages.Answer(
        number=outcome.number,
        result=None if rows else encoded,
        rows=encoded if rows else None,
        raised=None if outcome.raised is None else (type(outcome.raised).__name__, str(outcome.raised)),
        x=encode(outcome.x, sent),
        changed=tuple((number, encode(now, sent)) for number, now in outcome.changed.items()),
    )
    return answer, sent
