"""Silence while a learner's code runs."""

import builtins
import io
import sys
import warnings

import numpy as np


class Printed(io.TextIOBase):
    """A stream that keeps the beginning of what is written to it, in `text`: at most so many characters."""

    def __init__(self, most: int) -> None:
        self.text = ""
        self._most = most

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        room = self._most - len(self.text)
        if 0 < room < len(text):
            self.text += text[: room - 1] + "…"
        elif room > 0:
            self.text += text
        return len(text)

    def begin(self) -> None:
        """Forget what was written so far."""
        self.text = ""


def silenced(printed: io.TextIOBase | None = None) -> "_Silence":
    """Hundreds of calls print hundreds of lines: the learner hears the verdict and nothing else.

    What is printed goes into the stream `printed`, where there is one. `input` raises EOFError: nobody would type for
    hundreds of calls.
    """
    return _Silence(printed)


class _Silence:
    """A class, since there are thousands of calls: a generator with helpers takes twice as long."""

    def __init__(self, printed: io.TextIOBase | None) -> None:
        self._printed = printed
        self._warnings = warnings.catch_warnings()
        self._numbers = np.errstate(all="ignore")

    def __enter__(self) -> None:
        self._before = sys.stdout, sys.stderr, builtins.input
        self._numbers.__enter__()
        self._warnings.__enter__()
        warnings.simplefilter("ignore")
        sys.stdout = Printed(0) if self._printed is None else self._printed
        sys.stderr = Printed(0)
        builtins.input = _no_input

    def __exit__(self, *error: object) -> None:
        sys.stdout, sys.stderr, builtins.input = self._before
        self._warnings.__exit__(None, None, None)
        self._numbers.__exit__(None, None, None)


def _no_input(prompt: object = "") -> str:
    raise EOFError("input() is not available while the answer is checked")
