"""A submission that was loaded in this process, and answers the judge's calls."""

import contextlib
import socket
import threading
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from .block_stream import Blocks, encode_walk
from .execute import run
from .handed_arrays import KeptArrays, decode_handed
from .messages import (
    MAX_PRINTED,
    MAX_PRINTED_IN_ALL,
    PRESERVED_TYPES,
    Answers,
    At,
    Call,
    Calls,
    Load,
    Loaded,
    Raised,
    Replies,
    Reply,
)
from .remote_function import Ahead, Outcome, RemoteFunction, outcomes_from, question_for
from .silenced import Printed, silenced
from .standins import is_course_code, stand_in_for_the_course
from .tracebacks import line_that_raised, told_first
from .watched_arrays import WatchedArrays
from .wire import Channel, Json, Opaque, WireError, encode


class Wire(Protocol):
    """Where questions are asked during a call."""

    def send(self, message: Json, blobs: list[bytes]) -> None: ...

    def receive(self) -> tuple[Json, list[bytes]]: ...


class Responder:
    """A loaded submission that answers one message at a time.

    What its code raises is told, but for the exceptions `passed_on`, which end the answering.
    """

    def __init__(self, channel: Wire, passed_on: tuple[type[BaseException], ...] = ()) -> None:
        self.channel = channel
        self.passed_on = passed_on
        self.may_print = 0
        self.asking = threading.Lock()
        self.calls_done = 0
        self.ahead = Ahead()
        self.objects: dict[int, object] = {}
        self.names: dict[str, object] = {}
        self.watched = WatchedArrays()  # a submission may change what it handed out
        self.handed_in = KeptArrays()  # and the caller what it handed in

    def keep(self, value: object) -> int:
        """Keep a value that stays here under a handle."""
        handle = len(self.objects) + 1
        self.objects[handle] = value
        return handle

    def answer(self, message: Json, blobs: list[bytes]) -> tuple[Json, list[bytes]]:
        """The reply to a message of the judge."""
        if message["do"] == "load":
            return self.load(Load.from_json(message), blobs).as_json(), []
        replies, sent = self.answer_calls(Calls.from_json(message), blobs)
        return Replies(replies).as_json(), sent

    def answer_calls(self, calls: Calls, blobs: list[bytes]) -> tuple[tuple[Reply, ...], list[bytes]]:
        """The replies to calls, in order, and their blobs."""
        sent: list[bytes] = []
        replies: list[Reply] = []
        self.may_print = MAX_PRINTED_IN_ALL
        for call in calls.calls:
            replies.append(self.answer_call(call, blobs, replies, sent))
        return tuple(replies), sent

    def load(self, load: Load, blobs: list[bytes]) -> Loaded:
        """Put the files beside it here, run the cells, and keep what they define under the names asked for."""
        for path, content in zip(load.beside, blobs, strict=False):
            put_read_only(Path(path), content)
        codes = blobs[len(load.beside) :]
        cells = [code.decode("utf-8", "surrogatepass") for code in codes]
        found, this = run(cells, load.file, self.announce, load.stops)
        there = {name: found[name] for name in load.names if name in found}
        self.names = {name: value for name, value in there.items() if not is_course_code(value)}
        handles = {name: self.keep(value) for name, value in self.names.items()}
        borrowed = tuple(there.keys() - self.names.keys())
        return Loaded(handles, borrowed, tuple(this.problems), tuple(this.packages))

    def announce(self, at: At) -> None:
        """Tell the judge which statement is run next."""
        self.channel.send(at.as_json(), [])

    def answer_call(self, call: Call, blobs: list[bytes], earlier: list[Reply], sent: list[bytes]) -> Reply:
        """The reply to one call, which may be at what an earlier call of the same message made."""
        arguments = [self.argument(argument, blobs) for argument in call.arguments]
        before = [contents(value) for value in arguments]
        kept, result, raised = len(sent), None, None
        numbers: tuple[int, ...] = ()
        printed = Printed(min(MAX_PRINTED, self.may_print))
        try:
            with silenced(printed), contextlib.ExitStack() as walked:
                for stream in (value for value in arguments if isinstance(value, Blocks)):
                    walked.enter_context(stream)
                value = perform(call.do, self.resolve(call, earlier), call.name, arguments, call.keywords)
            result = encode(value, sent, self.keep)
            numbers = self.watch(value, result)
        except self.passed_on:
            raise
        except BaseException as error:
            del sent[kept:]
            result, raised = None, described(error)
        with self.asking:  # what a thread of the submission still asks is answered first
            self.calls_done += 1
            used = self.ahead.forget()
        effects = tuple(effect_on(value, was, sent) for value, was in zip(arguments, before, strict=True))
        changed = tuple((number, encode(now, sent)) for number, now in self.watched.changes().items())
        self.may_print -= len(printed.text)
        return Reply(result, raised, numbers, effects, changed, used, printed.text)

    def argument(self, argument: Json, blobs: list[bytes]) -> object:
        """An argument of a call, in this process."""
        if "box" in argument:
            return RemoteFunction(partial(self.ask, argument["box"], self.calls_done))
        value = decode_handed(argument, blobs, self.handed_in)
        return self.objects[value.handle] if isinstance(value, Opaque) else value

    def resolve(self, call: Call, earlier: list[Reply]) -> Any:
        """The object that a call is at; None where an earlier call made none."""
        if call.earlier is not None:
            handle = (earlier[call.earlier].result or {}).get("handle")
            return self.objects.get(handle) if handle is not None else None
        return self.names[call.target] if isinstance(call.target, str) else self.objects[call.target or 0]

    def watch(self, value: object, encoded: Json) -> tuple[int, ...]:
        """Watch the arrays of a result, or of the parts of a tuple or list; their numbers."""
        parts = encoded.get("tuple") or encoded.get("list")
        pairs = zip(value, parts, strict=True) if isinstance(value, tuple | list) and parts else [(value, encoded)]
        return tuple(self.watched.add(array) for array, part in pairs if type(array) is np.ndarray and "array" in part)

    def ask(self, box: int, during: int, x: NDArray[Any], eps: float | None, by_name: bool) -> Outcome:
        """Have the judge answer a call of a function that is its own, during the call that handed it over."""
        with self.asking:
            if self.calls_done != during:
                raise RuntimeError("instance_norm was called after the check")
            known = self.ahead.take(x, eps, by_name)
            if known is not None:
                return known
            question, blobs = question_for(box, x, eps, by_name, self.ahead.forget())
            self.channel.send(question.as_json(), blobs)
            message, sent = self.channel.receive()
            answers = Answers.from_json(message)
            outcome, *ahead = outcomes_from(answers, sent)
            self.ahead.expect(zip(answers.expected, ahead, strict=True))
            return outcome


