"""The results as a table for a spreadsheet: one row a submission, one column an exercise."""

import csv
import io
import re
import unicodedata
from typing import Literal, get_args

from grader.exercises import EXERCISES
from grader.provenance import Run
from grader.reports.summary import mistake_of
from grader.results import ExerciseResult, SubmissionResult
from grader.sanitize import one_line

# What stands in a number: Excel on a Vietnamese Windows reads 7,5 and takes the semicolon for what separates cells.
Decimal = Literal[".", ","]
DECIMALS: tuple[Decimal, ...] = get_args(Decimal)
SEPARATORS = {".": ",", ",": ";"}

BYTE_ORDER_MARK = "\ufeff"  # without it Excel does not read Vietnamese
FIRST_COLUMNS = ("path", "score", "max_score", "isolation", "error")
STARTS_A_FORMULA = "=+-@"
# What Excel takes for a number, and shows as another one: 007 as 7, 123456789012345678 and 12E3 in powers of ten.
LOOKS_LIKE_A_NUMBER = re.compile(r"0\d+|\d{12,}|\d+[eE]\d+")


def as_csv(submissions: list[SubmissionResult], run: Run | None = None, decimal: Decimal = ".") -> str:
    """CSV with a header: path, score, max_score, isolation, error (English), then the score of each exercise.

    Exercises stand in the order of the course; a cell is empty where the exercise was not asked for. Behind them stand
    the named mistake of each, in an assignment the student and the remarks, and what graded. A spreadsheet needs
    BYTE_ORDER_MARK before it.
    """
    occur = {result.exercise for submission in submissions for result in submission.exercises}
    exercises = [name for name in EXERCISES if name in occur]
    of_assignment = any(submission.mark for submission in submissions)
    written = io.StringIO()
    # All text is quoted: with "\n" between rows, Python does not see that a cell with a lone "\r" needs quotes.
    rows = csv.writer(written, delimiter=SEPARATORS[decimal], lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)
    header = [*FIRST_COLUMNS, *exercises, *(f"{name}_mistake" for name in exercises)]
    if of_assignment:
        header += ["student_id", "student_name", "student_address", "remarks"]
    rows.writerow([*header, *(["graded_with"] if run else [])])
    for submission in submissions:
        results = {result.exercise: result for result in submission.exercises}
        row: list[str | float] = [
            _harmless(submission.path),
            submission.score,
            submission.max_score,
            submission.isolation,
            _harmless(submission.error.en) if submission.error else "",
            *(results[name].score if name in results else "" for name in exercises),
            *(_mistake(results.get(name)) for name in exercises),
        ]
        if of_assignment:
            row += _of_student(submission)
        if run:
            row.append(run.said().en)
        rows.writerow([_with(decimal, cell) for cell in row])
    return written.getvalue()


def _mistake(result: ExerciseResult | None) -> str:
    """The English name of the mistake that a result has, if it has one."""
    mistake = mistake_of(result) if result is not None else None
    return _harmless(mistake.name.en) if mistake is not None else ""


def _of_student(submission: SubmissionResult) -> list[str]:
    remarks = submission.mark.remarks if submission.mark else ()
    said = _harmless(" ".join(remark.en for remark in remarks))
    if submission.student is None:
        return ["", "", "", said]
    student = submission.student
    return [_as_text(student.id), _harmless(student.name), _harmless(student.address), said]


def _with(decimal: Decimal, cell: str | float) -> str | float:
    """The cell with its number, if it is one, written so; a quoted number is a number to a spreadsheet all the same."""
    return str(cell).replace(".", decimal) if isinstance(cell, float) and decimal != "." else cell


def _as_text(student: str) -> str:
    """An id that a spreadsheet leaves as it is: one that looks like a number is written as a formula that gives it."""
    return f'="{student}"' if LOOKS_LIKE_A_NUMBER.fullmatch(student) else _harmless(student)


def _harmless(text: str) -> str:
    """The text as a cell: printable, on one line, and with an apostrophe before what could be read as a formula.

    Some spreadsheets pass over spaces, and some read wide signs (＝) as the plain ones.
    """
    cell = one_line(text)
    first = unicodedata.normalize("NFKC", cell.lstrip(" ")[:1])
    return f"'{cell}" if first and first[0] in STARTS_A_FORMULA else cell
