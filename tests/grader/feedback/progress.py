"""A line that says what is being tried, for those who have waited some seconds."""

import contextlib
import sys
import threading
from collections.abc import Callable, Iterator

from grader.exercises import Exercise
from grader.text import Text

PATIENCE = 2.0  # seconds
TRYING = Text(vi="Đang thử ({number}/{count}): {words}", en="Trying ({number}/{count}): {words}")


class Progress:
    """Tells `show` which property of the exercise is being tried, once that has taken longer than PATIENCE."""

    def __init__(self, exercise: Exercise, lang: str, show: Callable[[str], None]) -> None:
        self._words = {prop: test.grading.words[lang] for prop, test in exercise.tests.items()}
        self._trying = TRYING[lang]
        self._show = show
        self._line = ""
        self._shows = False
        self._lock = threading.Lock()

    def now(self, prop: str) -> None:
        """This property comes next."""
        number = [*self._words].index(prop) + 1
        with self._lock:
            self._line = self._trying.format(number=number, count=len(self._words), words=self._words[prop])
            if self._shows:
                self._show(self._line)

    @contextlib.contextmanager
    def running(self) -> Iterator[None]:
        """Inside, lines are shown as soon as it takes long."""
        timer = threading.Timer(PATIENCE, self._begin)
        timer.daemon = True
        with contextlib.suppress(RuntimeError):  # in a page there are no threads, and no lines
            timer.start()
        try:
            yield
        finally:
            with self._lock:
                self._shows = False
            timer.cancel()

    def _begin(self) -> None:
        with self._lock:
            self._shows = True
            if self._line:
                self._show(self._line)


class TerminalLine:
    """One line of a terminal that is written anew, and is gone in the end; where there is no terminal, nothing."""

    def __init__(self) -> None:
        self._stream = sys.stderr
        self._written = False

    def show(self, line: str) -> None:
        if self._stream.isatty():
            self._stream.write(f"\r\033[K{line}")
            self._stream.flush()
            self._written = True

    def clear(self) -> None:
        if self._written:
            self._stream.write("\r\033[K")
            self._stream.flush()
