"""Figures in a page: stand-ins for Matplotlib until it is there, and then drawings in the colours of the theme.

Matplotlib is half of all that a page can load, and most cells only import it. So until code needs it, a stand-in is
imported that does nothing. When it arrives, the names that are bound to stand-ins are bound to the real things, and
what was asked of a stand-in, as by `use_course_style`, is asked again.
"""

import ast
import importlib
import itertools
import os
import re
import sys
import time
import warnings
from collections.abc import Callable, Iterable, Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

from course.themed import responsive
from course.widths import drawn, drawn_narrow
from in_page.outputs import Outputs
from in_page.words import FIGURE, FIGURE_OF

MATPLOTLIB = "matplotlib"
WITH_IT = ("pylab", "mpl_toolkits")  # packages of its wheel that nothing stands in for
INLINE = "matplotlib_inline"
BACKEND = "module://in_page.backend"

saved_as: dict[str, Any] = {"bbox_inches": "tight"}  # what `set_matplotlib_formats` was told, as in Jupyter
_numbers = itertools.count(1)
_asked: list[tuple[str, tuple[Any, ...], dict[str, Any]]] = []  # of stand-ins


# Whether code needs it


def needed(code: str, names: dict[str, object]) -> bool:
    """Whether code does more with Matplotlib than import it, where it finds these `names`."""
    try:
        with warnings.catch_warnings(action="ignore"):  # they are told when it runs
            tree = ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    if any(_needs_all(node) for node in imports):
        return True
    bound = {name for node in imports if _is_of(node, (MATPLOTLIB,)) for name in _bound_by(node)}
    bound |= {"plt", MATPLOTLIB, *(name for name, value in names.items() if stands_in(value))}
    return any(isinstance(node, ast.Name) and node.id in bound for node in ast.walk(tree))


def _needs_all(node: ast.Import | ast.ImportFrom) -> bool:
    return _is_of(node, WITH_IT) or (_is_of(node, (MATPLOTLIB,)) and "*" in _bound_by(node))


def _is_of(node: ast.Import | ast.ImportFrom, packages: Sequence[str]) -> bool:
    modules = [node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names]
    return any(module.partition(".")[0] in packages for module in modules)


def _bound_by(node: ast.Import | ast.ImportFrom) -> list[str]:
    return [alias.asname or alias.name.partition(".")[0] for alias in node.names]


# Standing in for it


class StandIn:
    """Stands in for something of Matplotlib: it has any attribute, and a call of it is noted."""

    def __init__(self, path: str) -> None:
        self._path = path

    def __getattr__(self, name: str) -> "StandIn":
        if name.startswith("__"):
            raise AttributeError(name)
        return StandIn(f"{self._path}.{name}")

    def __call__(self, *arguments: Any, **named: Any) -> None:
        _asked.append((self._path, arguments, named))


class _StandInModule(ModuleType):
    def __getattr__(self, name: str) -> StandIn:
        if name.startswith("__"):
            raise AttributeError(name)
        return StandIn(f"{self.__name__}.{name}")


