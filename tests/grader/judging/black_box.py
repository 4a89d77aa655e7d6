"""The judge's half of a function that a learner's test may call and not look into: it computes what is answered."""

import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakValueDictionary

import numpy as np
from numpy.typing import NDArray

from grader.exercises import Case
from grader.judging.tracebacks import name_and_words
from grader.sandbox.inside import messages
from grader.sandbox.inside.remote_function import (
    READ_ONLY,
    THE_INPUT,
    Layout,
    Outcome,
    RemoteFunction,
    fingerprint,
    refuse_bad_arguments,
)
from grader.sandbox.inside.wire import WireError, decode, encode

MAX_CALLS = 1000
MAX_AHEAD = 64
MAX_NUMBERS_AHEAD = 200_000


@dataclass(frozen=True, eq=False)
class Asked:
    """What one call was given, eps perhaps `by_name`; `key` is its fingerprint."""

    x: NDArray[Any]
    eps: float | None
    by_name: bool
    key: str

    @property
    def case(self) -> Case:
        """The same as a case."""
        return {"x": self.x, **({} if self.eps is None else {"eps": self.eps})}


@dataclass
class Journal:
    """The calls that a learner's test made in its last trial: in the next it probably makes the same."""

    calls: list[Asked] = field(default_factory=list)

    def expects(self, call: Asked, number: int) -> bool:
        """Whether the call of this number was to be expected; else it is noted, and what came after it forgotten."""
        if number < len(self.calls) and self.calls[number].key == call.key:
            return True
        self.calls[number:] = [call]
        return False


class BlackBox(RemoteFunction):
    """The judge's half, around a `function`; in the judge's own process the learner's half as well.

    `forget` makes the function as if it had never been called, which it is at first. Where a `journal` says which calls
    probably come next, `answers` also computes these. `raised` says what the function raised.
    """

    def __init__(
        self,
        function: Callable[..., object],
        forget: Callable[[], None] = lambda: None,
        journal: Journal | None = None,
    ) -> None:
        super().__init__(self.answer)
        self.raised: set[str] = set()
        self._function = function
        self._forget = forget
        self._journal = Journal() if journal is None else journal
        self._made: list[Asked] = []
        self._ahead: list[tuple[Asked, Outcome]] = []
        self._may_look_ahead = True
        self._closed = False
        self._begin()

    def close(self) -> None:
        """Answer no more, and let go of all inputs but the last: learners' tests keep the function, in cycles."""
        self._closed = True
        self._made, self._ahead = self._made[-1:], []

    @property
    def last(self) -> Case:
        """The last input, as a case; {} before the first call."""
        return self._made[-1].case if self._made else {}

    def let_through(self, error: BaseException) -> bool:
        """Whether this is what the function itself raised, and the learner's code did not catch."""
        return name_and_words(error) in self.raised

    def answer(self, x: NDArray[Any], eps: float | None, by_name: bool) -> Outcome:
        """Compute one call with what `refuse_bad_arguments` allows. Nothing makes this raise."""
        return self._note(Asked(x.copy(), eps, by_name, ""))

    def answers(self, x: NDArray[Any], eps: float | None, by_name: bool, used: int) -> list[tuple[str, Outcome]]:
        """The outcome of a call, after `used` of those that were expected, and of those that are expected next.

        Each stands behind the fingerprint of its call. WireError where so many calls were never expected.
        """
        expected = len(self._ahead)
        self.use(used)
        if used < expected:  # the function was called with what nobody asked
            self._may_look_ahead = False
            self._begin()
            for call in self._made:
                self._compute(call)
        call = Asked(x, eps, by_name, fingerprint(x, eps, by_name))
        follows = self._journal.expects(call, len(self._made))
        outcome = self._note(call)
        if follows and self._may_look_ahead and not self._closed:
            self._look_ahead(min(max(1, 2 * used), MAX_AHEAD, MAX_CALLS - len(self._made)))
        return [(call.key, outcome), *((call.key, outcome) for call, outcome in self._ahead)]

    def use(self, used: int) -> None:
        """So many of the calls that were expected were made, and the others not. WireError for more than there are."""
        if used > len(self._ahead):
            raise WireError("more calls were made than were expected")
        for call, outcome in self._ahead[:used]:
            self._made.append(call)
            self._note_raised(outcome)
        self._ahead = []

    def _look_ahead(self, count: int) -> None:
        room, first = MAX_NUMBERS_AHEAD, len(self._made)
        for call in self._journal.calls[first : first + count]:
            room -= call.x.size
            if room < 0:
                break
            self._ahead.append((call, self._compute(call)))

    def _note(self, call: Asked) -> Outcome:
        """Compute a call that was made."""
        self._made.append(call)
        if self._closed or len(self._made) > MAX_CALLS:
            said = f"called more than {MAX_CALLS} times" if len(self._made) > MAX_CALLS else "called after the check"
            return Outcome(raised=RuntimeError(f"instance_norm was {said}"))
        outcome = self._compute(call)
        self._note_raised(outcome)
        return outcome

    def _note_raised(self, outcome: Outcome) -> None:
        raised = [] if outcome.raised is None else [outcome.raised]
        if outcome.x is not None:
            raised.append(ValueError(READ_ONLY))  # which the learner's half raises where x is
        self.raised.update(map(name_and_words, raised))

    def _begin(self) -> None:
        """Be as if nothing had been called yet."""
        self._forget()
        self._number = THE_INPUT
        # A result that the function does not keep is gone when the next call is over, and cannot change any more.
        self._kept: WeakValueDictionary[int, NDArray[Any]] = WeakValueDictionary()
        self._last: object = None
        self._were: dict[int, bytes] = {}

    def _compute(self, call: Asked) -> Outcome:
        given = call.x.copy()
        eps = () if call.eps is None else (float(call.eps),)
        named = dict(zip(("eps",), eps, strict=False)) if call.by_name else {}
        result, raised = None, None
        try:
            with warnings.catch_warnings(), np.errstate(all="ignore"):
                warnings.simplefilter("ignore")
                result = self._function(given, *(() if named else eps), **named)
        except Exception as error:  # noqa: BLE001 - whatever it raises, the learner's test sees
            raised = _built_in(error)
        x_now = None if given.tobytes() == call.x.tobytes() else given.copy()
        number = layout = None
        if isinstance(result, np.ndarray):
            number, layout = self._number_of(result, given), Layout.of(result)
        changed = self._changes(but=number)
        self._last = result
        content = result.copy() if isinstance(result, np.ndarray) else result
        return Outcome(number, content, raised, x_now, changed, layout)

    def _number_of(self, result: NDArray[Any], given: NDArray[Any]) -> int:
        """What a result is called by: one that is returned again as before."""
        if result is given:
            return THE_INPUT
        number = next((number for number, kept in self._kept.items() if kept is result), None)
        if number is None:
            self._number = number = self._number + 1
            self._kept[number] = result
        self._were[number] = result.tobytes()
        return number

    def _changes(self, but: int | None) -> dict[int, NDArray[Any]]:
        """By number, a copy of each earlier result that no longer holds what it held when last looked at."""
        changed, were = {}, {}
        for number, array in self._kept.items():
            were[number] = array.tobytes()
            if number != but and were[number] != self._were[number]:
                changed[number] = array.copy()
        self._were = were  # without those that are gone
        return changed


