"""The judge's side of a submission: objects that look like the learner's and ask a worker.

What comes back is a new plain array that the judge made from bytes. That an argument was overwritten, or an earlier
result changed later, is told by the worker and done to the judge's own arrays, so that graded tests see it as they
would in one process. A submission that lies about it has only put a copy of its input in front of its function, or of
its output behind, which is what an honest one would have written.
"""

import time
from collections import deque

import numpy as np

from grader.judging.assertions import NotAnArray
from grader.judging.black_box import BlackBox, answered
from grader.sandbox.prefetch import Call, Foretold
from grader.sandbox.inside.execute import Cell
from grader.judging.stream import Blocks, decode_walk, encode_argument
from grader.text import Text
from grader.judging.verdict import Ended
from grader.sandbox.inside.wire import ARRAYS_WATCHED, KINDS_ASKED_FOR, Channel, Opaque, TooSlow, WireError, decode, words

LOAD_SECONDS = 30
CALL_SECONDS = 5
PROPERTY_SECONDS = 10
ALL_SECONDS = 60
BROKEN = (WireError, LookupError, TypeError, ValueError, AttributeError, OverflowError)

TIMED_OUT = Text(vi="quá thời gian cho phép ({seconds} giây)", en="timed out (after {seconds} seconds)")
DIED = Text(vi="tiến trình chạy bài nộp đã kết thúc giữa chừng", en="the process that runs the submission ended")
BROKE_RULES = Text(vi="bài nộp trả lời sai giao thức", en="the submission answered out of turn")
SKIPPED = Text(vi="bỏ qua, vì bài nộp đã ngừng chạy", en="skipped, because the submission no longer runs")


class Submitted:
    """A submission loaded in a worker: its names, its problems, and calls at it.

    `methods` are the attributes of what it makes that are called, not read.
    """

    def __init__(
        self, channel: Channel, cells: list[Cell], names: tuple[str, ...], file: str, methods: frozenset[str]
    ) -> None:
        """Load the cells. Raises Ended when that does not come to an end."""
        self.methods = methods
        self._channel = channel
        self._deadline = time.monotonic() + ALL_SECONDS
        self._gone: Ended | None = None
        self._results: dict[int, np.ndarray] = {}
        self._foretold: deque[tuple[Call, dict, list[bytes]]] = deque()
        self._handles: list[int | None] = []
        self._died_in_advance: Ended | None = None
        code = [[cell.name.vi, cell.name.en, cell.code] for cell in cells]
        reply, _ = self._ask({"do": "load", "cells": code, "names": list(names), "file": file}, [], LOAD_SECONDS)
        try:
            self.answers = {
                name: RemoteObject(self, int(reply["names"][name]), name) for name in names if name in reply["names"]
            }
            self.problems = [Text(vi=words(vi, 500), en=words(en, 500)) for vi, en in reply["problems"][:5]]
        except BROKEN as error:
            raise self._lost("error", BROKE_RULES) from error

    def foretell(self, foretold: Foretold | None) -> None:
        """Have the worker answer these calls at once, in order; `ask` then finds the replies here. None: no calls.

        Whatever is asked otherwise than foretold is asked anew, and what is left of the foretold is forgotten.
        """
        self._foretold.clear()
        self._handles = []
        if foretold is None or self._gone is not None:
            return
        try:
            replies, sent = self._replies(foretold.messages, foretold.blobs, PROPERTY_SECONDS)
        except Ended as error:
            self._died_in_advance = error
            return
        self._foretold.extend((call, reply, sent) for call, reply in zip(foretold.calls, replies, strict=True))

    def ask(self, do: str, target: int, name: str | None, arguments: tuple, keywords: tuple[str, ...] = ()) -> object:
        """Have the worker call, get or set something; raises what the learner's code raised, or Ended.

        `keywords` names the last of the arguments.
        """
        if self._died_in_advance is not None:
            error, self._died_in_advance = self._died_in_advance, None
            raise error
        if self._foretold and self._is_foretold(do, target, name, arguments, keywords):
            _, reply, sent = self._foretold.popleft()
        else:
            self._foretold.clear()
            blobs: list[bytes] = []
            boxes = {place: value for place, value in enumerate(arguments) if isinstance(value, BlackBox)}
            encoded = [
                {"box": place} if place in boxes else encode_argument(value, blobs)
                for place, value in enumerate(arguments)
            ]
            message = {"do": do, "target": target, "result": None, "name": name, "arguments": encoded}
            message["keywords"] = keywords
            (reply,), sent = self._replies([message], blobs, CALL_SECONDS, boxes)
        try:
            self._update(arguments, reply, sent)
            raised = None if reply.get("raised") is None else remote_error(reply["raised"])
            result = None if raised is not None else self._result(reply, sent)
        except BROKEN as error:
            raise self._lost("error", BROKE_RULES) from error
        self._handles.append(result.handle if isinstance(result, RemoteObject) else None)
        if raised is not None:
            raise raised
        return result

    def _is_foretold(self, do: str, target: int, name: str | None, arguments: tuple, keywords: tuple) -> bool:
        call, _, _ = self._foretold[0]
        foretold = self.answers[call.target].handle if isinstance(call.target, str) else self._handles[call.target]
        asked, expected = (do, target, name, keywords), (call.do, foretold, call.name, call.keywords)
        return (*asked, len(arguments)) == (*expected, len(call.arguments)) and all(
            _equal(mine, theirs) for mine, theirs in zip(arguments, call.arguments, strict=True)
        )

    def _replies(
        self, calls: list[dict], blobs: list[bytes], seconds: float, boxes: dict[int, BlackBox] | None = None
    ) -> tuple[list[dict], list[bytes]]:
        reply, sent = self._ask({"do": "calls", "calls": calls}, blobs, seconds, boxes or {})
        replies = reply.get("replies")
        if not isinstance(replies, list) or len(replies) != len(calls) or not all(type(r) is dict for r in replies):
            raise self._lost("error", BROKE_RULES)
        return replies, sent

    def _ask(
        self, message: dict, blobs: list[bytes], seconds: float, boxes: dict[int, BlackBox] | None = None
    ) -> tuple[dict, list[bytes]]:
        """The reply to a message, once all that the submission asks of these boxes meanwhile is answered."""
        if self._gone is not None:
            raise Ended("skipped", SKIPPED)
        seconds = min(seconds, self._deadline - time.monotonic())
        try:
            if seconds <= 0:
                raise TooSlow("no time is left")
            until = time.monotonic() + seconds
            self._channel.send(message, blobs, seconds)
            reply, sent = self._channel.receive(seconds)
            while "box" in reply:
                self._channel.send(*answered(boxes or {}, reply, sent), _left(until))
                reply, sent = self._channel.receive(_left(until))
            return reply, sent
        except TooSlow as error:
            raise self._lost("timeout", TIMED_OUT.format(seconds=round(max(seconds, 0)) or ALL_SECONDS)) from error
        except WireError as error:
            raise self._lost("error", DIED if type(error) is not WireError else BROKE_RULES) from error

    def _lost(self, status: str, text: Text) -> Ended:
        self._gone = Ended(status, text)
        self._channel.close()
        return self._gone

    def _update(self, arguments: tuple, reply: dict, sent: list[bytes]) -> None:
        for mine, theirs in zip(arguments, reply["arguments"], strict=True):
            if isinstance(mine, Blocks):
                decode_walk(theirs, sent, mine)
            elif theirs is not None:
                mine[...] = decode(theirs, sent)
        for number, changed in reply["changed"]:
            if number in self._results:
                self._results[number][...] = decode(changed, sent).reshape(self._results[number].shape)

    def _result(self, reply: dict, sent: list[bytes]) -> object:
        value = decode(reply["result"], sent)
        parts = value if isinstance(value, tuple | list) else [value]
        arrays = [part for part in parts if isinstance(part, np.ndarray)]
        self._results.update(zip(reply["numbers"], arrays, strict=False))
        while len(self._results) > ARRAYS_WATCHED:
            del self._results[next(iter(self._results))]
        return self._passed_on(value)

    def _passed_on(self, value: object) -> object:
        if isinstance(value, tuple | list):
            return type(value)(self._passed_on(part) for part in value)
        return RemoteObject(self, value.handle, value.type_name) if isinstance(value, Opaque) else value


