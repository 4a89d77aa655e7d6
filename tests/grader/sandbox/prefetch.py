"""The calls that each property will make, found out with the reference solution.

Which calls a graded test makes depends on its cases and not on the answers it gets, so all calls of a property can be
sent to a worker in one message: a call costs far less than a round trip.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np

from grader.judging.black_box import BlackBox
from grader.judging.cases import cases_of
from grader.exercises import Exercise
from grader.judging.stream import Blocks, encode_argument
from grader.judging.verdict import failure, undisturbed


@dataclass(frozen=True, eq=False)
class Call:
    """One thing asked of a submission: to "call", "get" or "set" something.

    `target` is a name of the exercise, or the number of the earlier call whose result is meant; `keywords` names the
    last of the arguments.
    """

    do: str
    target: str | int
    name: str | None
    arguments: tuple[object, ...]
    keywords: tuple[str, ...] = ()

    def message(self, blobs: list[bytes]) -> dict:
        """The call as it goes to a worker; the numbers of arrays are added to `blobs`."""
        by_name = isinstance(self.target, str)
        return {
            "do": self.do,
            "target": self.target if by_name else None,
            "result": None if by_name else self.target,
            "name": self.name,
            "arguments": [encode_argument(value, blobs) for value in self.arguments],
            "keywords": self.keywords,
        }


@dataclass(frozen=True, eq=False)
class Foretold:
    """The calls of a property, in order, and the message that asks for all of them: the same for every submission."""

    calls: list[Call]
    messages: list[dict]
    blobs: list[bytes]


@cache
def calls_of(exercise: Exercise, seed: int) -> dict[str, Foretold]:
    """The calls of every property, in order, over all its cases; without those during which the judge is asked back."""
    with undisturbed():
        calls = {prop: _calls(exercise, prop, seed) for prop in exercise.tests}
        return {prop: foretold_from(made) for prop, made in calls.items() if not _hands_over_a_black_box(made)}


def _hands_over_a_black_box(calls: list[Call]) -> bool:
    return any(isinstance(value, BlackBox) for call in calls for value in call.arguments)


def foretold_from(calls: list[Call]) -> Foretold:
    """The calls with the message that asks for them."""
    blobs: list[bytes] = []
    return Foretold(calls, [call.message(blobs) for call in calls], blobs)


def _calls(exercise: Exercise, prop: str, seed: int) -> list[Call]:
    calls: list[Call] = []
    answers = {name: _Recorded(answer, name, calls) for name, answer in exercise.solution.items()}
    for case in cases_of(exercise, seed)[prop]:
        failure(exercise.tests[prop], answers, case)
    return calls


class _Recorded:
    """The reference solution, or something it made, with every use of it noted."""

    def __init__(self, answer: object, target: str | int, calls: list[Call]) -> None:
        object.__setattr__(self, "_recorded", (answer, target, calls))

    def _note(self, do: str, name: str | None, arguments: tuple, keywords: tuple[str, ...] = ()) -> int:
        _, target, calls = self._recorded
        copies = tuple(value.copy() if isinstance(value, np.ndarray | Blocks) else value for value in arguments)
        calls.append(Call(do, target, name, copies, keywords))
        return len(calls) - 1

    def __call__(self, *arguments: object, **named: object) -> object:
        number = self._note("call", None, (*arguments, *named.values()), tuple(named))
        answer, _, calls = self._recorded
        return _passed_on(answer(*arguments, **named), number, calls)

    def __getattr__(self, name: str) -> object:
        answer, _, calls = self._recorded
        if callable(getattr(answer, name)):
            return lambda *arguments: self._called(name, arguments)
        return _passed_on(getattr(answer, name), self._note("get", name, ()), calls)

    def _called(self, name: str, arguments: tuple) -> object:
        number = self._note("call", name, arguments)  # before the call, which may raise or overwrite an argument
        answer, _, calls = self._recorded
        return _passed_on(getattr(answer, name)(*arguments), number, calls)

    def __setattr__(self, name: str, value: object) -> None:
        self._note("set", name, (value,))
        setattr(self._recorded[0], name, value)


def _passed_on(result: object, number: int, calls: list[Call]) -> object:
    return result if isinstance(result, np.ndarray | tuple | list | float | int) else _Recorded(result, number, calls)
