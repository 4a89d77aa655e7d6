"""The command `grade`: from hand-ins to marks."""

import argparse
import contextlib
import dataclasses
import os
import shutil
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from tqdm import tqdm

from grader import reports
from grader.assignment.recognize import named_by_system
from grader.assignment.session import Session
from grader.batch import Journal, grade_all
from grader.compare import NOTHING, compared
from grader.exercises import EXERCISES
from grader.grade import Task
from grader.options import NEW_EXERCISE, outputs, parser, prepare
from grader.provenance import Run, this_run
from grader.reports.atomic import write_whole
from grader.reports.spreadsheet import BYTE_ORDER_MARK
from grader.reports.submission_page import submission_page
from grader.reports.summary import is_full
from grader.results import PassedOver, SubmissionResult
from grader.sandbox.launcher import refuse_unisolated
from grader.sanitize import printable
from grader.submissions.archives import Archives
from grader.submissions.find import FoundFile, FoundSubmission, UsageError, in_class, no_names, said_of, submissions_in
from grader.submissions.read import Reader, SubmittedFile, language_of
from grader.text import CourseError, Text

FULL, NOT_FULL, NOTHING_GRADED = 0, 1, 2
LOOK_EVERY_SECONDS = 0.3

DISK = Text(
    vi="Không ghi được {path} ({error}). Tập tin cũ còn nguyên; các bài đã chấm được giữ lại, hãy chạy lại lệnh này.",
    en="{path} could not be written ({error}). The old file is whole; what was graded is kept: run the command again.",
)
REMOVED = Text(vi="Đã xóa các trang cũ trong {folder}: {count}.", en="Old pages removed from {folder}: {count}.")
SEED = Text(vi="seed {seed}", en="seed {seed}")
READING = Text(vi="đọc bài", en="reading")
GRADING = Text(vi="chấm bài", en="grading")
INTERRUPTED = Text(
    vi="Đã dừng. Chạy lại lệnh này thì việc chấm tiếp tục từ đây.",
    en="Stopped. Run the command again to go on from here.",
)
WATCHING = Text(
    vi="Đang chờ bạn lưu tập tin; nhấn Ctrl-C để dừng.", en="Waiting for you to save; press Ctrl-C to stop."
)


def main(arguments: list[str] | None = None) -> int:
    """Run the command; returns the exit status: 0 all full marks, 1 not all, 2 nothing could be graded."""
    arguments = sys.argv[1:] if arguments is None else arguments
    if arguments[:1] == [NEW_EXERCISE]:
        from grader.authoring import new_exercise  # only here: it needs what students' machines do not have

        return new_exercise.main(arguments[1:])
    reading = parser()
    options = reading.parse_args(arguments)
    if not options.paths and not options.version and not options.compare:
        reading.error("PATH is missing")
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a console of another encoding shows what it can
    lang = options.lang or language_of(None)
    try:
        if options.version:
            _show(this_run().said()[lang])
            return FULL
        if options.compare:
            return compare(options.compare, lang)
        refuse_unisolated(options.trust)  # before the first file is read
        with Reader() as reader:
            lang = options.lang or language_of(reader.read(options.paths[0]))
        given = _copy(options)
        prepare(options)
        if options.watch:
            return watch(given, options, lang)
        return grade_once(options, options.lang or lang)
    except CourseError as error:
        print(printable(error.text[lang]), file=sys.stderr)
        return NOTHING_GRADED
    except KeyboardInterrupt:
        print(INTERRUPTED[lang], file=sys.stderr)
        return NOTHING_GRADED


def compare(files: list[Path], lang: str) -> int:
    """Print what changed between two results; as `diff` does, 0 where nothing has."""
    old, new = files
    lines = compared(old, new, lang)
    _show("\n".join(lines or [NOTHING[lang]]))
    return NOT_FULL if lines else FULL


def grade_once(options: argparse.Namespace, lang: str) -> int:
    """Grade everything, write the reports, print the table."""
    run, session = this_run(), options.session
    results = frozenset(path.resolve() for path in outputs(options))
    claimed = named_by_system if session is not None else no_names
    with Archives() as archives:
        handed_in = submissions_in(options.paths, archives, one=options.one, results=results, claimed=claimed)
        found = handed_in.submissions if session is None else session.gathered(handed_in.submissions)
        tasks = tasks_of(found, options, lang)
        if options.gradescope is not None and len(tasks) != 1:
            raise UsageError(reports.ONE_FOR_GRADESCOPE)
        journal = Journal(tasks)
        in_order = _graded(journal, options, lang)
    if session is not None:
        in_order = session.rows(in_order)
    said = write_reports(options, in_order, handed_in.passed_over, run, lang)
    said += _write_back(session, in_order, run, lang)
    journal.remove()
    _show(reports.as_table(in_order, lang, shutil.get_terminal_size().columns))
    if handed_in.passed_over:
        said.append(said_of(handed_in.passed_over))
    for text in said:
        _show(printable(text[lang]))
    _show(run.said()[lang])
    _show(SEED[lang].format(seed=options.seed))
    if not any(result.max_score for result in in_order):
        return NOTHING_GRADED
    return FULL if all(map(is_full, in_order)) else NOT_FULL