def perform(do: str, target: Any, name: str | None, arguments: Sequence[object], keywords: Sequence[str]) -> Any:
    """Call, get or set something of a target, whose attribute `name` is meant; `keywords` names the last arguments."""
    if do == "get":
        return getattr(target, str(name))
    if do == "set":
        return setattr(target, str(name), *arguments)
    first_named = len(arguments) - len(keywords)
    function = getattr(target, name) if name else target
    return function(*arguments[:first_named], **dict(zip(keywords, arguments[first_named:], strict=True)))


def put_read_only(path: Path, content: bytes) -> None:
    """Write a file that was handed in beside the submission."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    path.chmod(0o444)


def contents(value: object) -> Any:
    """The bytes of an argument that a submission may write into: of an array, or of each block of a stream."""
    if isinstance(value, Blocks):
        return [array.tobytes() for array in value.arrays]
    return value.tobytes() if isinstance(value, np.ndarray) else None


def effect_on(value: object, was: Any, sent: list[bytes]) -> Json | None:
    """What a call did to an argument, None for nothing."""
    if isinstance(value, Blocks):
        return encode_walk(value, was, sent)
    return encode(value, sent) if isinstance(value, np.ndarray) and value.tobytes() != was else None


def described(error: BaseException) -> Raised:
    """An exception as it crosses the wire."""
    error = told_first(error)
    try:
        said = str(error)
    except Exception:  # a submission's own exception may fail to say anything
        said = ""
    kinds = tuple(kind.__name__ for kind in PRESERVED_TYPES if isinstance(error, kind))
    return Raised(type(error).__name__, kinds, said, line_that_raised(error))


def answer_at(connection: socket.socket) -> None:
    """Answer the judge until it hangs up."""
    stand_in_for_the_course()
    channel = Channel(connection)
    responder = Responder(channel)
    with contextlib.suppress(WireError):
        while True:
            message, blobs = channel.receive()
            channel.send(*responder.answer(message, blobs))
