"""All calls of a property in one message: found out with the reference solution, and asked for in advance.

Which calls a graded test makes depends on its cases and not on the answers it gets, so they can be recorded once and be
sent to every worker together: a call costs far less than a round trip.
"""

from dataclasses import dataclass, replace
from functools import cache
from itertools import count
from typing import Any, Literal

import numpy as np

from grader.exercises import Exercise
from grader.judging.black_box import BlackBox
from grader.judging.cases import cases_of
from grader.judging.verdict import Answers, failure
from grader.sandbox.inside.block_stream import Blocks
from grader.sandbox.inside.handed_arrays import HandedArrays, Marks, encode_handed
from grader.sandbox.inside.messages import Call, Calls
from grader.sandbox.inside.silenced import silenced
from grader.sandbox.inside.worker import perform
from grader.sandbox.remote_object import Handle, RemoteObject


@dataclass(frozen=True, eq=False)
class Request:
    """One thing asked of a submission; `handle` is a name of the exercise or the number of the request that made it.

    `marks` are for each argument those of its arrays, where one of them is handed in more than once.
    """

    do: Literal["call", "get", "set"]
    handle: Handle
    name: str | None
    arguments: tuple[object, ...]
    keywords: tuple[str, ...] = ()
    marks: tuple[Marks, ...] = ()

    def as_call(self, blobs: list[bytes]) -> Call:
        """The request as it goes to a worker; the numbers of arrays are added to `blobs`."""
        target, earlier = (self.handle, None) if isinstance(self.handle, str) else (None, self.handle)
        marks = self.marks or ((),) * len(self.arguments)
        arguments = tuple(encode_handed(value, blobs, each) for value, each in zip(self.arguments, marks, strict=True))
        return Call(self.do, target, earlier, self.name, arguments, self.keywords)


@dataclass(frozen=True, eq=False)
class Prefetch:
    """The requests of a property, in order, and the message that asks for all: the same for every submission."""

    requests: tuple[Request, ...]
    calls: Calls
    blobs: list[bytes]


@cache
def prefetches_of(exercise: Exercise, seed: int) -> dict[str, Prefetch]:
    """The requests of every property over all its cases.

    Left out are properties during which the judge is asked back, and those in which an earlier result is handed over:
    recorded, it is the reference solution's, which no submission may see. Without that solution all are left out.
    """
    if not exercise.has_solution:
        return {}
    with silenced():
        requests = {prop: _requests(exercise, prop, seed) for prop in exercise.tests}
    return {prop: prefetch_of(made) for prop, made in requests.items() if made is not None}


def prefetch_of(requests: list[Request]) -> Prefetch:
    """The requests with the message that asks for them."""
    blobs: list[bytes] = []
    return Prefetch(tuple(requests), Calls(tuple(request.as_call(blobs) for request in requests)), blobs)


def _requests(exercise: Exercise, prop: str, seed: int) -> list[Request] | None:
    """The requests of a property, None where they cannot be asked in advance."""
    recorder = _Recorder(exercise)
    for case in cases_of(exercise, seed)[prop]:
        failure(exercise.tests[prop], recorder.answers, case)
    return _without_needless_marks(recorder.requests) if recorder.can_be_asked_in_advance else None


def _without_needless_marks(requests: list[Request]) -> list[Request]:
    """The requests, with marks on those arrays alone that are handed in more than once."""
    marks = [mark for request in requests for of_one in request.marks for mark in of_one]
    again = {mark[0] for mark in marks if mark is not None and mark[1]}
    return [
        replace(
            request,
            marks=tuple(tuple(mark if mark and mark[0] in again else None for mark in each) for each in request.marks),
        )
        for request in requests
    ]


class _Recorder:
    """Answers with the reference solution, and notes every request."""

    def __init__(self, exercise: Exercise) -> None:
        self.methods = exercise.methods
        self.requests: list[Request] = []
        self.can_be_asked_in_advance = True
        self._objects: dict[Any, Any] = dict(exercise.solution)
        self._results: list[np.ndarray[Any, Any]] = []
        self._handed_in = HandedArrays(count().__next__, most=None)
        self.answers: Answers = {name: RemoteObject(self, name, "function") for name in exercise.names}

    def ask(
        self,
        do: Literal["call", "get", "set"],
        handle: Handle,
        name: str | None,
        arguments: tuple[object, ...],
        keywords: tuple[str, ...] = (),
    ) -> Any:
        # Noted before it is done, which may raise or overwrite an argument.
        copies = tuple(value.copy() if isinstance(value, np.ndarray | Blocks) else value for value in arguments)
        marks = tuple(map(self._handed_in.marks, arguments))
        self.requests.append(Request(do, handle, name, copies, keywords, marks))
        number = len(self.requests) - 1
        self.can_be_asked_in_advance &= not any(map(self._must_wait, arguments))
        result = perform(do, self._objects[handle], name, arguments, keywords)
        if result is None or isinstance(result, np.ndarray | tuple | list | float | int):
            parts = result if isinstance(result, tuple | list) else [result]
            self._results += [part for part in parts if isinstance(part, np.ndarray)]
            return result
        self._objects[number] = result
        return RemoteObject(self, number, type(result).__name__)

    def _must_wait(self, argument: object) -> bool:
        """Whether an argument has to do with what the submission itself answers."""
        if isinstance(argument, np.ndarray):
            return any(np.shares_memory(argument, result) for result in self._results)
        return isinstance(argument, BlackBox)
