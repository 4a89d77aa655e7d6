"""Limits for a learner's code that runs in this process, as in a notebook: the same time as in a sandbox.

A timer interrupts the code where there are signals, in the main thread of Linux and macOS. Elsewhere (Windows, other
threads) the time is looked at between two cases, and only the user can end a call that never returns.
"""

import _weakrefset
import contextlib
import gc
import os
import signal
import sys
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from types import CodeType, FrameType, TracebackType

from grader.judging.verdict import EndedError, OutOfTimeError
from grader.sandbox.inside.tracebacks import is_outside_libraries
from grader.sandbox.inside.wire import LOOK_SECONDS, TooSlowError
from grader.sandbox.inside.worker import perform
from grader.time_limits import Stopwatch

AGAIN_SECONDS = 1e-6
OF_WEAK_REFERENCES = {_weakrefset.__file__, weakref.__file__}  # their callbacks, and much that is soon over


class LearnersClock:
    """The CPU time that the learner's code has used in this process: what is `running`, without what is `paused`."""

    def __init__(self) -> None:
        self._counted = 0.0
        self._since: float | None = None

    def seconds(self) -> float:
        """The time so far, with that of children that have ended."""
        return self._counted + (0.0 if self._since is None else _cpu_seconds() - self._since)

    @contextlib.contextmanager
    def running(self) -> Iterator[None]:
        """While code of the learner's runs."""
        self._since = _cpu_seconds()
        try:
            yield
        finally:
            self._counted, self._since = self.seconds(), None

    @contextlib.contextmanager
    def paused(self) -> Iterator[None]:
        """While the judge computes in between."""
        self._counted, self._since = self.seconds(), None
        try:
            yield
        finally:
            self._since = _cpu_seconds()


def _cpu_seconds() -> float:
    children = os.times()
    return time.process_time() + children.children_user + children.children_system


class Limited:
    """Inside of its `with`, code that takes too long is interrupted: the `with` then raises EndedError.

    The user's interrupt is held on to: code that catches whatever it is sent (`except:`) is sent it again and again,
    and after it has ended all the same the `with` raises KeyboardInterrupt. The learner's code is what runs within a
    call of the function whose code is `runs_learners`.
    """

    def __init__(self, watch: Stopwatch, runs_learners: CodeType = perform.__code__) -> None:
        self._watch = watch
        self._runs_learners = runs_learners
        self._raised: BaseException | None = None
        self._restore: list[tuple[int, Callable[[int, FrameType | None], object] | int | None]] = []
        self._timer = 0.0, 0.0
        self._is_on = False
        self._is_looking = False
        self._times_sent = 0

    def __enter__(self) -> "Limited":
        self._is_on = True
        self._watch.begin()
        if threading.current_thread() is threading.main_thread() and hasattr(signal, "setitimer"):
            handlers = [(signal.SIGALRM, self._look), (signal.SIGINT, self._interrupt)]
            self._restore = [(number, signal.signal(number, handler)) for number, handler in handlers]
            self._timer = signal.setitimer(signal.ITIMER_REAL, LOOK_SECONDS, LOOK_SECONDS)
        return self

    def restart(self, watch: Stopwatch) -> None:
        """Go on with another time. EndedError where there is none."""
        if watch.ended is not None:
            raise EndedError("timeout", watch.ended)
        watch.begin()
        self._watch = watch

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self._is_on = False
        if self._restore:
            signal.setitimer(signal.ITIMER_REAL, 0)
        for number, handler in self._restore:
            signal.signal(number, handler)
        if self._restore:
            signal.setitimer(signal.ITIMER_REAL, *self._timer)  # of one around this one, if any
        if isinstance(self._raised, KeyboardInterrupt):
            raise self._raised
        if isinstance(error, KeyboardInterrupt):
            return
        self._poll()
        if isinstance(self._raised, OutOfTimeError):
            assert self._watch.ended is not None
            raise EndedError("timeout", self._watch.ended) from None

    def _poll(self) -> None:
        try:
            self._watch.look()
        except TooSlowError:
            self._raised = self._raised or OutOfTimeError()

    def _look(self, number: int, frame: FrameType | None) -> None:
        if self._is_looking:  # what is raised in here would come out where it is not to be
            if self._times_sent:
                self._send_again()
            return
        self._is_looking = True
        try:
            self._end_learners(frame)
        finally:
            self._is_looking = False

    def _end_learners(self, frame: FrameType | None) -> None:
        """Where the time is over, raise that in what runs in this frame, if it is the learner's."""
        if self._raised is None:
            self._poll()
        # Only code of the learner's is interrupted: what is around it must come to its end.
        if self._raised is None or frame is None or not self._is_on or not self._is_learners(frame):
            return
        would_be_lost = _would_be_lost(frame)
        if not self._times_sent and not would_be_lost:
            self._times_sent = 1
            raise self._raised
        # It was caught, or would be lost: now it is sent again and again, after another small time each time, and soon
        # comes where nothing catches it, which is only between the end of an `except:` and the next `try:`.
        self._send_again()
        if is_outside_libraries(frame.f_code.co_filename) and not would_be_lost:
            raise type(self._raised)

    def _send_again(self) -> None:
        self._times_sent += 1
        signal.setitimer(signal.ITIMER_REAL, AGAIN_SECONDS * (1 + self._times_sent % 20), LOOK_SECONDS)

    def _interrupt(self, number: int, frame: FrameType | None) -> None:
        self._raised = KeyboardInterrupt()
        self._look(number, frame)

    def _is_learners(self, frame: FrameType) -> bool:
        outer: FrameType | None = frame
        while outer is not None and outer.f_code is not self._runs_learners:
            outer = outer.f_back
        return outer is not None


def _would_be_lost(frame: FrameType) -> bool:
    """Whether what is raised here is only printed, and ends nothing.

    So it is in a callback of the garbage collector's or of a weak reference's, where Python says what was raised there,
    and in a destructor, that of a library here: the learner's own is ended all the same.
    """
    hook = sys.unraisablehook
    callbacks = [getattr(callback, "__code__", None) for callback in (*gc.callbacks, getattr(hook, "func", hook))]
    outer: FrameType | None = frame
    while outer is not None:
        code = outer.f_code
        if code in callbacks or code.co_filename in OF_WEAK_REFERENCES:
            return True
        if code.co_name == "__del__" and not is_outside_libraries(code.co_filename):
            return True
        outer = outer.f_back
    return False