def _built_in(error: Exception) -> Exception:
    """The exception as one of the nearest built-in kind, which tells less and crosses the wire."""
    kind: type[Exception] = next(kind for kind in type(error).__mro__ if kind.__module__ == "builtins")
    return kind(str(error))


def answer_to(
    question: messages.Question, blobs: list[bytes], boxes: Mapping[int, BlackBox]
) -> tuple[messages.Answers, list[bytes]]:
    """The judge's answers to a question from a worker. WireError when it is none that can be asked now."""
    box = boxes.get(question.box)
    x: Any = decode(question.x, blobs)
    eps: Any = decode(question.eps, blobs)
    try:
        refuse_bad_arguments(x, eps)  # as an honest worker has made sure
    except (TypeError, ValueError) as error:
        raise WireError("a question is none") from error
    if box is None:
        raise WireError("a question is about no function")
    outcomes = box.answers(x, eps, question.by_name, question.used)
    sent: list[bytes] = []
    answers = tuple(_encoded(outcome, sent) for _, outcome in outcomes)
    return messages.Answers(answers, tuple(key for key, _ in outcomes[1:])), sent


def _encoded(outcome: Outcome, sent: list[bytes]) -> messages.Answer:
    rows = isinstance(outcome.result, list)  # nested and long: it goes as the array that it would make
    encoded = encode(np.array(outcome.result) if rows else outcome.result, sent)
    layout = outcome.layout
    return messages.Answer(
        number=outcome.number,
        result=None if rows else encoded,
        rows=encoded if rows else None,
        raised=None if outcome.raised is None else (type(outcome.raised).__name__, str(outcome.raised)),
        x=encode(outcome.x, sent),
        changed=tuple((number, encode(now, sent)) for number, now in outcome.changed.items()),
        layout=None if layout is None else (layout.axes, layout.step, layout.is_view),
    )
