"""Run the code of a submission, cell by cell, in this process."""

import builtins
import contextlib
import linecache
import sys
import types
from collections.abc import Callable, Iterator, Sequence

from .messages import Problem
from .silenced import silenced
from .tracebacks import line_that_raised, name_and_words


def run(cells: Sequence[str], file: str) -> tuple[dict[str, object], list[Problem]]:
    """Run the cells in order; returns what they define, the last definition of a name counting, and what failed.

    Magics and shell lines do nothing, `input()` does nothing, plots are drawn nowhere. A cell that fails is noted, and
    the next one runs. `file` is what the code calls itself in a traceback.
    """
    # As a module that can be found, dataclasses and pickles work; as __main__, so does what stands below that `if`.
    module = types.ModuleType("__main__" if file.endswith(".ipynb") else "submission")
    names = vars(module)
    names["get_ipython"] = _Magics
    problems = []
    with _nothing_shown(), _importable(module):
        for number, cell in enumerate(cells, start=1):
            here = f"<{file}, {number}>"
            try:
                code = _without_magics(cell)
                linecache.cache[here] = len(code), None, code.splitlines(keepends=True), here
                exec(compile(code, here, "exec"), names)
            except SyntaxError as error:
                problems.append(Problem(number, "syntax", error.lineno or 1, str(error.msg)))
            except (Exception, SystemExit) as error:
                place = line_that_raised(error)
                problems.append(Problem(number, "raised", place and place[0], name_and_words(error)))
    return names, problems


@contextlib.contextmanager
def _importable(module: types.ModuleType) -> Iterator[None]:
    before = sys.modules.get(module.__name__)
    sys.modules[module.__name__] = module
    sys.path.insert(0, "")  # what was handed in beside the file, as in a notebook
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


class _Magics:
    """Stands in for IPython: every magic and shell line is accepted and does nothing."""

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *args, **kwargs: None


@contextlib.contextmanager
def _nothing_shown() -> Iterator[None]:
    """While a submission is loaded, `input()` does nothing and plots are drawn nowhere."""
    import matplotlib.pyplot as plt

    kept = builtins.input
    plt.switch_backend("agg")
    builtins.input = lambda prompt="": ""
    try:
        with silenced():
            yield
    finally:
        builtins.input = kept
        plt.close("all")
