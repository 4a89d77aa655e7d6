"""The command `grade`: from hand-ins to marks."""

import argparse
import contextlib
import dataclasses
import os
import shutil
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from tqdm import tqdm

from grader import reports
from grader.batch import Journal, grade_all
from grader.exercises import EXERCISES, exercise_called
from grader.grade import Task
from grader.reports.atomic import refuse_unwritable, write_whole
from grader.reports.summary import is_full
from grader.results import PassedOver, SubmissionResult
from grader.sandbox.launcher import refuse_unisolated
from grader.sanitize import printable
from grader.seed import teachers_seed
from grader.submissions.archives import Archives
from grader.submissions.choose import DUPLICATES
from grader.submissions.find import FoundSubmission, UsageError, said_of, submissions_in
from grader.submissions.read import Reader, language_of
from grader.text import LANGUAGES, CourseError, Text

FULL, NOT_FULL, NOTHING_GRADED = 0, 1, 2
LOOK_EVERY_SECONDS = 0.3
NEW_EXERCISE = "new-exercise"

CANNOT_WRITE = Text(
    vi="Không ghi được {path} ({error}). Hãy chọn chỗ khác; chưa có gì bị thay đổi.",
    en="{path} cannot be written ({error}). Choose another place; nothing was changed.",
)
DISK = Text(
    vi="Không ghi được {path} ({error}). Tập tin cũ còn nguyên; các bài đã chấm được giữ lại, hãy chạy lại lệnh này.",
    en="{path} could not be written ({error}). The old file is whole; what was graded is kept: run the command again.",
)
SEED = Text(vi="seed {seed}", en="seed {seed}")
READING = Text(vi="đọc bài", en="reading")
GRADING = Text(vi="chấm bài", en="grading")
INTERRUPTED = Text(
    vi="Đã dừng. Chạy lại lệnh này thì việc chấm tiếp tục từ đây.",
    en="Stopped. Run the command again to go on from here.",
)
OVERWRITES = Text(
    vi="Không ghi kết quả vào {path}: đó là bài nộp, hoặc hai kết quả trùng chỗ. Hãy chọn tên khác.",
    en="{path} will not be written: it is a submission, or two results have the same place. Choose another name.",
)
WATCHING = Text(
    vi="Đang chờ bạn lưu tập tin; nhấn Ctrl-C để dừng.", en="Waiting for you to save; press Ctrl-C to stop."
)


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(
        prog="grade",
        description="Chấm bài nộp: notebook, .py, hoặc cả lớp. / Grade a notebook, a .py, or a class.",
        epilog=f"grade {NEW_EXERCISE} ID: tạo một bài tập mới / make the files of a new exercise",
    )
    made.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a file, or a folder of submissions")
    made.add_argument("--exercise", action="append", default=[], metavar="ID", help="grade this exercise (repeatable)")
    made.add_argument(
        "--duplicates", choices=DUPLICATES, default="error", help="of two answers to one exercise in one submission"
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
    made.add_argument("--gradescope", type=Path, metavar="FILE", help="write results.json for Gradescope")
    made.add_argument("--html", type=Path, metavar="DIR", help="write a page a submission and one for the class")
    made.add_argument("--scheduler", metavar="ADDRESS", help="hand the work to this Dask scheduler")
    return made


def main(arguments: list[str] | None = None) -> int:
    """Run the command; returns the exit status: 0 all full marks, 1 not all, 2 nothing could be graded."""
    arguments = sys.argv[1:] if arguments is None else arguments
    if arguments[:1] == [NEW_EXERCISE]:
        from grader.authoring import new_exercise  # only here: it needs what students' machines do not have

        return new_exercise.main(arguments[1:])
    options = parser().parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a console of another encoding shows what it can
    lang = options.lang or language_of(None)
    try:
        refuse_unisolated(options.trust)  # before the first file is read
        with Reader() as reader:
            lang = options.lang or language_of(reader.read(options.paths[0]))
        prepare(options)
        if options.watch:
            return watch(options, lang)
        return grade_once(options, lang)
    except CourseError as error:
        print(printable(error.text[lang]), file=sys.stderr)
        return NOTHING_GRADED
    except KeyboardInterrupt:
        print(INTERRUPTED[lang], file=sys.stderr)
        return NOTHING_GRADED


def prepare(options: argparse.Namespace) -> None:
    """Find out before grading begins what would stop it. Raises CourseError."""
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
        if path.suffix in (".py", ".ipynb") or places.count(path) > 1:
            raise UsageError(OVERWRITES.format(path=path))
    for path in (options.json, options.csv, options.gradescope):
        if path is not None:
            _writable(path, refuse_unwritable)
    if options.html is not None:
        _writable(options.html, lambda folder: folder.mkdir(parents=True, exist_ok=True))
        _writable(options.html / "index.html", refuse_unwritable)


def outputs(options: argparse.Namespace) -> list[Path]:
    """Where results are written: never a submission, even inside the class's folder."""
    return [path for path in (options.json, options.csv, options.gradescope, options.html) if path is not None]


def _writable(path: Path, try_it: Callable[[Path], object]) -> None:
    try:
        try_it(path)
    except OSError as error:
        raise UsageError(CANNOT_WRITE.format(path=path, error=error.strerror or error)) from error


def grade_once(options: argparse.Namespace, lang: str) -> int:
    """Grade everything, write the reports, print the table."""
    results = frozenset(path.resolve() for path in outputs(options))
    with Archives() as archives:
        handed_in = submissions_in(options.paths, archives, one=options.one, results=results)
        tasks = tasks_of(handed_in.submissions, options, lang)
        if options.gradescope is not None and len(tasks) != 1:
            raise UsageError(reports.ONE_FOR_GRADESCOPE)
        journal = Journal(tasks)
        in_order = _graded(journal, options, lang)
    write_reports(options, in_order, handed_in.passed_over, lang)
    journal.remove()
    _show(reports.as_table(in_order, lang, shutil.get_terminal_size().columns))
    if handed_in.passed_over:
        _show(printable(said_of(handed_in.passed_over)[lang]))
    _show(SEED[lang].format(seed=options.seed))
    if not any(result.max_score for result in in_order):
        return NOTHING_GRADED
    return FULL if all(map(is_full, in_order)) else NOT_FULL


def _graded(journal: Journal, options: argparse.Namespace, lang: str) -> list[SubmissionResult]:
    """The results, in the order of the tasks."""
    results = {}
    with _progress(len(journal.tasks), GRADING[lang]) as progress:
        for task, result in grade_all(journal, options.jobs, options.scheduler):
            results[task] = result
            progress.update()
    return [results[task] for task in journal.tasks]


def _show(text: str) -> None:
    """Print something; whoever listens no longer (`grade … | head`) has what was written to files all the same."""
    try:
        print(text, flush=True)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def tasks_of(submissions: Sequence[FoundSubmission], options: argparse.Namespace, lang: str) -> list[Task]:
    """Every submission with its files read.

    All are asked for the same exercises, so that all can get the same marks: those that were named or, where none is,
    those that anybody answers.
    """
    tasks = []
    with Reader() as reader, _progress(len(submissions), READING[lang]) as progress:
        for submission in submissions:
            tasks.append(
                Task(
                    submission.name,
                    tuple(reader.read(file.path, file.called) for file in submission.files),
                    tuple(submission.beside(file) for file in submission.files),
                    seed=options.seed,
                    lang=lang if options.html is not None else None,
                    trusted=options.trust,
                    duplicates=options.duplicates,
                    problem=submission.problem,
                )
            )
            progress.update()
    answered = {name for task in tasks for name in task.answered}
    asked = tuple(options.exercise) or tuple(name for name in EXERCISES if name in answered)
    return [dataclasses.replace(task, asked=asked) for task in tasks]


def _progress(total: int, words: str) -> tqdm:
    """A bar where there are several and somebody looks."""
    return tqdm(total=total, desc=words, disable=total == 1 or None, leave=False)


def write_reports(
    options: argparse.Namespace, results: list[SubmissionResult], passed_over: Sequence[PassedOver], lang: str
) -> None:
    """Write what was asked for, each file whole or not at all. Raises UsageError when the disk does not take it."""
    wanted: list[tuple[Path | None, Callable[[Path], object]]] = [
        (options.json, lambda path: write_whole(path, reports.as_json(results, options.seed, passed_over))),
        (options.csv, lambda path: write_whole(path, reports.as_csv(results))),
        (options.gradescope, lambda path: write_whole(path, reports.as_gradescope(results, lang))),
        (options.html, lambda path: reports.write_html(path, results, lang)),
    ]
    for path, write in wanted:
        if path is not None:
            try:
                write(path)
            except OSError as error:
                raise UsageError(DISK.format(path=path, error=error.strerror or error)) from error


def watch(options: argparse.Namespace, lang: str) -> int:
    """Grade at every save until interrupted; returns what the last run did."""
    status, seen = NOTHING_GRADED, None
    try:
        while True:
            now = _state(options)
            if now != seen:
                seen = now
                print("\033[2J\033[H", end="")
                try:
                    status = grade_once(options, lang)
                except CourseError as error:
                    print(printable(error.text[lang]))
                print(WATCHING[lang], flush=True)
            time.sleep(LOOK_EVERY_SECONDS)
    except KeyboardInterrupt:
        return status


def _state(options: argparse.Namespace) -> dict[Path, tuple[int, int]]:
    written = {path.resolve() for path in outputs(options)}
    state = {}
    for file in (file for path in options.paths for file in ([path] if path.is_file() else path.rglob("*"))):
        if not written & {file.resolve(), *file.resolve().parents}:
            with contextlib.suppress(OSError):  # deleted at this moment
                state[file] = file.stat().st_mtime_ns, file.stat().st_size
    return state


if __name__ == "__main__":
    sys.exit(main())
