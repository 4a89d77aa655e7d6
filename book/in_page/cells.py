"""Code run as the cells of a notebook: one namespace, and what is printed, drawn and raised, in order."""

import ast
import builtins
import contextlib
import itertools
import pprint
import sys
import tokenize
from collections.abc import Callable, Iterator
from functools import partial
from io import StringIO
from types import BuiltinFunctionType, FunctionType, ModuleType
from typing import Any

from grader import time_limits
from grader.judging.in_process import LearnersClock, Limited
from grader.time_limits import Stopwatch
from in_page import plots
from in_page.outputs import Outputs, Written
from in_page.telling import Told, remember, told
from in_page.words import NOBODY_TYPES

WIDTH = 79
RUN_SECONDS = 3 * time_limits.COMPUTING_SECONDS  # of a cell: a phone takes several times as long as a computer
_numbers = itertools.count(1)


class Cells:
    """A session: what one cell defines, the next one finds."""

    def __init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        """Begin anew, with nothing defined."""
        self.module = ModuleType("__main__", None)
        self.module.__builtins__ = builtins  # type: ignore[attr-defined]
        sys.modules["__main__"] = self.module

    @property
    def names(self) -> dict[str, Any]:
        """What is defined."""
        return vars(self.module)

    def run(self, code: str, lang: str, seconds: float | None = None) -> dict[str, Any]:
        """Run a cell, for `seconds` or RUN_SECONDS of computing; what it shows and how it ended, as JSON."""
        outputs = Outputs()
        failed = run_in(self.names, code, outputs, lang, RUN_SECONDS if seconds is None else seconds)
        return result_of(outputs, failed, lang)


def run_in(names: dict[str, Any], code: str, outputs: Outputs, lang: str, seconds: float) -> Told | None:
    """Run a cell where it finds these names, and show its last expression; how it failed, or None."""
    name = new_name()
    remember(name, code)
    names.pop("__warningregistry__", None)  # a cell that is run again warns again
    with showing(outputs, lang):
        names["display"] = partial(display, outputs)
        try:
            statements, last = compiled(code, name)
            with limited(seconds):
                run_limited(lambda: _run(statements, last, names, outputs))
        except BaseException as error:  # noqa: BLE001 - whatever it raises is what its author is told
            plots.close_all()
            return told(error, name, code, lang)
    return None


def result_of(outputs: Outputs, failed: Told | None, lang: str) -> dict[str, Any]:
    """What a run showed and how it ended, as JSON; `words` is a sentence or nothing."""
    if failed is not None and failed.text:
        outputs.error(failed.text, failed.line)
    said = [failed.words] if failed is not None and failed.words else []
    if outputs.cut is not None:
        said.append(outputs.cut[lang])
    state = "done" if failed is None else "stopped" if failed.stopped else "error"
    line = None if failed is None else failed.line
    return {"outputs": outputs.as_json(), "state": state, "line": line, "words": " ".join(said)}


def new_name() -> str:
    """What the next cell's code calls itself."""
    return f"<cell {next(_numbers)}>"


def compiled(code: str, name: str) -> tuple[Any, Any]:
    """The code without its last expression, and that expression, if it is to be shown."""
    tree = ast.parse(code, name)
    last = tree.body[-1] if tree.body else None
    if not isinstance(last, ast.Expr) or _ends_with_semicolon(code):
        return compile(tree, name, "exec", dont_inherit=True), None
    tree.body.pop()
    statements = compile(tree, name, "exec", dont_inherit=True)
    return statements, compile(ast.Expression(last.value), name, "eval", dont_inherit=True)


def _ends_with_semicolon(code: str) -> bool:
    """Whether a cell asks, as Jupyter has it, that its last value is not shown."""
    kinds = (tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.ENDMARKER, tokenize.INDENT, tokenize.DEDENT)
    tokens = [token for token in tokenize.generate_tokens(StringIO(code).readline) if token.type not in kinds]
    return bool(tokens) and tokens[-1].string == ";"


def _run(statements: Any, last: Any, names: dict[str, Any], outputs: Outputs) -> None:
    exec(statements, names)  # noqa: S102 - the learner's own code, in the learner's own browser
    value = None if last is None else eval(last, names)  # noqa: S307
    if value is not None:
        show_value(value, outputs)
    plots.show_open_figures()


# Limits


@contextlib.contextmanager
def limited(seconds: float) -> Iterator[None]:
    """While code runs by `run_limited`; EndedError when it computes for longer than so many seconds."""
    clock = LearnersClock()
    with clock.running(), Limited(Stopwatch(clock.seconds, seconds), run_limited.__code__):
        yield


def run_limited(run: Callable[[], None]) -> None:
    """Run what may be interrupted."""
    run()


# What is shown


@contextlib.contextmanager
def showing(outputs: Outputs, lang: str) -> Iterator[None]:
    """While code runs whose prints, warnings and figures go into these outputs; nobody types."""

    def nobody_types(prompt: object = "") -> str:
        raise EOFError(NOBODY_TYPES[lang])

    typed, builtins.input = builtins.input, nobody_types
    plots.show_in(outputs, lang)
    try:
        with (
            contextlib.redirect_stdout(Written(outputs, "stdout")),
            contextlib.redirect_stderr(Written(outputs, "stderr")),
        ):
            yield
    finally:
        builtins.input = typed


def display(outputs: Outputs, *values: object) -> None:
    """What a cell finds under this name, as in a notebook."""
    for value in values:
        show_value(value, outputs, now=True)


def show_value(value: object, outputs: Outputs, *, now: bool = False) -> None:
    """Show a value as a notebook does: as HTML where it has that, else as text."""
    if plots.is_figure(value):
        if now or not _is_open(value):  # else it is shown at the end of the cell
            plots.show(value)
        return
    html = _asked_for(value, "_repr_html_")
    if html is not None:
        outputs.html(html)
    else:
        outputs.value(pretty(value))


def _is_open(figure: Any) -> bool:
    """Whether pyplot knows a figure."""
    import matplotlib.pyplot as plt

    return figure.number in plt.get_fignums() if hasattr(figure, "number") else False


def _asked_for(value: object, method: str) -> str | None:
    if isinstance(value, type):
        return None
    shown = getattr(value, method, None)
    html = shown() if callable(shown) else None
    return html if isinstance(html, str) else None


def pretty(value: object) -> str:
    """A value as a notebook shows it: collections over several lines, classes and functions by their names."""
    if isinstance(value, type):
        return value.__qualname__ if value.__module__ == "builtins" else f"{value.__module__}.{value.__qualname__}"
    if isinstance(value, BuiltinFunctionType | FunctionType):
        return f"<function {value.__module__}.{value.__qualname__}>" if value.__module__ else repr(value)
    if type(value) in (list, tuple, dict, set, frozenset):
        return pprint.pformat(value, width=WIDTH, sort_dicts=False)
    return repr(value)
