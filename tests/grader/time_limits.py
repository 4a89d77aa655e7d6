"""How long a learner's code may take, and the watch on it: the same for `check` in a notebook and for `grade`.

What counts is computing: the CPU time of all the processes and threads of the learner's, which is the same on a busy
machine as on a quiet one. The clock only stops what sleeps.
"""

import time
from collections.abc import Callable

from grader.sandbox.inside.wire import LOOK_SECONDS, TooSlowError
from grader.text import Text

# For a cell, for a property, and for each trial of a learner's test: ten times what the slowest right answer needs.
COMPUTING_SECONDS = 10
LOADING_SECONDS = 60  # for all cells of a submission
EXERCISE_SECONDS = 60  # for all properties of an exercise
WAITING_FACTOR = 12  # by the clock so many times as long: a process among many gets a twelfth of a core

CPU_READ_SECONDS = 1  # so often the CPU time is read of what is over too soon to be looked at

# What the tasks say.
IN_A_TASK = Text(
    vi=f"Code tính toán lâu hơn {COMPUTING_SECONDS} giây, trong một ô hay cho một tính chất được chấm, thì bị dừng.",
    en=f"Code that computes for longer than {COMPUTING_SECONDS} seconds, in a cell or for one graded property,"
    " is stopped.",
)
IN_THE_TASK_OF_A_TEST = Text(
    vi=f"Code tính toán lâu hơn {COMPUTING_SECONDS} giây, trong một ô hay trong một lần thử, hoặc lâu hơn"
    f" {EXERCISE_SECONDS} giây trong tất cả các lần thử, thì bị dừng.",
    en=f"Code that computes for longer than {COMPUTING_SECONDS} seconds, in a cell or in one trial, or for longer than"
    f" {EXERCISE_SECONDS} seconds in all trials, is stopped.",
)
COMPUTED = Text(vi="bị dừng sau {seconds} giây tính toán", en="stopped after {seconds} seconds of computing")
WAITED = Text(vi="bị dừng sau {seconds} giây chờ", en="stopped after {seconds} seconds of waiting")


class Stopwatch:
    """Watches computing: `cpu_seconds` gives the CPU time of all that is watched, counted from some beginning.

    That is asked for only now and then, and not at all of what is over in LOOK_SECONDS, which is most.
    """

    def __init__(self, cpu_seconds: Callable[[], float], computing: float) -> None:
        self.computing = computing
        self.used = 0.0
        self.ended: Text | None = None
        self._cpu_seconds = cpu_seconds
        self._first: float | None = None
        self._looked = self._began = time.monotonic()

    @property
    def waiting(self) -> float:
        """The seconds that may pass by the clock."""
        return self.computing * WAITING_FACTOR

    def begin(self) -> None:
        """Count from now on; otherwise from the first look."""
        if self._first is None:
            self._first = self._cpu_seconds()

    def look(self) -> None:
        """TooSlowError when too much was computed, or too much time has passed; `ended` then says which."""
        now = time.monotonic()
        if self.ended is None and now - self._looked >= LOOK_SECONDS:
            self._looked = now
            cpu_seconds = self._cpu_seconds()
            if self._first is None:
                self._first = cpu_seconds
            self.used = max(self.used, cpu_seconds - self._first)
            if self.used > self.computing:
                self.ended = COMPUTED.format(seconds=f"{self.computing:.3g}")
            elif now - self._began > self.waiting:
                self.ended = WAITED.format(seconds=f"{self.waiting:.3g}")
        if self.ended is not None:
            raise TooSlowError(self.ended.en)


class Allowance:
    """What may be computed in all: a stopwatch for one thing after the other, until so many `seconds` are used up."""

    def __init__(self, cpu_seconds: Callable[[], float], seconds: float) -> None:
        self._cpu_seconds = cpu_seconds
        self._seconds = seconds
        self._began = self._read_at = time.monotonic()
        self._first: float | None = None
        self._used = 0.0
        self._forgiven = 0.0
        self._watch: Stopwatch | None = None

    def _read(self) -> float:
        """The CPU time now, which is noted."""
        self._read_at = time.monotonic()
        now = self._cpu_seconds()
        if self._first is None or now < self._first + self._used:  # the first time; or counted from another beginning
            self._first = now - self._used
        self._used = now - self._first
        return now

    @property
    def ended(self) -> Text | None:
        """What is used up, if anything: the computing, or the time by the clock."""
        if self._used - self._forgiven >= self._seconds:
            return COMPUTED.format(seconds=self._seconds)
        if time.monotonic() - self._began >= self._seconds * WAITING_FACTOR:
            return WAITED.format(seconds=self._seconds * WAITING_FACTOR)
        return None

    def stopwatch(self, *, anew: bool = False) -> Stopwatch:
        """The watch on the next thing, which has ended already where all is used up.

        Where the thing before is done `anew`, what it has computed is not counted.
        """
        if self._watch is not None and anew:
            self._forgiven += self._watch.used
        if time.monotonic() - self._read_at >= CPU_READ_SECONDS:
            self._read()
        self._watch = Stopwatch(self._read, COMPUTING_SECONDS)
        self._watch.ended = self.ended
        return self._watch
