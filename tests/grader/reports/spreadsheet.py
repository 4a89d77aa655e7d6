"""The results as a table for a spreadsheet: one row a submission, one column an exercise."""

import csv
import io
import unicodedata

from grader.exercises import EXERCISES
from grader.results import SubmissionResult
from grader.sanitize import one_line

FIRST_COLUMNS = ("path", "score", "max_score", "isolation", "error")
STARTS_A_FORMULA = "=+-@"


def as_csv(submissions: list[SubmissionResult]) -> str:
    """CSV with a header: path, score, max_score, isolation, error (English), then the score of each exercise.

    Exercises stand in the order of the course; a cell is empty where the exercise was not asked for.
    """
    occur = {result.exercise for submission in submissions for result in submission.exercises}
    exercises = [name for name in EXERCISES if name in occur]
    written = io.StringIO()
    # All text is quoted: with "\n" between rows, Python does not see that a cell with a lone "\r" needs quotes.
    rows = csv.writer(written, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)
    rows.writerow([*FIRST_COLUMNS, *exercises])
    for submission in submissions:
        scores = {result.exercise: result.score for result in submission.exercises}
        rows.writerow(
            [
                _harmless(submission.path),
                submission.score,
                submission.max_score,
                submission.isolation,
                _harmless(submission.error.en) if submission.error else "",
                *(scores.get(name, "") for name in exercises),
            ]
        )
    return written.getvalue()


def _harmless(text: str) -> str:
    """The text as a cell: printable, on one line, and with an apostrophe before what could be read as a formula.

    Some spreadsheets pass over spaces, and some read wide signs (＝) as the plain ones.
    """
    cell = one_line(text)
    first = unicodedata.normalize("NFKC", cell.lstrip(" ")[:1])
    return f"'{cell}" if first and first[0] in STARTS_A_FORMULA else cell
