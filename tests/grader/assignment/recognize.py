"""Which student a hand-in is from, by the name under which a class's folder has it.

Where Moodle or Canvas named it, only the part that they wrote counts: what a student called a file must not make it
somebody else's.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass

from grader.assignment.roster import Person, Roster
from grader.submissions.find import ADDED_BY_SYSTEMS, KINDS

# A folder “Name_12345_assignsubmission_file” (before Moodle 4.1 with another _ behind it), or a file in none:
# https://github.com/moodle/moodle/blob/main/mod/assign/feedback/file/importziplib.php
MOODLE = re.compile(r"(?P<owner>(?P<name>.*)_(?P<moodle>\d+)_assignsubmission_[a-z]+)(?:_(?P<rest>.*))?", re.DOTALL)
# “sortablename_LATE_12345_67890_file”: https://github.com/instructure/canvas-lms/blob/master/lib/content_zipper.rb
CANVAS = re.compile(
    r"(?P<owner>(?:(?P<name>.+?)_)??(?P<late>LATE_)?(?P<canvas>\d+|anon_[A-Za-z0-9]+))_(?P<order>\d+)_(?P<rest>.+)",
    re.DOTALL,
)
# What Canvas puts behind a name that it has already: essay-1.ipynb is a newer essay.ipynb.
COUNTED = re.compile(r"-\d+(?=(\.[^.]*)*$)")
BETWEEN = (" - ", " – ", "_", "-", ",")


@dataclass(frozen=True)
class Sent:
    """What the name of a hand-in says: who it is from, and what it was called.

    `owner` is the part of the name that says who, `rest` what the student called the file, where that is a part of it.
    `late` is what the system marked, None where it marks nothing. `order` grows with each file that it received.
    """

    person: Person
    owner: str
    rest: str = ""
    late: bool | None = None
    order: int = 0
    by_system: bool = False


def sent_as(name: str, *, by_canvas: bool) -> Sent:
    """What the name of a file or folder in a class says; `by_canvas` where the class comes from there."""
    found = MOODLE.fullmatch(name)
    if found:
        person = Person(name=found["name"], moodle=found["moodle"])
        return Sent(person, found["owner"], found["rest"] or "", by_system=True)
    found = CANVAS.fullmatch(name) if by_canvas else None
    if found:
        person = Person(name=found["name"] or "", canvas=found["canvas"])
        late, order = found["late"] is not None, int(found["order"])
        return Sent(person, found["owner"], found["rest"], late, order, by_system=True)
    return Sent(Person(name=_stem(name)), name)


def is_from_canvas(names: Collection[str]) -> bool:
    """Whether a class with these names comes from Canvas: a single name such as lab_1_2_x.py may be anybody's own."""
    return 2 * sum(CANVAS.fullmatch(name) is not None for name in names) > len(names)


def named_by_system(names: Collection[str]) -> frozenset[str]:
    """Those of the names in a class's folder that Moodle or Canvas gave, each for one student."""
    by_canvas = is_from_canvas(names)
    return frozenset(name for name in names if sent_as(name, by_canvas=by_canvas).by_system)


def sender(sent: Sent, roster: Roster, pattern: re.Pattern[str] | None) -> str | None:
    """The id of the student a hand-in is from, or None where that cannot be told.

    The number that a system gave comes first, then the pattern, a login at the end of the name (as GitHub Classroom
    writes it), and at last an id, an address or a name that only one student has, as long as they do not contradict.
    None of these is looked for in numbers that a system gave.
    """
    name = sent.person.name
    if sent.by_system:
        known = roster.who(sent.person)
        if known is not None:
            return known
    stated = pattern.search(name) if pattern is not None else None
    if stated is not None:
        return roster.who(Person(id=stated["id"]))
    login = _by_login(name, roster)
    told = {login} if login is not None else {_by_id(name, roster), _by_name(name, roster)} - {None}
    return told.pop() if len(told) == 1 else None


def _by_id(name: str, roster: Roster) -> str | None:
    """The one student whose id or address stands in the name, not as a part of a longer word."""
    found = [
        student.id
        for student in roster
        if any(said and _stands_in(said, name) for said in (student.id, student.address))
    ]
    return found[0] if len(found) == 1 else None


def _stands_in(said: str, name: str) -> bool:
    return re.search(rf"(?<![^\W_]){re.escape(said)}(?![^\W_])", name, re.IGNORECASE) is not None


def _by_login(name: str, roster: Roster) -> str | None:
    """The student whose login the name ends with; of two such logins the longer one."""
    name, found = name.casefold(), []
    for student in roster:
        login = roster.known_as(student.id).login.casefold()
        if login and (name == login or name.endswith(f"-{login}")):
            found.append((len(login), student.id))
    return max(found)[1] if found else None


def _by_name(name: str, roster: Roster) -> str | None:
    parts = [name, *(part for sign in BETWEEN for part in (name.split(sign)[0], name.split(sign)[-1]))]
    found = {roster.who(Person(name=part)) for part in parts} - {None}
    return found.pop() if len(found) == 1 else None


def without_count(rest: str) -> str:
    """The name of a file without what Canvas puts behind a name that it has already."""
    return COUNTED.sub("", rest)


def _stem(name: str) -> str:
    """A name without what says which kind of file it is."""
    for ending in (*ADDED_BY_SYSTEMS, *KINDS):
        if name.lower().endswith(ending):
            name = name[: -len(ending)]
    return name
