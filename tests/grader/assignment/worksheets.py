"""Marks back to where they came from: Moodle's grading worksheet and Canvas' gradebook, one column of each."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from grader.assignment.late import Lateness
from grader.assignment.roster import Person, Roster, persons_in
from grader.assignment.tables import Table
from grader.results import SubmissionResult
from grader.text import CourseError, Text

GRADE = ("grade", "điểm", "điểm số")
MAXIMUM = ("maximum grade", "điểm tối đa", "điểm cao nhất")
CAN_CHANGE = ("grade can be changed", "điểm có thể thay đổi", "có thể thay đổi điểm")
STATUS = ("status", "trạng thái", "tình trạng")
NO = ("no", "không")
# What Moodle says of a late hand-in, in its own words: “Submitted for grading - 1 day 2 hours late”.
LATE_WORDS = ("late", "trễ", "muộn")
UNITS = {
    "sec": timedelta(seconds=1), "giây": timedelta(seconds=1),
    "min": timedelta(minutes=1), "phút": timedelta(minutes=1),
    "hour": timedelta(hours=1), "giờ": timedelta(hours=1), "tiếng": timedelta(hours=1),
    "day": timedelta(days=1), "ngày": timedelta(days=1),
    "week": timedelta(weeks=1), "tuần": timedelta(weeks=1),
    "year": timedelta(days=365), "năm": timedelta(days=365),
}  # fmt: skip
POINTS_POSSIBLE = "points possible"
LOCKED = re.compile(r"\(read only\)|N/A|EX", re.IGNORECASE)  # not assigned to a student, or excused
CANVAS_NUMBER = re.compile(r"\s*\(\d+\)$")

NO_GRADE = Text(
    vi="{path} không có cột điểm (Grade). Hãy tải lại bảng điểm của Moodle (grading worksheet), hoặc ghi tên cột đó vào"
    " moodle_column; các cột ở đây: {headings}.",
    en="{path} has no column Grade. Download Moodle's grading worksheet again, or write the column's name as"
    " moodle_column; the columns here: {headings}.",
)
NO_COLUMN = Text(
    vi="{path} không có cột nào cho “{title}”. Hãy ghi tên cột vào canvas_column; các cột ở đây: {headings}.",
    en="{path} has no column for “{title}”. Write its name as canvas_column; the columns here: {headings}.",
)
TWO_COLUMNS = Text(
    vi="{path} có nhiều cột cho “{title}”: {headings}. Hãy ghi cả tên lẫn số của cột đúng vào canvas_column.",
    en="{path} has several columns for “{title}”: {headings}. Write name and number of the right one as canvas_column.",
)
OTHER_MAXIMUM = Text(
    vi="{path} ghi điểm tối đa {theirs}, còn bài tập này ghi maximum = {ours}. Hãy sửa một trong hai cho khớp.",
    en="{path} says that the maximum is {theirs}, and this assignment says maximum = {ours}. Make both the same.",
)
UNTOUCHED = Text(
    vi="{path}: không ghi điểm của {names}, vì không có dòng nào cho họ hoặc dòng đó không cho sửa.",
    en="{path}: no mark was written for {names}, who have no row there or one that may not be changed.",
)


class WorksheetError(CourseError):
    """A worksheet cannot take the marks of this assignment."""


@dataclass(frozen=True)
class Filled:
    """The text of a file with marks in it, how many these are, and the ids of those whose mark has no place there."""

    text: str
    count: int
    left: tuple[str, ...]


@dataclass(frozen=True)
class Worksheet:
    """A file that takes marks: its table, the column of the marks, who is in which row, and the rows it locks.

    `comma` is whether numbers are written with a decimal comma there.
    """

    table: Table
    column: int
    persons: Mapping[int, Person]
    locked: frozenset[int] = frozenset()
    comma: bool = False

    def filled(self, roster: Roster, results: Iterable[SubmissionResult], *, zero_for_missing: bool) -> Filled:
        """The file with the marks in it.

        Whoever handed in nothing keeps what stands there, or gets 0 if that is asked for.
        """
        rows = {roster.who(person): row for row, person in self.persons.items()}
        changes: dict[tuple[int, int], str] = {}
        left: list[str] = []
        for result in results:
            if result.student is None or not (result.hand_ins or zero_for_missing or _was_decided(result)):
                continue
            row = rows.get(result.student.id)
            if row is None or row in self.locked or len(self.table.rows[row]) <= self.column:
                left.append(result.student.id)
            else:
                changes[row, self.column] = self._number(result.score)
        return Filled(self.table.with_cells(changes), len(changes), tuple(left))

    def _number(self, points: float) -> str:
        written = f"{points:.2f}"
        return written.replace(".", ",") if self.comma else written


def _was_decided(result: SubmissionResult) -> bool:
    """Whether a teacher gave points by hand to somebody who handed in nothing."""
    return result.mark is not None and bool(result.mark.remarks)


def moodle_worksheet(table: Table, maximum: float, named: str = "") -> Worksheet:
    """Moodle's grading worksheet; `named` is its column for marks where that is called in another language.

    Raises WorksheetError where it is none, or of an assignment of another maximum.
    """
    column = table.column(*([named] if named else GRADE))
    if column is None:
        raise WorksheetError(NO_GRADE.format(path=table.path, headings=", ".join(table.headings)))
    persons = persons_in(table)
    greatest = [table.cell(row, table.column(*MAXIMUM)) for row in persons]
    _refuse_other_maximum(table, greatest, maximum)
    can_change = table.column(*CAN_CHANGE)
    locked = frozenset(row for row in persons if table.cell(row, can_change).casefold() in NO)
    return Worksheet(table, column, persons, locked, any("," in each for each in greatest))


def moodle_lateness(table: Table, roster: Roster) -> dict[str, Lateness]:
    """How late Moodle says each student was, by id; without those of whom it says nothing."""
    status, late = table.column(*STATUS), {}
    for row, person in persons_in(table).items():
        student, by = roster.who(person), lateness_in(table.cell(row, status))
        if student is not None and by is not None:
            late[student] = Lateness(by)
    return late


def canvas_gradebook(table: Table, title: str, maximum: float) -> Worksheet:
    """Canvas' gradebook, with the column of the assignment of this title, its number in brackets or not.

    Raises WorksheetError where there is no such column, or several, or it has another maximum.
    """
    whole = [place for place, heading in enumerate(table.headings) if heading == title]
    named = [place for place, heading in enumerate(table.headings) if CANVAS_NUMBER.sub("", heading) == title]
    found = whole or named
    if len(found) != 1:
        headings = ", ".join(table.headings[place] for place in found) or ", ".join(table.headings)
        said = TWO_COLUMNS if found else NO_COLUMN
        raise WorksheetError(said.format(path=table.path, title=title, headings=headings))
    persons = persons_in(table)
    possible = [
        table.cell(row, found[0])
        for row in range(1, len(table.rows))
        if table.cell(row, 0).casefold() == POINTS_POSSIBLE
    ]
    _refuse_other_maximum(table, possible, maximum)
    locked = frozenset(row for row in persons if LOCKED.fullmatch(table.cell(row, found[0])))
    return Worksheet(table, found[0], persons, locked, any("," in each for each in possible))


def _refuse_other_maximum(table: Table, said: Iterable[str], maximum: float) -> None:
    for each in said:
        theirs = _read_number(each)
        if theirs is not None and theirs != maximum:
            raise WorksheetError(OTHER_MAXIMUM.format(path=table.path, theirs=each, ours=f"{maximum:g}"))


def _read_number(text: str) -> float | None:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return None


def lateness_in(status: str) -> timedelta | None:
    """How late Moodle says a hand-in was, in the column of its worksheet on the status; None where it says no such."""
    said = next((part for part in status.casefold().split(" - ") if any(word in part for word in LATE_WORDS)), "")
    spans = re.findall(r"(\d+)\s*([^\W\d_]+)", said)
    spans = [int(count) * length for count, word in spans for unit, length in UNITS.items() if word.startswith(unit)]
    return sum(spans, timedelta()) if spans else None
