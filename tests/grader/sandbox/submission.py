"""A learner's objects as the judge asks them: the same whether they are in a worker (`client`) or here (`local`).

What comes back is a new plain array that the judge made from bytes. That an argument was overwritten, or an earlier
result changed later, is told by the other end and done to the judge's own arrays, so that graded tests see it as they
would in one process. A submission that lies about it has only put a copy of its input in front of its function, or of
its output behind, which is what an honest one would have written.
"""

import contextlib
import sys
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Iterator, Mapping
from itertools import count
from typing import Any, Literal

import numpy as np

from grader.judging.black_box import BlackBox
from grader.judging.verdict import EndedError
from grader.sandbox.inside.block_stream import Blocks, decode_walk, overwrite
from grader.sandbox.inside.handed_arrays import HandedArrays, encode_handed
from grader.sandbox.inside.messages import PRESERVED_TYPES, Call, Calls, Raised, Reply
from grader.sandbox.inside.watched_arrays import WatchedArrays
from grader.sandbox.inside.wire import Json, Opaque, WireError, decode
from grader.sandbox.prefetch import Prefetch, Request
from grader.sandbox.remote_object import Handle, RemoteObject
from grader.time_limits import Stopwatch


class Submission(ABC):
    """What a learner handed in: `answers` by name, each of which asks the other end."""

    def __init__(self, methods: frozenset[str]) -> None:
        self.methods = methods
        self.answers: dict[str, Any] = {}
        self._prefetched: deque[tuple[Request, Reply, list[bytes]]] = deque()
        self._meet_other_end()

    def _meet_other_end(self) -> None:
        """Know nothing yet of what goes back and forth."""
        self._results = WatchedArrays()
        self._handed_in = HandedArrays(count(-1, -1).__next__)  # those known in advance count upwards
        self._forget()

    def _forget(self) -> None:
        self._prefetched.clear()
        self._handles: list[Handle | None] = []  # what each request since the last prefetch made

    @contextlib.contextmanager
    def during(self, prefetch: Prefetch | None = None) -> Iterator[None]:
        """While a property is judged, or something like it, with time of its own. Raises EndedError.

        The requests of `prefetch` are answered at once, in order; `ask` then finds the replies here. Whatever is asked
        otherwise than expected is asked anew, and what is left of the expected is forgotten.
        """
        self._forget()
        watch = self._start()
        if prefetch is not None:
            try:
                with self._limited(watch):
                    replies, sent = self._replies(prefetch.calls, prefetch.blobs, {})
                pairs = zip(prefetch.requests, replies, strict=True)
                self._prefetched.extend((request, reply, sent) for request, reply in pairs)
            except EndedError:  # each request is asked when it is made, so that the end is met at the one it belongs to
                watch = self._start(anew=True)
        try:
            with self._limited(watch):
                yield
        finally:
            self._forget()

    @abstractmethod
    def _start(self, *, anew: bool = False) -> Stopwatch:
        """Be ready to ask; the time for it. `anew` where the same was begun before and did not come to an end."""

    @abstractmethod
    def _start_trial(self) -> None:
        """Start the time anew within what is limited."""

    @abstractmethod
    def _limited(self, watch: Stopwatch) -> contextlib.AbstractContextManager[object]:
        """While something is asked; raises EndedError when that takes too long."""

    @abstractmethod
    def _replies(
        self, calls: Calls, blobs: list[bytes], boxes: Mapping[int, BlackBox]
    ) -> tuple[tuple[Reply, ...], list[bytes]]:
        """The replies to these calls, once all that the submission asks of these boxes meanwhile is answered."""

    @abstractmethod
    def _broken(self, error: WireError) -> EndedError:
        """Ask no more, since a reply made no sense."""

    def ask(
        self,
        do: Literal["call", "get", "set"],
        handle: Handle,
        name: str | None,
        arguments: tuple[object, ...],
        keywords: tuple[str, ...] = (),
    ) -> Any:
        """Have the other end call, get or set something; raises what the learner's code raised, or EndedError."""
        request = Request(do, handle, name, arguments, keywords)
        if self._prefetched and self._is_expected(request):
            expected, reply, sent = self._prefetched.popleft()
            for value, marks in zip(arguments, expected.marks, strict=False):
                self._handed_in.know(value, marks)
        else:
            self._prefetched.clear()
            reply, sent = self._ask_now(request)
        try:
            self._update(arguments, reply, sent)
            result = None if reply.result is None else self._result(reply.result, reply.numbers, sent)
        except WireError as error:
            raise self._broken(error) from error
        sys.stdout.write(reply.printed)
        self._handles.append(result.handle if isinstance(result, RemoteObject) else None)
        if reply.raised is not None:
            raise remote_error(reply.raised)
        return result

    def _is_expected(self, request: Request) -> bool:
        expected, _, _ = self._prefetched[0]
        if isinstance(expected.handle, str):
            handle = self.answers[expected.handle].handle
        else:
            handle = self._handles[expected.handle]
        mine = (request.do, request.handle, request.name, request.keywords, len(request.arguments))
        return mine == (expected.do, handle, expected.name, expected.keywords, len(expected.arguments)) and all(
            map(_equal, request.arguments, expected.arguments)
        )

    def _ask_now(self, request: Request) -> tuple[Reply, list[bytes]]:
        blobs: list[bytes] = []
        boxes = {place: value for place, value in enumerate(request.arguments) if isinstance(value, BlackBox)}
        encoded = tuple(
            {"box": place} if place in boxes else encode_handed(value, blobs, self._handed_in.marks(value))
            for place, value in enumerate(request.arguments)
        )
        if boxes:  # one of many trials of a learner's test, each with time of its own
            self._start_trial()
        call = Call(request.do, request.handle, None, request.name, encoded, request.keywords)
        (reply,), sent = self._replies(Calls((call,)), blobs, boxes)
        try:
            for box in boxes.values():
                box.use(reply.used)
        except WireError as error:
            raise self._broken(error) from error
        return reply, sent

    def _update(self, arguments: tuple[object, ...], reply: Reply, sent: list[bytes]) -> None:
        """Do to the judge's own arrays what was done to the worker's. WireError where that does not fit them."""
        if len(arguments) != len(reply.arguments):
            raise WireError("a reply tells of other arguments")
        for mine, theirs in zip(arguments, reply.arguments, strict=True):
            if isinstance(mine, Blocks):
                decode_walk(theirs, sent, mine)
            elif theirs is not None:
                if not isinstance(mine, np.ndarray):
                    raise WireError("what is no array was written into")
                overwrite(mine, decode(theirs, sent))
        for number, content in reply.changed:
            array = decode(content, sent)
            if not isinstance(array, np.ndarray):
                raise WireError("an earlier result was written into with what is no array")
            try:
                self._results.overwrite({number: array})
            except ValueError as error:
                raise WireError("what was written into an earlier result does not fit it") from error

    def _result(self, encoded: Json, numbers: tuple[int, ...], sent: list[bytes]) -> Any:
        value = decode(encoded, sent)
        left = iter(numbers)
        if isinstance(value, tuple | list):
            return type(value)(self._as_returned(part, left) for part in value)
        return self._as_returned(value, left)

    def _as_returned(self, value: object, numbers: Iterator[int]) -> Any:
        """A result or a part of one: of an array that was returned before, which its number tells, that array."""
        number = next(numbers, None) if isinstance(value, np.ndarray) else None
        if not isinstance(value, np.ndarray) or number is None:
            return self._as_remote(value)
        known = self._results.known(number, value)
        if known is not None:
            known[...] = value
            value = known
        self._results.add(value, number)
        return value

    def _as_remote(self, value: object) -> Any:
        if isinstance(value, tuple | list):
            return type(value)(self._as_remote(part) for part in value)
        return RemoteObject.of(self, value) if isinstance(value, Opaque) else value


