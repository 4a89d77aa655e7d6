"""Run the code of a submission in this process: cell by cell, statement by statement."""

import __future__

import ast
import builtins
import contextlib
import importlib
import linecache
import sys
import types
from collections.abc import Callable, Iterator, Sequence

from .messages import MAX_PACKAGES, MAX_PROBLEMS, At, Problem, Stop
from .silenced import silenced
from .tracebacks import line_that_raised, name_and_words

MAX_PROMPTS = 20  # answered in a cell, each with nothing
FUTURES = sum(getattr(__future__, name).compiler_flag for name in __future__.all_feature_names)


class Run:
    """How the cells of a submission are run, and what goes wrong: `problems`, and `packages` that are not there.

    Each statement is announced before it is run, so that whoever waits knows at which one a submission does not end.
    The statements of `stops`, at which it did not, are passed over. After a statement of a cell that fails, or is
    passed over, only the cell's imports and definitions still run.
    """

    def __init__(self, file: str, announce: Callable[[At], None], stops: Sequence[Stop]) -> None:
        self.file = file
        self.cell = 0
        self.problems: list[Problem] = []
        self.packages: list[str] = []
        self.failures = 0
        self._announce = announce
        self._stops = {stop.at: stop.how for stop in stops}
        self._statement = 0
        self._prompts = 0

    @property
    def name(self) -> str:
        """What the code of the current cell calls itself in a traceback."""
        return f"<{self.file}, {self.cell}>"

    def begin(self, cell: int) -> None:
        """The next cell."""
        self.cell, self._statement, self._prompts = cell, 0, 0
        importlib.invalidate_caches()  # an earlier cell may have written a module

    def may_run(self, node: ast.stmt, failed: bool) -> bool:
        """Whether a statement of the current cell is run now; `failed` where one before it has not."""
        self._statement += 1
        at = At(self.cell, self._statement)
        if failed and not defines(node):
            return False
        if at in self._stops:
            self._note(Problem(self.cell, self._stops[at], node.lineno))
            return False
        self._announce(at)
        return True

    def execute(self, code: types.CodeType, names: dict[str, object]) -> None:
        """Run a statement of the current cell."""
        exec(code, names)

    def note(self, error: BaseException) -> None:
        """Something in the current cell raised, or is no Python."""
        if isinstance(error, ModuleNotFoundError) and error.name and error.name not in self.packages:
            self.packages = [*self.packages, str(error.name)][:MAX_PACKAGES]
        if isinstance(error, SyntaxError):
            self._note(Problem(self.cell, "syntax", error.lineno or 1, str(error.msg)))
        else:
            place = line_that_raised(error)
            self._note(Problem(self.cell, "raised", place and place[0], name_and_words(error)))

    def _note(self, problem: Problem) -> None:
        self.failures += 1
        if len(self.problems) < MAX_PROBLEMS or problem.kind in ("stopped", "ended"):
            self.problems.append(problem)

    def answer_prompt(self, prompt: object = "") -> str:
        """Stands in for `input`: nobody types, and who asks on and on hears that nobody will."""
        self._prompts += 1
        if self._prompts > MAX_PROMPTS:
            raise EOFError("EOF when reading a line")
        return ""


def run(
    cells: Sequence[str], file: str, announce: Callable[[At], None] = lambda at: None, stops: Sequence[Stop] = ()
) -> tuple[dict[str, object], Run]:
    """Run the cells in order; returns what they define, the last definition of a name counting, and how it went.

    A notebook's cells run as in Jupyter, plain Python as such. `input()` gives nothing, shell lines do nothing, plots
    are drawn nowhere. `file` is what the code calls itself in a traceback.
    """
    # As a module that can be found, dataclasses and pickles work; as __main__, so does what stands below that `if`.
    module = types.ModuleType("__main__" if file.endswith(".ipynb") else "submission")
    this = Run(file, announce, stops)
    with _nothing_shown(this), _importable(module):
        if file.endswith(".ipynb") or any(map(_is_for_ipython, cells)):
            from .shell import Shell  # which takes a moment, and plain Python does not need it

            run_cell = Shell.of(this, module).run_cell_of_notebook
        else:

            def run_cell(cell: str) -> None:
                run_plain(cell, vars(module), this)

        for number, cell in enumerate(cells, start=1):
            this.begin(number)
            try:
                run_cell(cell)
            except BaseException as error:
                this.note(error)
    return vars(module), this


def run_plain(code: str, names: dict[str, object], this: Run) -> None:
    """Run Python code. Raises what keeps all of it from being run; what else it raises is noted."""
    tree = ast.parse(code)
    flags = compile(code, this.name, "exec", dont_inherit=True).co_flags & FUTURES
    linecache.cache[this.name] = len(code), None, code.splitlines(keepends=True), this.name
    failed = False
    for node in tree.body:
        if not this.may_run(node, failed):
            failed = True
            continue
        try:
            this.execute(compile(ast.Module([node], []), this.name, "exec", flags, dont_inherit=True), names)
        except BaseException as error:
            this.note(error)
            failed = True


def defines(node: ast.stmt) -> bool:
    """Whether a statement only imports or defines: worth running also where one before it has failed."""
    if isinstance(node, ast.If | ast.Try | ast.With):
        handlers = node.handlers if isinstance(node, ast.Try) else []
        bodies = [node.body, getattr(node, "orelse", []), getattr(node, "finalbody", []), *(h.body for h in handlers)]
        return all(defines(part) for body in bodies for part in body)
    if isinstance(node, ast.Assign):
        return all(isinstance(target, ast.Name | ast.Attribute | ast.Tuple) for target in node.targets)
    kinds = (
        ast.Import | ast.ImportFrom | ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.AnnAssign | ast.Pass
    )
    return isinstance(node, kinds)


def _is_for_ipython(code: str) -> bool:
    """Whether a .py is a notebook's code: it calls IPython, or is Python only once its magics are translated."""
    if "get_ipython" in code:
        return True
    if not any(sign in code for sign in "%!?"):
        return False
    try:
        compile(code, "", "exec", dont_inherit=True)
    except Exception:
        return True
    return False


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


@contextlib.contextmanager
def _nothing_shown(this: Run) -> Iterator[None]:
    """While a submission is loaded, `input()` gives nothing and plots are drawn nowhere."""
    import matplotlib.pyplot as plt

    plt.switch_backend("agg")
    try:
        with silenced():
            builtins.input = this.answer_prompt
            yield
    finally:
        plt.close("all")
