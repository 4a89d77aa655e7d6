"""IPython's own shell, so that the cells of a notebook run as in Jupyter: without a terminal, history or settings."""

import ast
import contextlib
import re
import sys
from collections import deque
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any, Self

from IPython.core.compilerop import CachingCompiler
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Type
from traitlets.config import Config

from .execute import Run, defines

# What runs other programs, opens them or installs something: none of it is here.
OTHER_PROGRAMS = (
    *("bash", "cmd", "perl", "pypy", "python", "python2", "python3", "ruby", "script", "sh", "system", "sx", "!"),
    *("conda", "mamba", "micromamba", "pip", "uv", "ed", "edit"),
)
# Their bodies are Python, and run in one piece.
AROUND_CODE = ("capture", "prun", "time")


class _Compiler(CachingCompiler):
    """Calls a cell what its `Run` calls it."""

    this: Run

    def get_code_name(self, raw_code: str, transformed_code: str, number: int) -> str:
        return self.this.name


class Shell(InteractiveShell):
    """Runs cells and tells a `Run` how it goes. Shell lines and other programs do nothing, plots are drawn nowhere."""

    this: Run
    compiler_class = Type(_Compiler)

    @classmethod
    def of(cls, this: Run, module: ModuleType) -> Self:
        """The shell of this process, in whose module the cells define their names."""
        config = Config()
        config.HistoryManager.enabled = False
        config.HistoryManager.hist_file = ":memory:"
        cls.this = _Compiler.this = this
        shell: Self = cls.instance(config=config, user_module=module, ipython_dir=".")
        for name in OTHER_PROGRAMS:
            shell.replace_magic(name, _do_nothing)
        shell.replace_magic("timeit", shell.time_once)
        with contextlib.suppress(ImportError):
            from matplotlib_inline.config import InlineBackend

            # Whose options are set in many notebooks.
            shell.configurables.append(InlineBackend.instance(parent=shell))  # type: ignore[arg-type]
        return shell

    def run_cell_of_notebook(self, cell: str) -> None:
        """Run a cell; what goes wrong is noted."""
        self.run_cell(cell, store_history=True)  # type: ignore[no-untyped-call]

    def replace_magic(self, name: str, function: Callable[..., Any]) -> None:
        """Have a line magic and a cell magic call another function."""
        for kind in ("line", "cell"):
            self.magics_manager.magics[kind][name] = function

    async def run_ast_nodes(
        self,
        nodelist: list[ast.stmt],
        cell_name: str,
        interactivity: str = "last_expr",
        compiler: Any = compile,
        result: Any = None,
    ) -> bool:
        """Run the statements of a cell, or of one that a magic runs, going on after one that fails."""
        left, failed = deque(nodelist), False
        while left:
            node = left.popleft()
            before = self.this.failures
            if self.this.may_run(node, failed):
                shown = interactivity if not left else "none"
                await super().run_ast_nodes([node], cell_name, shown, compiler, result)
            if self.this.failures > before:
                failed = True
                left.extendleft(reversed(self._definitions_in_magic(node)))
        return failed

    def _definitions_in_magic(self, node: ast.stmt) -> list[ast.stmt]:
        """The imports and definitions in the body of a cell magic that runs it in one piece."""
        match node:
            case ast.Expr(
                ast.Call(ast.Attribute(attr="run_cell_magic"), [ast.Constant(name), _, ast.Constant(str(body))])
            ) if name in AROUND_CODE:
                with contextlib.suppress(SyntaxError, ValueError, RecursionError):
                    code = str(self.transform_cell(body))  # type: ignore[no-untyped-call]
                    return [part for part in ast.parse(code).body if defines(part)]
        return []

    # What went wrong is told, not shown.

    def showtraceback(self, exc_tuple: Any = None, *_: Any, **__: Any) -> None:
        self.this.note(exc_tuple[1] if exc_tuple is not None else sys.exception() or RuntimeError("unknown"))

    def showsyntaxerror(self, *_: Any, **__: Any) -> None:
        self.showtraceback()

    showindentationerror = showsyntaxerror

    @contextlib.contextmanager
    def _tee(self, channel: str) -> Iterator[None]:
        """What is printed is not kept for a history."""
        yield

    # What is not here does nothing.

    def init_profile_dir(self, profile_dir: object) -> None:
        """No folder is made."""

    def system(self, cmd: str) -> None:
        """Stands in for `!command`, which would run on the machine of whoever grades."""
        self.user_ns["_exit_code"] = 0

    system_piped = system_raw = system

    def getoutput(self, cmd: str, split: bool = True, depth: int = 0) -> Any:
        """Stands in for `names = !command`."""
        from IPython.utils.text import SList

        return SList() if split else ""

    def enable_gui(self, gui: object = None) -> None:
        """Stands in for `%gui`."""

    def enable_matplotlib(self, gui: object = None) -> tuple[None, str]:
        """Stands in for `%matplotlib`: plots are drawn nowhere."""
        return None, "agg"

    def ask_exit(self) -> None:
        """What `exit()` does."""
        raise SystemExit

    def time_once(self, line: str, cell: str | None = None) -> Any:
        """Stands in for `%timeit`: nobody reads what it measures, so once is enough."""
        from IPython.core.magics.execution import ExecutionMagics

        line = "-n1 -r1 " + re.sub(r"(^|\s)-[nr]\s*\d+", " ", line)
        return ExecutionMagics(shell=self).timeit(line, cell)


def _do_nothing(line: str = "", cell: str | None = None) -> None:
    """Stands in for a magic."""
