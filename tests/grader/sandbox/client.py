"""The judge's side of a submission that runs in a worker.

What comes back is a new plain array that the judge made from bytes. That an argument was overwritten, or an earlier
result changed later, is told by the worker and done to the judge's own arrays, so that graded tests see it as they
would in one process. A submission that lies about it has only put a copy of its input in front of its function, or of
its output behind, which is what an honest one would have written.
"""

import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any, Literal

import numpy as np

from grader.judging.black_box import BlackBox, answer_to
from grader.judging.verdict import EndedError
from grader.sandbox.inside.block_stream import Blocks, decode_walk, overwrite
from grader.sandbox.inside.handed_arrays import HandedArrays, encode_handed
from grader.sandbox.inside.messages import (
    PRESERVED_TYPES,
    Call,
    Calls,
    Load,
    Loaded,
    Question,
    Raised,
    Replies,
    Reply,
)
from grader.sandbox.inside.watched_arrays import WatchedArrays
from grader.sandbox.inside.wire import Channel, Json, Opaque, TooSlowError, WireError, decode
from grader.sandbox.prefetch import Prefetch, Request
from grader.sandbox.remote_object import Handle, RemoteObject
from grader.text import Text

LOAD_SECONDS = 30
CALL_SECONDS = 5
PROPERTY_SECONDS = 10
ALL_SECONDS = 60

TIMED_OUT = Text(vi="quá thời gian cho phép ({seconds} giây)", en="timed out (after {seconds} seconds)")
DIED = Text(vi="tiến trình chạy bài nộp đã kết thúc giữa chừng", en="the process that runs the submission ended")
BROKE_RULES = Text(vi="bài nộp trả lời sai giao thức", en="the submission answered out of turn")
SKIPPED = Text(vi="bỏ qua, vì bài nộp đã ngừng chạy", en="skipped, because the submission no longer runs")


@dataclass(frozen=True)
class Code:
    """What a worker is to run: the code of the cells, what it calls itself, and the files handed in beside it."""

    cells: tuple[str, ...]
    file: str
    beside: Mapping[str, bytes]


class RemoteSubmission:
    """A submission loaded in a worker: `answers` by name, and how it went (`loaded`).

    Its states, each left only for the next:
      loading    while it is made; ends in EndedError where the cells do not come to an end
      answering  `ask` and what `prefetch` brought give results, or what the learner's code raised
      ended      it ran out of time, its process ended, or it broke the protocol: the request at hand raises EndedError
                 with "timeout" or "error", and the channel is closed
      gone       every later request raises EndedError with "skipped"
    An end met while prefetching is raised by the first request after it, to which it belongs.
    """

    def __init__(self, channel: Channel, code: Code, names: tuple[str, ...], methods: frozenset[str]) -> None:
        """Load the code. Raises EndedError when that does not come to an end."""
        self.methods = methods
        self._channel = channel
        self._deadline = time.monotonic() + ALL_SECONDS
        self._gone = False
        self._results = WatchedArrays()
        self._handed_in = HandedArrays(count(-1, -1).__next__)  # those known in advance count upwards
        self._prefetched: deque[tuple[Request, Reply, list[bytes]]] = deque()
        self._handles: list[Handle | None] = []  # what each request since the last prefetch made
        self._end_in_advance: EndedError | None = None
        load = Load(code.file, names, tuple(code.beside))
        blobs = [*code.beside.values(), *(cell.encode("utf-8", "surrogatepass") for cell in code.cells)]
        try:
            reply, _ = self._exchange(load.as_json(), blobs, LOAD_SECONDS, {})
            self.loaded = Loaded.from_json(reply)
        except WireError as error:
            raise self._ended(error, LOAD_SECONDS) from error
        handles = {name: handle for name, handle in self.loaded.handles.items() if name in names}
        self.answers: dict[str, Any] = {name: RemoteObject(self, handle, name) for name, handle in handles.items()}

    def prefetch(self, prefetch: Prefetch | None) -> None:
        """Have the worker answer these requests at once, in order; `ask` then finds the replies here. None: no request.

        Whatever is asked otherwise than expected is asked anew, and what is left of the expected is forgotten.
        """
        self._prefetched.clear()
        self._handles = []
        if prefetch is None or self._gone:
            return
        try:
            replies, sent = self._replies(prefetch.calls, prefetch.blobs, PROPERTY_SECONDS, {})
        except EndedError as end:
            self._end_in_advance = end
            return
        self._prefetched.extend(
            (request, reply, sent) for request, reply in zip(prefetch.requests, replies, strict=True)
        )

    def ask(
        self,
        do: Literal["call", "get", "set"],
        handle: Handle,
        name: str | None,
        arguments: tuple[object, ...],
        keywords: tuple[str, ...] = (),
    ) -> Any:
        """Have the worker call, get or set something; raises what the learner's code raised, or EndedError."""
        if self._end_in_advance is not None:
            end, self._end_in_advance = self._end_in_advance, None
            raise end
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
            raise self._ended(error, CALL_SECONDS) from error
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
        call = Call(request.do, request.handle, None, request.name, encoded, request.keywords)
        (reply,), sent = self._replies(Calls((call,)), blobs, CALL_SECONDS, boxes)
        try:
            for box in boxes.values():
                box.use(reply.used)
        except WireError as error:
            raise self._ended(error, CALL_SECONDS) from error
        return reply, sent

    def _replies(
        self, calls: Calls, blobs: list[bytes], seconds: float, boxes: Mapping[int, BlackBox]
    ) -> tuple[tuple[Reply, ...], list[bytes]]:
        if self._gone:
            raise EndedError("skipped", SKIPPED)
        try:
            reply, sent = self._exchange(calls.as_json(), blobs, seconds, boxes)
            return Replies.from_json(reply, len(calls.calls)).replies, sent
        except WireError as error:
            raise self._ended(error, seconds) from error

    def _exchange(
        self, message: Json, blobs: list[bytes], seconds: float, boxes: Mapping[int, BlackBox]
    ) -> tuple[Json, list[bytes]]:
        """The reply to a message, once all that the submission asks of these boxes meanwhile is answered."""
        until = min(self._deadline, time.monotonic() + seconds)
        self._channel.send(message, blobs, _left(until))
        reply, sent = self._channel.receive(_left(until))
        while "box" in reply:
            answer, answered = answer_to(Question.from_json(reply), sent, boxes)
            self._channel.send(answer.as_json(), answered, _left(until))
            reply, sent = self._channel.receive(_left(until))
        return reply, sent

    def _ended(self, error: WireError, seconds: float) -> EndedError:
        """Close the channel; the EndedError that says how it came to that."""
        self._gone = True
        self._channel.close()
        if isinstance(error, TooSlowError):
            allowed = ALL_SECONDS if time.monotonic() >= self._deadline else seconds
            return EndedError("timeout", TIMED_OUT.format(seconds=allowed))
        return EndedError("error", BROKE_RULES if type(error) is WireError else DIED)

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
        arrays = [
            part for part in (value if isinstance(value, tuple | list) else [value]) if isinstance(part, np.ndarray)
        ]
        for number, array in zip(numbers, arrays, strict=False):
            self._results.add(array, number)
        return self._as_remote(value)

    def _as_remote(self, value: object) -> Any:
        if isinstance(value, tuple | list):
            return type(value)(self._as_remote(part) for part in value)
        return RemoteObject(self, value.handle, value.type_name) if isinstance(value, Opaque) else value


def _left(until: float) -> float:
    """The seconds until then. TooSlowError when there are none."""
    left = until - time.monotonic()
    if left <= 0:
        raise TooSlowError("no time is left")
    return left


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
