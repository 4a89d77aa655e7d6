"""What a run shows, in order: text, HTML, figures and errors, each bounded, as JSON in the end."""

import io
from html import escape
from html.parser import HTMLParser
from typing import Any, Literal

from grader.text import Text
from in_page.words import CUT, TOO_MANY_FIGURES

Output = dict[str, Any]
Stream = Literal["stdout", "stderr", "value"]

MAX_LETTERS = 50_000
MAX_FIGURES = 30


class Outputs:
    """The outputs of a run. Beyond the bounds nothing more is kept, and `cut` says so."""

    def __init__(self) -> None:
        self.shown: list[Output] = []
        self.cut: Text | None = None
        self._left = MAX_LETTERS
        self._figures = 0
        self._parts: list[str] = []  # of the text that is being written; joined when something else comes
        self._stream: Stream | None = None

    def write(self, text: str, stream: Stream) -> None:
        """Text of a stream; what follows in the same stream becomes one output."""
        if not text:
            return
        if self._left <= 0:
            self.cut = self.cut or CUT
            return
        if self._stream != stream:
            self._end_text()
            self._stream = stream
        if len(text) > self._left:
            text = text[: self._left] + "…"
            self.cut = self.cut or CUT
        self._left -= len(text)
        self._parts.append(text)

    def value(self, text: str) -> None:
        """The value of an expression, as an output of its own."""
        self._end_text()
        self.write(text, "value")
        self._end_text()

    def html(self, html: str) -> None:
        """HTML of an object that shows itself so: its tables and words, and nothing that could act or load."""
        self._end_text()
        if len(html) > self._left:
            self.cut = self.cut or CUT
            return
        self._left -= len(html)
        self.shown.append({"kind": "html", "html": harmless(html)})

    def figure(self, svg: str) -> None:
        """A figure, as an element of a page."""
        self._end_text()
        self._figures += 1
        if self._figures > MAX_FIGURES:
            self.cut = self.cut or TOO_MANY_FIGURES.format(count=MAX_FIGURES)
            return
        self.shown.append({"kind": "figure", "svg": svg})

    def error(self, text: str, line: int | None) -> None:
        """What went wrong, with the learner's own lines."""
        self._end_text()
        self.shown.append({"kind": "error", "text": text, "line": line})

    def as_json(self) -> list[Output]:
        """All outputs, in order."""
        self._end_text()
        return self.shown

    def _end_text(self) -> None:
        if self._parts:
            self.shown.append({"kind": "text", "text": "".join(self._parts), "stream": self._stream})
            self._parts = []
        self._stream = None


class Written(io.TextIOBase):
    """A stream that writes into outputs."""

    def __init__(self, outputs: Outputs, stream: Stream) -> None:
        self._outputs = outputs
        self._name: Stream = stream

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self._outputs.write(text, self._name)
        return len(text)


# Without attributes but these there is nothing in it that acts, loads or covers the page.
TAGS = frozenset(
    (
        *(
            "a",
            "b",
            "blockquote",
            "br",
            "caption",
            "code",
            "col",
            "colgroup",
            "dd",
            "del",
            "details",
            "div",
            "dl",
            "dt",
        ),
        *("em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "ins", "kbd", "li", "ol", "p", "pre", "s", "small"),
        *("span", "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul"),
    )
)
ATTRIBUTES = frozenset(("colspan", "rowspan", "scope", "lang", "dir", "start"))
WITHOUT_CONTENT = frozenset(("br", "hr", "col"))
SILENT = frozenset(("script", "style", "template", "iframe", "object", "svg", "math", "noscript", "title"))


def harmless(html: str) -> str:
    """HTML with its words and tables alone: code copied from elsewhere may build it carelessly.

    No boundary: what runs in the worker can do there what a script of the page can.
    """
    reader = _Harmless()
    reader.feed(html)
    reader.close()
    return "".join([*reader.kept, *(f"</{tag}>" for tag in reversed(reader.open))])


class _Harmless(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.kept: list[str] = []
        self.open: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in SILENT:
            self._silent += 1
        elif tag in TAGS and not self._silent:
            kept = "".join(f' {name}="{escape(value or "")}"' for name, value in attrs if name in ATTRIBUTES)
            self.kept.append(f"<{tag}{kept}>")
            if tag not in WITHOUT_CONTENT:
                self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in self.open and not self._silent:
            while True:
                last = self.open.pop()
                self.kept.append(f"</{last}>")
                if last == tag:
                    break

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.kept.append(escape(data, quote=False))
