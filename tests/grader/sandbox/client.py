"""The judge's side of a submission that runs in a worker."""

import contextlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from grader import time_limits
from grader.judging.black_box import BlackBox, answer_to
from grader.judging.verdict import SKIPPED, EndedError
from grader.sandbox.inside.messages import MAX_STOPS, At, Calls, Load, Loaded, Question, Replies, Reply, Stop
from grader.sandbox.inside.wire import ClosedError, Json, TooSlowError, WireError
from grader.sandbox.launcher import Worker
from grader.sandbox.remote_object import RemoteObject
from grader.sandbox.submission import Submission
from grader.text import Text
from grader.time_limits import WAITED, Allowance, Stopwatch

DIED = Text(vi="tiến trình chạy bài nộp đã kết thúc giữa chừng", en="the process that runs the submission ended")
BROKE_RULES = Text(vi="bài nộp trả lời sai giao thức", en="the submission answered out of turn")


@dataclass(frozen=True)
class Code:
    """What a worker is to run: the code of the cells, what it calls itself, and the files handed in beside it."""

    cells: tuple[str, ...]
    file: str
    beside: Mapping[str, bytes]


class RemoteSubmission(Submission):
    """A submission loaded in a worker: `answers` by name, and how it went (`loaded`).

    A worker that computes for too long, ends, or breaks the protocol is given up. While the cells are run the next one
    passes over the statement at which it happened. During a property the request at hand raises EndedError; the next
    property gets a new worker, into which the submission is loaded again.
    """

    def __init__(
        self, connect: Callable[[], Worker], code: Code, names: tuple[str, ...], methods: frozenset[str]
    ) -> None:
        """Load the code; `connect` gives a new worker each time. Raises EndedError when that comes to no end."""
        super().__init__(methods)
        self._connect = connect
        self._code = code
        self._names = names
        self._stops: list[Stop] = []
        self._load()
        self._allowance = Allowance(self._cpu_seconds, time_limits.EXERCISE_SECONDS)
        self._watch = self._allowance.stopwatch()

    def _cpu_seconds(self) -> float:
        return self._worker.cpu_seconds()

    def close(self) -> None:
        """Ask no more."""
        self._worker.channel.close()

    # Loading

    def _load(self) -> None:
        """Run the cells in new workers, until one comes to the end of them."""
        allowance = Allowance(self._cpu_seconds, time_limits.LOADING_SECONDS)
        while True:
            self._worker = self._connect()
            self._ended = False
            self._meet_other_end()
            at: At | None = None
            watch = allowance.stopwatch()
            try:
                self._worker.channel.send(*self._what_to_load(), watch.waiting)
                reply, _ = self._worker.channel.receive(look=watch.look)
                while "at" in reply:
                    before, at = at, self._next_place(At.from_json(reply), at)
                    if before is None or before.cell != at.cell:
                        watch = allowance.stopwatch()
                    reply, _ = self._worker.channel.receive(look=watch.look)
                self.loaded = Loaded.from_json(reply)
                break
            except WireError as error:
                end = self._end(error, watch)
                ended_by_itself = isinstance(error, TooSlowError | ClosedError)
                if at is None or not ended_by_itself or len(self._stops) == MAX_STOPS or allowance.ended:
                    raise end from error
                self._stops.append(Stop(at, "stopped" if isinstance(error, TooSlowError) else "ended"))
        for name in self._names:
            if name not in self.loaded.handles:
                self.answers.pop(name, None)
            elif name in self.answers:
                self.answers[name].moved_to(self.loaded.handles[name])
            else:
                self.answers[name] = RemoteObject(self, self.loaded.handles[name], name)

    def _next_place(self, now: At, before: At | None) -> At:
        """Where the cells are run now. WireError where that does not come after what was run before."""
        last = (0, 0) if before is None else (before.cell, before.statement)
        if not last < (now.cell, now.statement) or now.cell > len(self._code.cells):
            raise WireError("a place is told that does not come next")
        return now

    def _what_to_load(self) -> tuple[Json, list[bytes]]:
        load = Load(self._code.file, self._names, tuple(self._code.beside), tuple(self._stops))
        cells = (cell.encode("utf-8", "surrogatepass") for cell in self._code.cells)
        return load.as_json(), [*self._code.beside.values(), *cells]

    # Asking

    def _start(self, *, anew: bool = False) -> Stopwatch:
        if self._ended:
            self._load()
        self._watch = self._allowance.stopwatch(anew=anew)
        return self._watch

    def _start_trial(self) -> None:
        self._watch = self._allowance.stopwatch()

    def _limited(self, watch: Stopwatch) -> contextlib.AbstractContextManager[object]:
        return contextlib.nullcontext()  # whoever waits for a reply looks at the watch

    def _replies(
        self, calls: Calls, blobs: list[bytes], boxes: Mapping[int, BlackBox]
    ) -> tuple[tuple[Reply, ...], list[bytes]]:
        if self._ended:
            raise EndedError("skipped", SKIPPED)
        channel, watch = self._worker.channel, self._watch
        try:
            channel.send(calls.as_json(), blobs, watch.waiting)
            reply, sent = channel.receive(look=watch.look)
            while "box" in reply:
                answer, answered = answer_to(Question.from_json(reply), sent, boxes)
                channel.send(answer.as_json(), answered, watch.waiting)
                reply, sent = channel.receive(look=watch.look)
            return Replies.from_json(reply, len(calls.calls)).replies, sent
        except WireError as error:
            raise self._end(error, watch) from error

    def _end(self, error: WireError, watch: Stopwatch) -> EndedError:
        """Give the worker up; the EndedError that says how it came to that."""
        self._ended = True
        self._worker.channel.close()
        if isinstance(error, TooSlowError):
            return EndedError("timeout", watch.ended or WAITED.format(seconds=f"{watch.waiting:.3g}"))
        return EndedError("error", DIED if isinstance(error, ClosedError) else BROKE_RULES)

    def _broken(self, error: WireError) -> EndedError:
        return self._end(error, self._watch)