class _Finder(MetaPathFinder, Loader):
    """Finds stand-ins for Matplotlib's modules."""

    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        return ModuleSpec(name, self, is_package=True) if name.partition(".")[0] == MATPLOTLIB else None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _StandInModule(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Nothing to run."""


_finder = _Finder()


def stands_in(value: object) -> bool:
    """Whether a value is a stand-in."""
    return isinstance(value, StandIn | _StandInModule)


def path_of(value: StandIn | _StandInModule) -> str:
    """What of Matplotlib a stand-in stands for."""
    return value.__name__ if isinstance(value, ModuleType) else vars(value)["_path"]


def stand_in() -> None:
    """From here on, Matplotlib can be imported, and does nothing; so it is in a page where it never comes."""
    inline, backend = ModuleType(INLINE), ModuleType(f"{INLINE}.backend_inline")
    vars(backend)["set_matplotlib_formats"] = _set_formats
    sys.modules |= {INLINE: inline, f"{INLINE}.backend_inline": backend}
    sys.meta_path.insert(0, _finder)


def _set_formats(*formats: str, **how: Any) -> None:
    """Stands in for the function of this name in matplotlib_inline: there is one format, and how it is saved."""
    saved_as.update(how)


# Its arrival


def has_arrived() -> bool:
    """Whether Matplotlib itself is imported."""
    return _finder not in sys.meta_path


def arrive(namespaces: Iterable[dict[str, Any]]) -> None:
    """Matplotlib can be imported now: let it take the place of its stand-ins, also in these namespaces."""
    sys.meta_path.remove(_finder)
    for name in [name for name, module in sys.modules.items() if isinstance(module, _StandInModule)]:
        del sys.modules[name]
    os.environ["MPLBACKEND"] = BACKEND
    importlib.import_module("matplotlib.pyplot")
    modules = [vars(module) for name, module in sys.modules.items() if name.partition(".")[0] == "course"]
    for names in [*namespaces, *modules]:
        for name, value in list(names.items()):
            if isinstance(value, StandIn | _StandInModule):
                names[name] = _real(path_of(value))
    for path, arguments, named in _asked:
        _real(path)(*arguments, **named)
    _asked.clear()


def _real(path: str) -> Any:
    """The module or the thing of Matplotlib that a stand-in of this path stands for."""
    try:
        return importlib.import_module(path)
    except ImportError:
        parent, _, name = path.rpartition(".")
        if not parent:
            raise
        return getattr(_real(parent), name)


# Drawing


class _Show:
    """Where figures go: into the outputs of what runs now, in its language."""

    outputs: Outputs | None = None
    lang = "en"


def show_in(outputs: Outputs, lang: str) -> None:
    """From here on, figures are shown in these outputs."""
    _Show.outputs, _Show.lang = outputs, lang


def show_open_figures() -> None:
    """Show the figures that are open, and close them; what `plt.show()` does."""
    if "matplotlib.pyplot" not in sys.modules or not has_arrived():
        return
    import matplotlib.pyplot as plt

    for number in plt.get_fignums():
        figure = plt.figure(number)
        try:
            show(figure)
        finally:
            plt.close(figure)


def close_all() -> None:
    """Forget the figures that are open."""
    if "matplotlib.pyplot" in sys.modules and has_arrived():
        import matplotlib.pyplot as plt

        plt.close("all")


def is_figure(value: object) -> bool:
    """Whether a value is a figure of Matplotlib's."""
    module = sys.modules.get("matplotlib.figure")
    return module is not None and has_arrived() and isinstance(value, module.Figure)


def show(figure: Any) -> None:
    """Show one figure."""
    if _Show.outputs is None or not (figure.axes or figure.lines or figure.texts or figure.patches or figure.images):
        return
    wide, narrow = drawn(figure, **saved_as), drawn_narrow(figure, **saved_as)
    prefix = f"drawn-{int(time.time()):x}-{next(_numbers)}"
    described = _described(figure, _Show.lang)
    parts = (without_addresses(wide), narrow and without_addresses(narrow))
    _Show.outputs.figure(responsive(*parts, described, prefix, other_colours=True))


def without_addresses(svg: str) -> str:
    """A drawing without links to anywhere but into itself."""
    return re.sub(r'\s(?:xlink:)?href="(?!#|data:image/)[^"]*"', "", svg)


def _described(figure: Any, lang: str) -> str:
    """What a figure shows, for those who hear it: its titles and what stands at its axes."""
    said: list[str] = []
    named: list[Callable[[Any], str]] = [
        *(lambda axes, where=where: axes.get_title(where) for where in ("left", "center", "right")),
        lambda axes: axes.get_xlabel(),
        lambda axes: axes.get_ylabel(),
    ]
    if figure.get_suptitle():
        said.append(figure.get_suptitle())
    said += [words for axes in figure.axes for name in named if (words := name(axes))]
    what = ", ".join(dict.fromkeys(said))[:300]
    return FIGURE_OF[lang].format(what=what) if what else FIGURE[lang]