def _equal(mine: object, theirs: object) -> bool:
    if isinstance(theirs, np.ndarray):
        if not isinstance(mine, np.ndarray) or (mine.dtype, mine.shape) != (theirs.dtype, theirs.shape):
            return False
        return mine.tobytes() == theirs.tobytes()
    if isinstance(theirs, Blocks):
        return isinstance(mine, Blocks) and mine.times == theirs.times and _equal(mine.arrays, theirs.arrays)
    if isinstance(theirs, tuple | list):
        same_kind = isinstance(mine, tuple | list) and type(mine) is type(theirs) and len(mine) == len(theirs)
        return same_kind and all(map(_equal, mine, theirs))  # type: ignore[call-overload]
    return type(mine) is type(theirs) and mine == theirs


class RemoteError(Exception):
    """What the learner's code raised in the worker; its class has the name that the learner's had."""

    learners_line: tuple[int, str] | None = None


def remote_error(raised: Raised) -> RemoteError:
    """An exception of our own that looks like the learner's."""
    bases = tuple(kind for kind in PRESERVED_TYPES if kind.__name__ in raised.kinds)
    name = raised.type_name if raised.type_name.isidentifier() else "Exception"
    error: RemoteError = type(name, (RemoteError, *bases), {})(raised.said)
    error.learners_line = raised.line
    return error
