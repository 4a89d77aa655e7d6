"""What `grade` is told: its flags, and where an assignment is described, what that says; all of it checked before
anything is graded.
"""

import argparse
import os
from collections.abc import Callable
from pathlib import Path

from grader.assignment.describe import is_assignment, read_assignment
from grader.assignment.session import Session
from grader.exercises import exercise_called
from grader.reports.atomic import refuse_unwritable
from grader.reports.folder import refuse_others_pages
from grader.reports.html import INDEX
from grader.reports.spreadsheet import DECIMALS
from grader.seed import teachers_seed
from grader.submissions.choose import DUPLICATES
from grader.submissions.find import UsageError
from grader.text import LANGUAGES, Text

NEW_EXERCISE = "new-exercise"  # in the place of a path: grade writes an exercise
OF_SEVERAL = {"last": "newest", "best": "best"}  # what decides in one hand-in as it does between them

CANNOT_WRITE = Text(
    vi="Không ghi được {path} ({error}). Hãy chọn chỗ khác; chưa có gì bị thay đổi.",
    en="{path} cannot be written ({error}). Choose another place; nothing was changed.",
)
OVERWRITES = Text(
    vi="Không ghi kết quả vào {path}: đó là bài nộp hay danh sách, hoặc hai kết quả trùng chỗ. Hãy chọn tên khác.",
    en="{path} will not be written: it is a submission or a roster, or two results have the same place. Choose another"
    " name.",
)
NO_CLASS = Text(
    vi="{path} chỉ mô tả bài tập. Hãy thêm thư mục hoặc zip chứa các bài nộp: grade {path} lop-hoc.zip",
    en="{path} only describes the assignment. Add the folder or zip of the hand-ins: grade {path} my-class.zip",
)
ONE_ASSIGNMENT = Text(
    vi="Chỉ dùng được một tập tin mô tả bài tập, ở đầu lệnh: {path} thừa.",
    en="Only one description of an assignment can be used, first of all: {path} is too many.",
)
ASKED_IN_ASSIGNMENT = Text(
    vi="{path} đã nói chấm những bài tập nào. Hãy bỏ --exercise, hoặc chấm mà không dùng {path}.",
    en="{path} says which exercises are graded. Leave out --exercise, or grade without {path}.",
)


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(
        prog="grade",
        description="Chấm bài nộp: notebook, .py, hoặc cả lớp. / Grade a notebook, a .py, or a class.",
        epilog=f"grade {NEW_EXERCISE} ID: tạo một bài tập mới / make the files of a new exercise",
    )
    made.add_argument(
        "paths", nargs="*", type=Path, metavar="PATH", help="a file, or a folder of submissions; first assignment.toml"
    )
    made.add_argument("--exercise", action="append", default=[], metavar="ID", help="grade this exercise (repeatable)")
    made.add_argument(
        "--duplicates", choices=DUPLICATES, help="of two answers to one exercise in one submission (default: error)"
    )
    made.add_argument("--one", action="store_true", help="a folder is one submission, not a class")
    made.add_argument("--lang", choices=LANGUAGES, help="default: the notebook's language, else the system's")
    made.add_argument(
        "--seed", type=int, help="which cases are drawn (default: this teacher's own, known to no student)"
    )
    made.add_argument("--trust", action="store_true", help="grade also where submissions cannot be shut in")
    made.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes (default: one a core)")
    made.add_argument("--watch", action="store_true", help="grade again whenever a file is saved")
    made.add_argument("--json", type=Path, metavar="FILE", help="write the results as JSON")
    made.add_argument("--csv", type=Path, metavar="FILE", help="write a row a submission")
    made.add_argument("--csv-decimal", choices=DECIMALS, help="what stands in its numbers (default: .)")
    made.add_argument("--gradescope", type=Path, metavar="FILE", help="write results.json for Gradescope")
    made.add_argument("--html", type=Path, metavar="DIR", help="write a page a submission and one for the class")
    made.add_argument("--scheduler", metavar="ADDRESS", help="hand the work to this Dask scheduler")
    made.add_argument(
        "--compare", nargs=2, type=Path, metavar=("OLD", "NEW"), help="say whose marks differ in two files of --json"
    )
    made.add_argument("--version", action="store_true", help="say which course, Python and packages grade")
    return made


def prepare(options: argparse.Namespace) -> None:
    """Find out before grading begins what would stop it. Raises CourseError."""
    options.session = None
    if is_assignment(options.paths[0]):
        _prepare_assignment(options)
    options.duplicates = options.duplicates or "error"
    options.csv_decimal = options.csv_decimal or "."
    if options.jobs < 1:
        raise UsageError(Text(vi="--jobs phải từ 1 trở lên.", en="--jobs must be 1 or more."))
    for name in options.exercise:
        try:
            exercise_called(name)
        except ValueError as error:
            raise UsageError(Text(vi=f"Không có bài tập {name!r}. ({error})", en=str(error))) from error
    options.exercise = list(dict.fromkeys(options.exercise))
    if options.seed is None:
        options.seed = teachers_seed()
    places = [path.resolve() for path in outputs(options)]
    for path in places:
        if path.suffix in (".py", ".ipynb") or places.count(path) > 1 or path in _read_too(options):
            raise UsageError(OVERWRITES.format(path=path))
    for path in places:
        if options.html is None or path != options.html.resolve():
            _writable(path, refuse_unwritable)
    if options.html is not None:
        _writable(options.html, lambda folder: folder.mkdir(parents=True, exist_ok=True))
        refuse_others_pages(options.html)
        _writable(options.html / INDEX, refuse_unwritable)


def _prepare_assignment(options: argparse.Namespace) -> None:
    """Take from the description of an assignment what no flag says. Raises CourseError where it cannot be used."""
    described, *options.paths = options.paths
    if options.exercise:
        raise UsageError(ASKED_IN_ASSIGNMENT.format(path=described))
    assignment = read_assignment(described)
    for path in options.paths:
        if is_assignment(path):
            raise UsageError(ONE_ASSIGNMENT.format(path=path))
    if not options.paths:
        raise UsageError(NO_CLASS.format(path=described))
    options.session = Session(assignment)
    options.exercise = list(assignment.exercises)
    options.duplicates = options.duplicates or OF_SEVERAL[assignment.counts]
    options.lang = options.lang or assignment.lang
    options.seed = assignment.seed if options.seed is None else options.seed
    for name in ("csv", "json", "html", "csv_decimal"):
        setattr(options, name, getattr(options, name) or getattr(assignment.places, name))


def outputs(options: argparse.Namespace) -> list[Path]:
    """Where results are written: never a submission, even inside the class's folder."""
    places = options.session.written if options.session is not None else []
    return [path for path in (*_files(options), options.html, *places) if path is not None]


def _read_too(options: argparse.Namespace) -> list[Path]:
    """What this run reads that no result may take the place of."""
    roster = options.session.assignment.roster if options.session is not None else None
    updated = {path.resolve() for path in options.session.worksheets} if options.session is not None else set()
    return [path.resolve() for path in (roster, *options.paths) if path is not None and path.resolve() not in updated]


def _files(options: argparse.Namespace) -> list[Path | None]:
    return [options.json, options.csv, options.gradescope]


def _writable(path: Path, try_it: Callable[[Path], object]) -> None:
    try:
        try_it(path)
    except OSError as error:
        raise UsageError(CANNOT_WRITE.format(path=path, error=error.strerror or error)) from error