def _left(until: float) -> float:
    """The seconds until then. TooSlow when there are none."""
    left = until - time.monotonic()
    if left <= 0:
        raise TooSlow("no time is left")
    return left


class RemoteObject(NotAnArray):
    """Something that stays in the worker: calling it, and its attributes, go over the wire."""

    def __init__(self, submitted: Submitted, handle: int, type_name: str) -> None:
        object.__setattr__(self, "_place", (submitted, handle))
        object.__setattr__(self, "handle", handle)
        object.__setattr__(self, "type_name", type_name)

    def __call__(self, *arguments: object, **named: object) -> object:
        submitted, handle = self._place
        return submitted.ask("call", handle, None, (*arguments, *named.values()), tuple(named))

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        submitted, handle = self._place
        if name in submitted.methods:
            return lambda *arguments: submitted.ask("call", handle, name, arguments)
        return submitted.ask("get", handle, name, ())

    def __setattr__(self, name: str, value: object) -> None:
        submitted, handle = self._place
        submitted.ask("set", handle, name, (value,))


def _equal(mine: object, theirs: object) -> bool:
    if isinstance(theirs, np.ndarray):
        same_kind = isinstance(mine, np.ndarray) and (mine.dtype, mine.shape) == (theirs.dtype, theirs.shape)
        return same_kind and mine.tobytes() == theirs.tobytes()
    if isinstance(theirs, Blocks):
        return isinstance(mine, Blocks) and mine.times == theirs.times and _equal(mine.arrays, theirs.arrays)
    if isinstance(theirs, tuple | list):
        return type(mine) is type(theirs) and len(mine) == len(theirs) and all(map(_equal, mine, theirs))
    return type(mine) is type(theirs) and mine == theirs


class RemoteError(Exception):
    """What the learner's code raised in the worker; its class has the name that the learner's had."""

    learners_line: tuple[int, str] | None = None


def remote_error(raised: dict) -> RemoteError:
    """An exception of our own that looks like the learner's. KeyError or TypeError when the description is none."""
    name, said, line = words(raised["type"], 80), words(raised["said"], 500), raised["line"]
    kinds = raised.get("kinds", [])
    bases = tuple(kind for kind in KINDS_ASKED_FOR if kind.__name__ in kinds)
    error = type(name if name.isidentifier() else "Exception", (RemoteError, *bases), {})(said)
    error.learners_line = None if line is None else (int(line[0]), words(line[1], 500))
    return error
