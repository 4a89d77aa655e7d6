"""Run the code of a submission, cell by cell, in this process."""

import builtins
import contextlib
import linecache
import sys
import types
from collections.abc import Iterator
from dataclasses import dataclass

from grader import check as check_module
from grader.judging.tracebacks import line_that_raised, name_and_words
from grader.text import Text
from grader.judging.verdict import undisturbed

SYNTAX = Text(
    vi="{place}, dòng {line}: sai cú pháp Python ({error}).", en="{place}, line {line}: not valid Python ({error})."
)
RAISED = Text(vi="{place}: code phát sinh ngoại lệ {error}.", en="{place}: the code raised {error}.")
RAISED_AT = Text(
    vi="{place}, dòng {line}: code phát sinh ngoại lệ {error}.", en="{place}, line {line}: the code raised {error}."
)


@dataclass(frozen=True)
class Cell:
    """A piece of code of a submission, and what a message calls it."""

    name: Text
    code: str


def run(cells: list[Cell], file: str) -> tuple[dict[str, object], list[Text]]:
    """Run the cells in order; returns what they define, the last definition of a name counting, and what failed.

    Magics and shell lines do nothing, `check` and `input()` do nothing, plots are drawn nowhere. A cell that fails is
    noted, and the next one runs. `file` is what the code calls itself in a traceback.
    """
    # As a module that can be found, dataclasses and pickles work; as __main__, so does what stands below that `if`.
    module = types.ModuleType("__main__" if file.endswith(".ipynb") else "submission")
    module.get_ipython = _no_ipython
    names = vars(module)
    problems = []
    with _nothing_shown(), _importable(module):
        for number, cell in enumerate(cells, start=1):
            here = f"<{file}, {number}>"
            try:
                code = _without_magics(cell.code)
                linecache.cache[here] = len(code), None, code.splitlines(keepends=True), here
                exec(compile(code, here, "exec"), names)
            except SyntaxError as error:
                problems.append(SYNTAX.format(place=cell.name, line=error.lineno or 1, error=error.msg))
            except (Exception, SystemExit) as error:
                problems.append(_raised(cell, error))
    return names, problems


@contextlib.contextmanager
def _importable(module: types.ModuleType) -> Iterator[None]:
    before = sys.modules.get(module.__name__)
    sys.modules[module.__name__] = module
    try:
        yield
    finally:
        if before is None:
            del sys.modules[module.__name__]
        else:
            sys.modules[module.__name__] = before


def _without_magics(code: str) -> str:
    """The code with magics and shell lines turned into calls of a get_ipython that does nothing."""
    if not any(sign in code for sign in "%!?"):
        return code  # and IPython need not be loaded
    from IPython.core.inputtransformer2 import TransformerManager

    try:
        return TransformerManager().transform_cell(code)
    except SyntaxError:
        return code  # compiling it says what is wrong, and where


def _raised(cell: Cell, error: BaseException) -> Text:
    said = name_and_words(error)
    place = line_that_raised(error)
    if place is None:
        return RAISED.format(place=cell.name, error=said)
    return RAISED_AT.format(place=cell.name, line=place[0], error=said)


class _Magics:
    """Stands in for IPython: every magic and shell line is accepted and does nothing."""

    def __getattr__(self, name: str):
        return lambda *args, **kwargs: None


def _no_ipython() -> _Magics:
    return _Magics()


@contextlib.contextmanager
def _nothing_shown() -> Iterator[None]:
    """While a submission is loaded, `check` and `input()` do nothing and plots are drawn nowhere."""
    import matplotlib.pyplot as plt

    kept = builtins.input, check_module.check
    backend = plt.get_backend()
    plt.switch_backend("agg")
    builtins.input = lambda prompt="": ""
    check_module.check = lambda *args, **kwargs: None
    try:
        with undisturbed():
            yield
    finally:
        builtins.input, check_module.check = kept
        plt.close("all")
        plt.switch_backend(backend)
