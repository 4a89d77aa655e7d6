"""The results as a table for the terminal."""

import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from grader.exercises import EXERCISES
from grader.judging.counterexample import number
from grader.reports.columns import display_width, shortened, shortened_apart
from grader.reports.summary import (
    SIGNS,
    STATES,
    STATUSES,
    class_line,
    lost,
    marks,
    notices,
    reason,
    says_the_error,
    state_of,
)
from grader.results import SubmissionResult
from grader.sanitize import flowing, one_line
from grader.text import Text

NAME = Text(vi="Bài nộp", en="Submission")
SCORE = Text(vi="Điểm", en="Score")
WHY = Text(vi="Vì sao mất điểm", en="Why points were lost")
GAP = "  "
# What a column of names and one of reasons can be shortened to; ids above the scores are worth less than reasons.
LEAST_NAME, LEAST_WHY, LEAST_WHY_BESIDE_IDS = 10, 16, 40


def _each_shortened(cells: Sequence[str], width: int) -> list[str]:
    return [shortened(cell, width) for cell in cells]


@dataclass(frozen=True)
class _Column:
    """A column; `least` is what it can be shortened to, None when it cannot."""

    head: str
    cells: list[str]
    least: int | None = None
    shorten: Callable[[Sequence[str], int], list[str]] = _each_shortened
    right: bool = False

    @property
    def natural(self) -> int:
        return max(map(display_width, (self.head, *self.cells)))

    @property
    def narrowest(self) -> int:
        return self.natural if self.least is None else min(self.natural, max(self.least, display_width(self.head)))


def as_table(submissions: list[SubmissionResult], lang: str, width: int) -> str:
    """The table, at most `width` columns wide (from 40 on), without a newline at its end.

    Before it a notice where submissions were not shut in; after it what its signs mean, and a line on the class.
    Where there is no room for the exercises' ids they are numbered; then reasons and exercises are left out.
    """
    lines = [_wrapped(notice, width) for notice in notices(submissions, lang)]
    if submissions:
        columns, legend = _columns_that_fit(submissions, lang, width)
        lines += [*_rows(columns, width), *(_wrapped(line, width) for line in legend)]
    return "\n".join([*lines, _wrapped(class_line(submissions, lang), width)])


def _wrapped(text: str, width: int) -> str:
    return textwrap.fill(text, width, break_on_hyphens=False)


def _columns_that_fit(submissions: list[SubmissionResult], lang: str, width: int) -> tuple[list[_Column], list[str]]:
    first = [
        _Column(NAME[lang], [one_line(each.path) for each in submissions], LEAST_NAME, shortened_apart),
        _Column(SCORE[lang], [marks(each) for each in submissions], right=True),
    ]
    occur = {result.exercise for each in submissions for result in each.exercises}
    exercises = [name for name in EXERCISES if name in occur]
    numbers = {name: str(place) for place, name in enumerate(exercises, 1)}
    ids = {name: name for name in exercises}
    spelt = [_Column(name, _cells(submissions, name, lang), right=True) for name in exercises]
    numbered = [_Column(numbers[name], _cells(submissions, name, None), right=True) for name in exercises]
    legend = _legend(submissions, numbers, lang)
    tries = [
        ([*first, *spelt, _why_column(submissions, ids, lang, LEAST_WHY_BESIDE_IDS)], []),
        ([*first, *numbered, _why_column(submissions, numbers, lang)], legend),
        ([*first, *numbered], legend),
        ([*first, _why_column(submissions, None, lang)], []),
    ]
    for columns, said in tries:
        if _total([column.narrowest for column in columns]) <= width:
            return columns, said
    return first, []


def _cells(submissions: list[SubmissionResult], exercise: str, lang: str | None) -> list[str]:
    """The score or the status of an exercise in each submission; a sign for the status where `lang` is None."""
    cells = []
    for submission in submissions:
        result = next((each for each in submission.exercises if each.exercise == exercise), None)
        state = state_of(result) if result is not None else None
        if state is not None:
            cells.append(SIGNS[state] if lang is None else STATES[state][lang])
        else:
            cells.append(number(result.score) if result is not None else "")
    return cells


def _legend(submissions: list[SubmissionResult], numbers: dict[str, str], lang: str) -> list[str]:
    occur = {state_of(result) for submission in submissions for result in submission.exercises}
    signs = [f"{sign} {STATES[state][lang]}" for state, sign in SIGNS.items() if state in occur]
    said = ", ".join([*(f"{place} {name}" for name, place in numbers.items()), *signs])
    return [said] if said else []


def _why_column(
    submissions: list[SubmissionResult], labels: dict[str, str] | None, lang: str, least: int = LEAST_WHY
) -> _Column:
    return _Column(WHY[lang], [_why(submission, labels, lang) for submission in submissions], least)


def _why(submission: SubmissionResult, labels: dict[str, str] | None, lang: str) -> str:
    """What went wrong; `labels` are the heads of the exercises' columns, None where there are none.

    A status is not said again beside its own column, and an exercise not named where there is only one.
    """
    error = [flowing(submission.error[lang])] if submission.error else []
    remarks = [flowing(remark[lang]) for remark in submission.mark.remarks] if submission.mark else []
    known = [each for each in lost(submission) if not says_the_error(each, submission, lang)]
    results = [each for each in known if (labels is None and not error) or state_of(each) not in STATUSES]
    if len(labels or submission.exercises) == 1:
        return " ".join([*error, *remarks, *(reason(result, lang) for result in results)])
    names = labels or {result.exercise: result.exercise for result in results}
    reasons = "; ".join(f"{names[result.exercise]}: {reason(result, lang)}" for result in results)
    return " ".join([*error, *remarks, reasons]).strip()


def _total(widths: list[int]) -> int:
    return sum(widths) + len(GAP) * (len(widths) - 1)


def _rows(columns: list[_Column], width: int) -> list[str]:
    widths = _widths(columns, width)
    fitted = [_fitted(column, cells) for column, cells in zip(columns, widths, strict=True)]
    heads, *rows = zip(*fitted, strict=True)
    rule = ["─" * cells for cells in widths]
    return [GAP.join(row).rstrip() for row in (heads, rule, *rows)]


def _widths(columns: list[_Column], width: int) -> list[int]:
    """Natural widths; what is too much is taken from the widest of those that can be shortened."""
    widths = [max(column.narrowest, min(column.natural, width)) for column in columns]
    while _total(widths) > width:
        spare = [place for place, column in enumerate(columns) if widths[place] > column.narrowest]
        if not spare:
            break  # narrower than the narrowest table there is
        widths[max(spare, key=widths.__getitem__)] -= 1
    return widths


def _fitted(column: _Column, width: int) -> list[str]:
    """The head and the cells of a column, each in its width."""
    texts = [shortened(column.head, width), *column.shorten(column.cells, width)]
    rooms = [" " * (width - display_width(text)) for text in texts]
    return [room + text if column.right else text + room for text, room in zip(texts, rooms, strict=True)]
