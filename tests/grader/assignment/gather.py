"""The hand-ins of a class: what belongs together, who it is from, and when it came."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from grader.assignment.late import ONE_DAY_MARKED, Lateness, LateRule
from grader.assignment.recognize import Sent, is_from_canvas, sender, sent_as, without_count
from grader.assignment.roster import Person, Roster
from grader.submissions.find import FoundFile, FoundSubmission, in_class, without_code
from grader.text import Text


@dataclass(frozen=True)
class HandIn:
    """What a student handed in at one time: `student` is the id, None where that cannot be told.

    `order` grows with time among the hand-ins of one student. `late` is how late it was, None where it was in time.
    """

    submission: FoundSubmission
    student: str | None
    order: tuple[float, int, str]
    late: Lateness | None


def gathered(
    submissions: Sequence[FoundSubmission],
    roster: Roster | None,
    pattern: re.Pattern[str] | None,
    rule: LateRule | None,
    marked: Mapping[str, Lateness],
) -> tuple[Roster, list[HandIn]]:
    """The students and the hand-ins, called by their place in the class: where that lies is no student's business.

    Files that Moodle or Canvas put beside each other for one student are one hand-in. Where there is no `roster`, the
    students are those whom the names of the hand-ins name, by a system's number or by the pattern. `marked` is by
    student what a system says of lateness.
    """
    classes = [Path(each.name).parent for each in submissions]
    submissions = [replace(in_class(each), name=Path(each.name).name) for each in submissions]
    names = [each.name for each in submissions]
    by_canvas = is_from_canvas(names)
    sent = [sent_as(name, by_canvas=by_canvas) for name in names]
    known = roster if roster is not None else Roster(_named(sent, pattern))
    groups: dict[tuple[Path, str], list[tuple[FoundSubmission, Sent]]] = {}
    for place, submission, each in zip(classes, submissions, sent, strict=True):
        owner = each.person.moodle or each.person.canvas if each.by_system else submission.name
        groups.setdefault((place, owner), []).append((submission, each))
    return known, [_hand_in(group, known, pattern, rule, marked) for group in groups.values()]


def _named(sent: Iterable[Sent], pattern: re.Pattern[str] | None) -> list[Person]:
    """Who can be told from the names alone."""
    found = []
    for each in sent:
        stated = pattern.search(each.person.name) if pattern is not None else None
        number = each.person.moodle or each.person.canvas
        if stated is not None:
            found.append(replace(each.person, id=stated["id"]))
        elif each.by_system:
            found.append(replace(each.person, id=number))
    return found


def _hand_in(
    group: list[tuple[FoundSubmission, Sent]],
    roster: Roster,
    pattern: re.Pattern[str] | None,
    rule: LateRule | None,
    marked: Mapping[str, Lateness],
) -> HandIn:
    first, sent = group[0]
    student = sender(sent, roster, pattern)
    whole = _together(group) if sent.by_system else first
    is_late = any(each.late for _, each in group)
    order = whole.saved, max(each.order for _, each in group), whole.name
    return HandIn(whole, student, order, _lateness(whole, sent, rule, marked.get(student or ""), is_late=is_late))


def _lateness(
    whole: FoundSubmission, sent: Sent, rule: LateRule | None, said: Lateness | None, *, is_late: bool
) -> Lateness | None:
    """How late a hand-in is, by what the system that received it marked, else by the time of its files."""
    if rule is None:
        return None
    if rule.times == "marks":
        if sent.late is not None:
            return ONE_DAY_MARKED if is_late else None
        if said is not None:
            return said
        if whole.is_checkout:
            return None
    return rule.lateness(datetime.fromtimestamp(whole.saved).astimezone())


def _together(group: list[tuple[FoundSubmission, Sent]]) -> FoundSubmission:
    """One submission of all that a system has for one student, its files called as the student called them."""
    _, sent = group[0]
    place = Path(sent.owner)
    below: list[FoundFile] = []
    for submission, each in sorted(group, key=lambda member: member[1].order):
        files = submission.below or submission.files
        taken = {file.called for file in below}
        for file in files:
            inside = file.called.relative_to(submission.name) if submission.below else Path()
            own = place / each.rest / inside
            called = own if each.late is None else place / without_count(each.rest) / inside
            below.append(replace(file, called=own if called in taken else called, order=each.order))
    files = tuple(file for file in below if file.kind in (".ipynb", ".py"))
    problem = next(iter(_problems(member for member, _ in group)), None if files else without_code(place.name, below))
    return FoundSubmission(str(place), files, tuple(below), problem, max(member.saved for member, _ in group))


def _problems(members: Iterable[FoundSubmission]) -> list[Text]:
    """What could not be read of them. A member that merely holds no code is no problem beside one that does."""
    said = (member.problem for member in members if member.problem != without_code(member.name, member.below))
    return [problem for problem in said if problem is not None]
