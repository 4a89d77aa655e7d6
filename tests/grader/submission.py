"""A submission: a notebook or a .py file, run cell by cell to get what the learner defined."""

import builtins
import contextlib
import linecache
import locale
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from grader import check as check_module
from grader.blame import line_that_raised
from grader.exercises import EXERCISES, Exercise
from grader.notebook import NotebookError, code_cells, read, source
from grader.text import LANGUAGES, Text

NOT_THERE = Text(vi="Không có tập tin {path}. Hãy kiểm tra lại tên.", en="There is no file {path}. Check its name.")
NOT_A_FILE = Text(
    vi="{path} không phải là tập tin .ipynb hay .py.", en="{path} is neither an .ipynb nor a .py file."
)
NOT_A_NOTEBOOK = Text(
    vi="{path} không phải là một notebook. Hãy mở nó bằng JupyterLab rồi lưu lại.",
    en="{path} is not a notebook. Open it in JupyterLab and save it again.",
)
NOT_TEXT = Text(
    vi="{path} không phải là văn bản UTF-8. Hãy lưu lại tập tin với mã hóa UTF-8.",
    en="{path} is not UTF-8 text. Save it again with the encoding UTF-8.",
)
SYNTAX = Text(
    vi="{place}, dòng {line}: sai cú pháp Python ({error}).", en="{place}, line {line}: not valid Python ({error})."
)
RAISED = Text(vi="{place}: code phát sinh ngoại lệ {error}.", en="{place}: the code raised {error}.")
RAISED_AT = Text(
    vi="{place}, dòng {line}: code phát sinh ngoại lệ {error}.", en="{place}, line {line}: the code raised {error}."
)
LACKS = Text(vi="{path} không định nghĩa {name}.", en="{path} does not define {name}.")
LACKS_BECAUSE = Text(vi="{path} không định nghĩa {name}. {cause}", en="{path} does not define {name}. {cause}")
CELL = Text(vi="{path}, ô code số {number}", en="{path}, code cell {number}")


class SubmissionError(Exception):
    """A submission cannot be judged; `text` says why, in both languages."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


@dataclass(frozen=True)
class Cell:
    """A piece of code of a submission, and what a message calls it."""

    name: Text
    code: str


@dataclass(frozen=True)
class Submission:
    """What a file defines, and what went wrong in which of its cells."""

    path: Path
    names: dict[str, object]
    problems: list[Text] = field(default_factory=list)

    def answers(self, exercise: Exercise) -> dict[str, object]:
        """The learner's objects for an exercise, by name. SubmissionError when one is missing."""
        for name in exercise.names:
            if name not in self.names:
                text = LACKS_BECAUSE.format(path=self.path, name=name, cause=self.problems[0]) if self.problems else None
                raise SubmissionError(text or LACKS.format(path=self.path, name=name))
        return {name: self.names[name] for name in exercise.names}


def exercises_in(path: Path) -> list[Exercise]:
    """The exercises that a file answers: those its metadata or its name says, else those whose names it defines.

    Raises SubmissionError when the file cannot be read.
    """
    _refuse_what_is_no_file(path)
    named = path.stem
    if path.suffix == ".ipynb":
        named = _notebook(path).get("metadata", {}).get("course", {}).get("exercise")
    if named in EXERCISES:
        return [EXERCISES[named]]
    text = "\n".join(cell.code for cell in cells_of(path))
    return [exercise for exercise in EXERCISES.values() if all(_defines(text, name) for name in exercise.names)]


def language_of(path: Path) -> str:
    """The language to answer in: the notebook's own, else the system's where the course has it, else Vietnamese."""
    with contextlib.suppress(SubmissionError):
        if path.suffix == ".ipynb":
            lang = _notebook(path).get("metadata", {}).get("course", {}).get("lang")
            if lang in LANGUAGES:
                return lang
    system = (locale.getlocale()[0] or "")[:2]
    return system if system in LANGUAGES else LANGUAGES[0]


def load(path: Path) -> Submission:
    """Run all code of the file, in order, in this process; the last definition of a name counts.

    Magics and shell lines do nothing, `check` does nothing, plots are drawn nowhere. A cell that fails is noted, and
    the next one runs. Raises SubmissionError when the file cannot be read.
    """
    cells = cells_of(path)
    names: dict[str, object] = {"__name__": "submission", "get_ipython": _no_ipython}
    problems = []
    with _nothing_shown():
        for number, cell in enumerate(cells, start=1):
            file = f"<{path.name}, {number}>"
            linecache.cache[file] = len(cell.code), None, cell.code.splitlines(keepends=True), file
            try:
                exec(compile(cell.code, file, "exec"), names)
            except SyntaxError as error:
                problems.append(SYNTAX.format(place=cell.name, line=error.lineno, error=error.msg))
            except (Exception, SystemExit) as error:
                problems.append(_raised(cell, error))
    return Submission(path, names, problems)


def cells_of(path: Path) -> list[Cell]:
    """The pieces of code of a file, magics and shell lines turned into calls that do nothing."""
    from IPython.core.inputtransformer2 import TransformerManager

    if path.suffix == ".ipynb":
        codes = [source(cell) for cell in code_cells(_notebook(path))]
        return [
            Cell(CELL.format(path=path, number=number), _transformed(TransformerManager(), code))
            for number, code in enumerate(codes, start=1)
        ]
    _refuse_what_is_no_file(path)
    try:
        return [Cell(Text(vi=str(path), en=str(path)), path.read_text(encoding="utf-8"))]
    except UnicodeDecodeError as error:
        raise SubmissionError(NOT_TEXT.format(path=path)) from error


def _transformed(manager, code: str) -> str:
    try:
        return manager.transform_cell(code)
    except SyntaxError:
        return code  # compiling it says what is wrong, and where


def _notebook(path: Path) -> dict:
    _refuse_what_is_no_file(path)
    try:
        return read(path)
    except (NotebookError, RecursionError) as error:
        raise SubmissionError(NOT_A_NOTEBOOK.format(path=path)) from error


def _refuse_what_is_no_file(path: Path) -> None:
    if not path.exists():
        raise SubmissionError(NOT_THERE.format(path=path))
    if not path.is_file() or path.suffix not in (".ipynb", ".py"):
        raise SubmissionError(NOT_A_FILE.format(path=path))


def _defines(code: str, name: str) -> bool:
    return f"def {name}(" in code or f"class {name}" in code or f"\n{name} =" in f"\n{code}"


def _raised(cell: Cell, error: BaseException) -> Text:
    said = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
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

    from grader.verdict import undisturbed

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
