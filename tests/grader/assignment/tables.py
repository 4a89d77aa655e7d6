"""A CSV file as rows of cells, of which single ones can be changed while every other byte stays as it was."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from grader.reports.spreadsheet import BYTE_ORDER_MARK
from grader.text import NOT_READ, CourseError, Text

SEPARATORS = (",", ";", "\t")

NOT_TEXT = Text(
    vi="{path} không phải là CSV ở dạng UTF-8. Hãy tải lại tập tin gốc, hoặc lưu lại dưới dạng “CSV UTF-8”.",
    en="{path} is no CSV file in UTF-8. Download the original again, or save it as “CSV UTF-8”.",
)
UNCLOSED = Text(
    vi="{path}, dòng {line}: dấu ngoặc kép mở ra mà không đóng lại. Hãy tải lại tập tin gốc.",
    en="{path}, line {line}: a quotation mark is opened and never closed. Download the original again.",
)
EMPTY = Text(vi="{path} không có dòng tiêu đề.", en="{path} has no row of headings.")


class TableError(CourseError):
    """A CSV file cannot be used."""


@dataclass(frozen=True)
class Cell:
    """What a cell says, and where it stands in the file's text, its quotation marks included."""

    text: str
    start: int
    end: int
    quoted: bool


@dataclass(frozen=True)
class Table:
    """A file with a row of headings: its text as it is, and its rows of cells; rows without any text are left out."""

    path: Path
    text: str
    separator: str
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def headings(self) -> list[str]:
        """The first row, without the spaces around."""
        return [cell.text.strip() for cell in self.rows[0]]

    def column(self, *names: str) -> int | None:
        """The place of the first of these headings that is there, however its letters are written."""
        places = {heading.casefold(): place for place, heading in reversed([*enumerate(self.headings)])}
        return next((places[name.casefold()] for name in names if name.casefold() in places), None)

    def cell(self, row: int, column: int | None) -> str:
        """What a cell says, without the spaces around; nothing where the row is too short or there is no column."""
        cells = self.rows[row]
        return cells[column].text.strip() if column is not None and column < len(cells) else ""

    def with_cells(self, changes: Mapping[tuple[int, int], str]) -> str:
        """The text of the file with other texts in some cells, by row and column, quoted as they were."""
        parts, end = [], 0
        for (row, column), text in sorted(changes.items()):
            cell = self.rows[row][column]
            parts += [self.text[end : cell.start], self._written(text, quoted=cell.quoted)]
            end = cell.end
        return "".join([*parts, self.text[end:]])

    def _written(self, text: str, *, quoted: bool) -> str:
        if quoted or any(sign in text for sign in (self.separator, '"', "\n", "\r")):
            return '"' + text.replace('"', '""') + '"'
        return text


def read_table(path: Path) -> Table:
    """The table in a file. Raises TableError where there is none."""
    try:
        text = path.read_bytes().decode("utf-8")
    except OSError as error:
        raise TableError(NOT_READ.format(path=path, error=error.strerror)) from error
    except UnicodeDecodeError as error:
        raise TableError(NOT_TEXT.format(path=path)) from error
    return table_of(text, path)


def table_of(text: str, path: Path) -> Table:
    """The table that a text is; `path` is what errors call it."""
    separator = _separator(text)
    rows = [row for row in _rows(text, separator, path) if any(cell.text for cell in row)]
    if not rows:
        raise TableError(EMPTY.format(path=path))
    return Table(path, text, separator, tuple(rows))


def _separator(text: str) -> str:
    """The sign that the row of headings has most of, outside of quotation marks."""
    unquoted = "".join(text.splitlines()[0].split('"')[::2]) if text.splitlines() else ""
    return max(SEPARATORS, key=unquoted.count)


def _rows(text: str, separator: str, path: Path) -> list[tuple[Cell, ...]]:
    rows: list[tuple[Cell, ...]] = []
    cells: list[Cell] = []
    place = len(BYTE_ORDER_MARK) if text.startswith(BYTE_ORDER_MARK) else 0
    while place <= len(text):
        cell = _cell(text, place, separator, path)
        cells.append(cell)
        place = cell.end + 1
        if text[cell.end : cell.end + 1] == separator:
            continue
        rows.append(tuple(cells))
        cells = []
        if text[cell.end : cell.end + 2] == "\r\n":
            place += 1
    return rows


def _cell(text: str, start: int, separator: str, path: Path) -> Cell:
    """The cell that begins here; after its end stands a separator, the end of a row or the end of the text."""
    if text[start : start + 1] != '"':
        end = _next(text, start, separator)
        return Cell(text[start:end], start, end, quoted=False)
    place = start + 1
    while (place := text.find('"', place)) >= 0:
        if text[place + 1 : place + 2] != '"':
            end = _next(text, place + 1, separator)  # what stands behind a closing mark belongs to the cell
            return Cell(text[start + 1 : place].replace('""', '"') + text[place + 1 : end], start, end, quoted=True)
        place += 2
    raise TableError(UNCLOSED.format(path=path, line=text.count("\n", 0, start) + 1))


def _next(text: str, start: int, separator: str) -> int:
    places = (text.find(sign, start) for sign in (separator, "\n", "\r"))
    return min((place for place in places if place >= 0), default=len(text))
