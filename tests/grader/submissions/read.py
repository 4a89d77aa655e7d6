"""A submission: a notebook or a .py file, run cell by cell to get what the learner defined."""

import ast
import contextlib
import locale
import os
import re
import warnings
from dataclasses import dataclass, field
from pathlib import Path

from grader.exercises import EXERCISES, Exercise
from grader.notebook import NotebookError, code_cells, read, source
from grader.sandbox.inside.execute import SYNTAX, Cell, run
from grader.text import LANGUAGES, Text

NOT_THERE = Text(vi="Không có tập tin {path}. Hãy kiểm tra lại tên.", en="There is no file {path}. Check its name.")
NOT_A_FILE = Text(vi="{path} không phải là tập tin .ipynb hay .py.", en="{path} is neither an .ipynb nor a .py file.")
NOT_A_NOTEBOOK = Text(
    vi="{path} không đọc được như một notebook. Hãy chép lại bài tập gốc (make start) rồi dán lời giải vào.",
    en="{path} cannot be read as a notebook. Copy the exercise anew (make start) and paste your solution into it.",
)
NOT_TEXT = Text(
    vi="{path} không phải là văn bản UTF-8. Hãy lưu lại tập tin với mã hóa UTF-8.",
    en="{path} is not UTF-8 text. Save it again with the encoding UTF-8.",
)
UNREADABLE = Text(
    vi="Không đọc được {path}. Hãy kiểm tra quyền truy cập.", en="{path} cannot be read. Check its permissions."
)
TOO_LARGE = Text(
    vi="{path} lớn hơn {size} MB. Hãy xóa các đầu ra (Clear All Outputs) rồi lưu lại.",
    en="{path} is larger than {size} MB. Clear its outputs (Clear All Outputs) and save it again.",
)
LACKS = Text(vi="{path} không định nghĩa {name}.", en="{path} does not define {name}.")
LACKS_BECAUSE = Text(vi="{path} không định nghĩa {name}. {cause}", en="{path} does not define {name}. {cause}")
CELL = Text(vi="{path}, ô code số {number}", en="{path}, code cell {number}")


MOST_BYTES = 20 << 20
MAGIC_LINE = re.compile(r"^[ \t]*[%!?].*$", re.MULTILINE)


class SubmissionError(Exception):
    """A submission cannot be judged; `text` says why, in both languages."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


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
                text = (
                    LACKS_BECAUSE.format(path=self.path, name=name, cause=self.problems[0]) if self.problems else None
                )
                raise SubmissionError(text or LACKS.format(path=self.path, name=name))
        return {name: self.names[name] for name in exercise.names}


def exercises_in(path: Path, *, must_be_python: bool = False) -> list[Exercise]:
    """The exercises that a file answers: those its metadata or its name says, else those whose names it defines.

    Raises SubmissionError when the file cannot be read and, where it answers none and must be Python, is not.
    """
    _refuse_what_is_no_file(path)
    named = path.stem
    if path.suffix == ".ipynb":
        named = _notebook(path).get("metadata", {}).get("course", {}).get("exercise")
    if named in EXERCISES:
        return [EXERCISES[named]]
    defined = {name for cell in cells_of(path) for name in _defined_in(cell.code)}
    answered = [exercise for exercise in EXERCISES.values() if defined.issuperset(exercise.names)]
    if not answered and must_be_python:
        _refuse_bad_syntax(path)
    return answered


def _refuse_bad_syntax(path: Path) -> None:
    for cell in cells_of(path):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                ast.parse(MAGIC_LINE.sub("", cell.code))
        except SyntaxError as error:
            raise SubmissionError(SYNTAX.format(place=cell.name, line=error.lineno or 1, error=error.msg)) from error
        except (ValueError, RecursionError, MemoryError):
            continue  # no Python either, and said when it is run


def language_of(path: Path) -> str:
    """The language to answer in: the notebook's own, else the system's where the course has it, else Vietnamese."""
    with contextlib.suppress(SubmissionError):
        if path.suffix == ".ipynb":
            lang = _notebook(path).get("metadata", {}).get("course", {}).get("lang")
            if lang in LANGUAGES:
                return lang
    return next((lang for lang in LANGUAGES if _system_language().startswith(lang)), LANGUAGES[0])


def _system_language() -> str:
    """What the environment or, on Windows, the system calls its language, in small letters; "c" says nothing."""
    settings = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return next(filter(None, settings), locale.getlocale()[0] or "").lower()


def load(path: Path) -> Submission:
    """Run all code of the file in this process, as `running.run` does. SubmissionError when it cannot be read."""
    return Submission(path, *run(cells_of(path), path.name))


def cells_of(path: Path) -> list[Cell]:
    """The pieces of code of a file: a notebook's code cells, or the whole of a .py."""
    if path.suffix == ".ipynb":
        codes = [source(cell) for cell in code_cells(_notebook(path))]
        return [Cell(CELL.format(path=path, number=number), code) for number, code in enumerate(codes, start=1)]
    _refuse_what_is_no_file(path)
    try:
        return [Cell(Text(vi=str(path), en=str(path)), path.read_text(encoding="utf-8"))]
    except UnicodeDecodeError as error:
        raise SubmissionError(NOT_TEXT.format(path=path)) from error
    except OSError as error:
        raise SubmissionError(UNREADABLE.format(path=path)) from error


def _notebook(path: Path) -> dict:
    _refuse_what_is_no_file(path)
    try:
        notebook = read(path)
    except NotebookError as error:
        raise SubmissionError(NOT_A_NOTEBOOK.format(path=path)) from error
    except OSError as error:
        raise SubmissionError(UNREADABLE.format(path=path)) from error
    if not _has_the_form(notebook):
        raise SubmissionError(NOT_A_NOTEBOOK.format(path=path))
    return notebook


def _has_the_form(notebook: dict) -> bool:
    """Whether what is read from a notebook here has the types that the format says."""
    metadata = notebook.get("metadata", {})
    course = metadata.get("course", {}) if isinstance(metadata, dict) else None
    if not isinstance(course, dict) or not all(isinstance(course.get(key, ""), str) for key in ("exercise", "lang")):
        return False
    return all(isinstance(cell, dict) and _is_text(cell.get("source", "")) for cell in notebook["cells"])


def _is_text(value: object) -> bool:
    return isinstance(value, str) or isinstance(value, list) and all(isinstance(line, str) for line in value)


def _refuse_what_is_no_file(path: Path) -> None:
    if not path.exists():
        raise SubmissionError(NOT_THERE.format(path=path))
    if not path.is_file() or path.suffix not in (".ipynb", ".py"):
        raise SubmissionError(NOT_A_FILE.format(path=path))
    if not os.access(path, os.R_OK):
        raise SubmissionError(UNREADABLE.format(path=path))
    if path.stat().st_size > MOST_BYTES:
        raise SubmissionError(TOO_LARGE.format(path=path, size=MOST_BYTES >> 20))


def _defined_in(code: str) -> set[str]:
    """The names that the code defines, assigns or imports, wherever in it; none where it is not Python."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what the compiler thinks of a learner's style
            nodes = list(ast.walk(ast.parse(MAGIC_LINE.sub("", code))))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return set()
    named = {node.name for node in nodes if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    assigned = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    imported = {node.asname or node.name for node in nodes if isinstance(node, ast.alias)}
    return named | assigned | imported
