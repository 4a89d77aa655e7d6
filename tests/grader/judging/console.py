"""What a learner's code writes to the console, and asks of it, while it is judged."""

import builtins
import contextlib
import io
from collections.abc import Iterator

MAX_PRINTED = 2000
NO_INPUT = "input() is not available while the answer is checked"


class Printed(io.TextIOBase):
    """A stream that keeps the beginning of what is written to it, at most MAX_PRINTED characters."""

    def __init__(self) -> None:
        self.text = ""

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        room = MAX_PRINTED - len(self.text)
        if 0 < room < len(text):
            self.text += text[: room - 1] + "…"
        elif room > 0:
            self.text += text
        return len(text)

    def begin(self) -> None:
        """Forget what was written so far."""
        self.text = ""


@contextlib.contextmanager
def console(printed: Printed) -> Iterator[None]:
    """Inside, `print` writes to `printed`, and `input` raises EOFError: nobody sits there for hundreds of calls.

    What a submission prints in its sandbox is written to `sys.stdout` here, where its reply is read.
    """
    typed = builtins.input
    builtins.input = _no_input
    try:
        with contextlib.redirect_stdout(printed):
            yield
    finally:
        builtins.input = typed


def _no_input(prompt: object = "") -> str:
    raise EOFError(NO_INPUT)
