"""The students: from a list of one's own, or from what Moodle or Canvas exports, known there by other numbers."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from grader.assignment.tables import Table, read_table
from grader.results import Student
from grader.text import CourseError, Text

# What a column is called, by what it holds; Moodle's and Canvas' own words in both languages among them.
ID = ("id", "student id", "student_id", "mssv", "mã sinh viên", "mã số sinh viên", "id number", "sis user id")
NAME = ("name", "full name", "student", "họ tên", "họ và tên", "tên đầy đủ")
ADDRESS = ("address", "email", "e-mail", "email address", "địa chỉ email", "địa chỉ thư điện tử", "thư điện tử")
LOGIN = ("login", "username", "github_username", "github", "sis login id", "tên đăng nhập")
MOODLE = ("moodle", "identifier", "mã định danh", "định danh")
CANVAS = ("canvas",)
CANVAS_ID, CANVAS_SECTION = "id", "section"
PARTICIPANT = re.compile(r"\D+(\d+)")

NO_IDS = Text(
    vi="{path} không có cột nào chứa mã của sinh viên. Hãy đặt tên cho cột đó là id; các cột ở đây: {headings}.",
    en="{path} has no column with the students' ids. Name that column id; the columns here: {headings}.",
)
TWICE = Text(
    vi="{path}: mã {id} có ở hai dòng. Mỗi sinh viên cần một mã riêng.",
    en="{path}: the id {id} is in two rows. Every student needs one of their own.",
)
NOBODY = Text(vi="{path} không có sinh viên nào.", en="{path} holds no students.")


class RosterError(CourseError):
    """A list of students cannot be used."""


@dataclass(frozen=True)
class Person:
    """What a row of an export, or the name of a hand-in, says of who it is; empty where it says nothing.

    `moodle` is the participant's number, `canvas` the number of a user there.
    """

    id: str = ""
    name: str = ""
    address: str = ""
    login: str = ""
    moodle: str = ""
    canvas: str = ""


class Roster:
    """The students in order, found again by whatever is known of one, as long as it is of one alone."""

    def __init__(self, persons: Iterable[Person]) -> None:
        self._persons = {person.id: person for person in persons}

    def __iter__(self) -> Iterator[Student]:
        return (Student(person.id, person.name, person.address) for person in self._persons.values())

    def __contains__(self, student: str) -> bool:
        return student in self._persons

    def known_as(self, student: str) -> Person:
        """All that is known of the student with this id; KeyError for none."""
        return self._persons[student]

    def who(self, person: Person) -> str | None:
        """The id of the student who this is, or None where nothing tells, or tells two.

        Numbers that a system gave go before ids and logins, these before addresses, and names come last.
        """
        if person.id in self._persons:
            return person.id
        for what in ("moodle", "canvas", "login", "address"):
            one = getattr(person, what).casefold()
            found = [each.id for each in self._persons.values() if one and getattr(each, what).casefold() == one]
            if len(found) == 1:
                return found[0]
        # An export may call a login what the list calls an id, and an address what the list calls a login.
        said = {each.casefold() for each in (person.id, person.login, person.address)} - {""}
        found = [
            each.id
            for each in self._persons.values()
            if said & {each.id.casefold(), each.login.casefold(), each.address.casefold()}
        ]
        return found[0] if len(found) == 1 else self._by_name(person.name)

    def _by_name(self, name: str) -> str | None:
        for fold in (folded, letters):
            found = [each.id for each in self._persons.values() if fold(name) and fold(each.name) == fold(name)]
            if found:
                return found[0] if len(found) == 1 else None
        return None

    def told_more(self, persons: Iterable[Person]) -> "Roster":
        """The same students, with the numbers under which another system knows them."""
        known = dict(self._persons)
        for person in persons:
            student = self.who(person)
            if student is not None:
                each = known[student]
                known[student] = replace(
                    each,
                    moodle=each.moodle or person.moodle,
                    canvas=each.canvas or person.canvas,
                    login=each.login or person.login,
                    address=each.address or person.address,
                )
        return Roster(known.values())


@cache
def folded(name: str) -> str:
    """A name with its letters in one form and single spaces between its words."""
    return " ".join(unicodedata.normalize("NFC", name).casefold().replace("_", " ").split())


@cache
def letters(name: str) -> str:
    """The plain letters of the words of a name, in the order of the alphabet: “Nguyễn, An” is “An Nguyen”."""
    plain = unicodedata.normalize("NFKD", name.casefold().replace("đ", "d")).encode("ascii", "ignore").decode()
    return " ".join(sorted(re.findall("[a-z0-9]+", plain)))


def read_roster(path: Path) -> Roster:
    """The students in a file. Raises RosterError or TableError where there are none to be had."""
    return roster_of(read_table(path))


def roster_of(table: Table) -> Roster:
    """The students in a table: a list of one's own, Moodle's grading worksheet, Canvas' gradebook, GitHub's roster."""
    persons = persons_in(table)
    found: dict[str, Person] = {}
    for person in persons.values():
        if person.id in found:
            raise RosterError(TWICE.format(path=table.path, id=person.id))
        found[person.id] = person
    if not found:
        raise RosterError(NOBODY.format(path=table.path))
    return Roster(found.values())


def persons_in(table: Table) -> dict[int, Person]:
    """Who is in each row of a table, without the rows that are nobody's. RosterError where no column has ids."""
    places = {
        what: table.column(*names)
        for what, names in {
            "id": ID, "name": NAME, "address": ADDRESS, "login": LOGIN, "moodle": MOODLE, "canvas": CANVAS
        }.items()
    }  # fmt: skip
    if table.column(CANVAS_SECTION) is not None and table.column(CANVAS_ID) is not None:
        places["canvas"] = table.column(CANVAS_ID)
        places["id"] = table.column("sis user id")
    if places["id"] is None and places["moodle"] is None:
        places["moodle"] = _participants(table)
    persons = {}
    for row in range(1, len(table.rows)):
        said = {what: table.cell(row, column) for what, column in places.items()}
        person = _person(said)
        if person.id:
            persons[row] = person
    if not persons and all(places[what] is None for what in ("id", "moodle", "canvas", "login")):
        raise RosterError(NO_IDS.format(path=table.path, headings=", ".join(table.headings)))
    return persons


def _participants(table: Table) -> int | None:
    """The column that has “Participant 123” in all rows, in whatever language, or None."""
    for column in range(len(table.headings)):
        found = [PARTICIPANT.fullmatch(table.cell(row, column)) for row in range(1, len(table.rows))]
        if found and all(found) and len({each.string[: each.start(1)] for each in found if each}) == 1:
            return column
    return None


def _person(said: dict[str, str]) -> Person:
    """A row's person: of Moodle's “Participant 123” the number counts; whoever has no id is called by the next best."""
    participant = PARTICIPANT.fullmatch(said["moodle"])
    if participant:
        said["moodle"] = participant[1]
    elif not said["moodle"].isdigit():  # an identifier of another kind is the id itself
        said["id"] = said["id"] or said["moodle"]
        said["moodle"] = ""
    return Person(**{**said, "id": said["id"] or said["login"] or said["canvas"] or said["moodle"]})
