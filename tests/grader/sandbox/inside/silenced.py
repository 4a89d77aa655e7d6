"""Silence while a learner's code runs."""

import builtins
import contextlib
import io
import warnings
from collections.abc import Iterator

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


@contextlib.contextmanager
def silenced(printed: io.TextIOBase | None = None) -> Iterator[None]:
    """Hundreds of calls print hundreds of lines: the learner hears the verdict and nothing else.

    What is printed goes into the stream `printed`, where there is one. `input` raises EOFError: nobody would type for
    hundreds of calls.
    """
    typed = builtins.input
    with (
        contextlib.ExitStack() as afterwards,
        contextlib.redirect_stdout(Printed(0) if printed is None else printed),
        contextlib.redirect_stderr(Printed(0)),
        warnings.catch_warnings(),
        np.errstate(all="ignore"),
    ):
        afterwards.callback(setattr, builtins, "input", typed)
        builtins.input = _no_input
        warnings.simplefilter("ignore")
        yield


def _no_input(prompt: object = "") -> str:
    raise EOFError("input() is not available while the answer is checked")