def _write_back(session: Session | None, rows: list[SubmissionResult], run: Run, lang: str) -> list[Text]:
    """Fill in the worksheets of an assignment, if there is one; what is said of that, and of nobody's hand-ins."""
    if session is None:
        return []
    said = session.write(rows, lambda row: submission_page(row, row.lang or lang, run), _write)
    unknown = session.unknown()
    return [*said, unknown] if unknown is not None else said


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
        for submission in map(in_class, submissions):
            tasks.append(
                Task(
                    submission.name,
                    tuple(_read(reader, file) for file in submission.files),
                    tuple(submission.beside(file) for file in submission.files),
                    seed=options.seed,
                    lang=lang if _has_pages(options) else None,
                    trusted=options.trust,
                    duplicates=options.duplicates,
                    problem=submission.problem,
                )
            )
            progress.update()
    answered = {name for task in tasks for name in task.answered}
    asked = tuple(options.exercise) or tuple(name for name in EXERCISES if name in answered)
    return [dataclasses.replace(task, asked=asked) for task in tasks]


def _read(reader: Reader, file: FoundFile) -> SubmittedFile:
    return dataclasses.replace(reader.read(file.path, file.called), order=file.order)


def _has_pages(options: argparse.Namespace) -> bool:
    return options.html is not None or (options.session is not None and options.session.has_pages)


def _progress(total: int, words: str) -> tqdm:
    """A bar where there are several and somebody looks."""
    return tqdm(total=total, desc=words, disable=total == 1 or None, leave=False)


def write_reports(
    options: argparse.Namespace,
    results: list[SubmissionResult],
    passed_over: Sequence[PassedOver],
    run: Run,
    lang: str,
) -> list[Text]:
    """Write what was asked for, each file whole or not at all; what is said of it.

    Raises UsageError when the disk does not take it.
    """
    said: list[Text] = []
    title = options.session.assignment.title if options.session is not None else None
    if options.json is not None:
        _write(options.json, reports.as_json(results, options.seed, passed_over, run, title))
    if options.csv is not None:
        _write(options.csv, BYTE_ORDER_MARK + reports.as_csv(results, run, options.csv_decimal))
    if options.gradescope is not None:
        _write(options.gradescope, reports.as_gradescope(results, lang, run))
    if options.html is not None:
        with _disk(options.html):
            removed = reports.write_html(options.html, results, lang, run, title=title, passed_over=passed_over)
        if removed:
            said.append(REMOVED.format(count=removed, folder=options.html))
    return said


def _write(path: Path, content: str | bytes) -> None:
    with _disk(path):
        write_whole(path, content)


@contextlib.contextmanager
def _disk(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise UsageError(DISK.format(path=path, error=error.strerror or error)) from error


def watch(given: argparse.Namespace, options: argparse.Namespace, lang: str) -> int:
    """Grade at every save until interrupted; returns what the last run did.

    `given` are the options as they were given: what describes an assignment is read again each time. `options` are
    what became of them.
    """
    status, seen, lang = NOTHING_GRADED, None, options.lang or lang
    try:
        while True:
            now = _state(given, options)
            if now != seen:
                seen = now  # taken before anything is read: whatever is saved from here on is seen next time
                print("\033[2J\033[H", end="")
                try:
                    again = _copy(given)
                    prepare(again)
                    options, lang = again, again.lang or lang
                    status = grade_once(options, lang)
                except CourseError as error:
                    print(printable(error.text[lang]))
                print(WATCHING[lang], flush=True)
            time.sleep(LOOK_EVERY_SECONDS)
    except KeyboardInterrupt:
        return status


def _copy(options: argparse.Namespace) -> argparse.Namespace:
    return argparse.Namespace(**vars(options))


def _state(given: argparse.Namespace, options: argparse.Namespace) -> dict[Path, tuple[int, int]]:
    written = {path.resolve() for path in outputs(options)}
    roster = options.session.assignment.roster if options.session is not None else None
    watched = [path for path in (*given.paths, roster) if path is not None]
    state = {}
    for file in (file for path in watched for file in ([path] if path.is_file() else path.rglob("*"))):
        if not written & {file.resolve(), *file.resolve().parents}:
            with contextlib.suppress(OSError):  # deleted at this moment
                state[file] = file.stat().st_mtime_ns, file.stat().st_size
    return state


if __name__ == "__main__":
    sys.exit(main())
