"""From the results of all hand-ins to one row a student: what counts of several, what was late, what is it worth."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from grader.assignment.adjust import IN_ALL, Adjustment
from grader.assignment.describe import Assignment
from grader.assignment.gather import HandIn
from grader.assignment.roster import Roster
from grader.exercises import EXERCISES
from grader.reports.record import missing
from grader.results import ExerciseResult, Isolation, Mark, Student, SubmissionResult
from grader.rubric import FULL_MARKS
from grader.text import Text

DIGITS = 2  # behind the point: more than a gradebook keeps

NOT_HANDED_IN = Text(vi="Không có bài nộp.", en="Nothing was handed in.")
WHOSE = Text(
    vi="Không rõ bài nộp này là của ai trong danh sách.", en="Nobody on the list can be told to have handed this in."
)
OF_SEVERAL = Text(
    vi="{exercise}: tính {chosen}, trong {count} lần nộp.", en="{exercise}: {chosen} counts, of {count} hand-ins."
)


@dataclass(frozen=True)
class _Counted:
    """What counts for an exercise: its result, the hand-in it is from, and the points that it keeps."""

    result: ExerciseResult
    hand_in: HandIn | None = None
    points: float = 0.0


class Marking:
    """Makes the rows of an assignment."""

    def __init__(self, assignment: Assignment, roster: Roster, isolation: Isolation) -> None:
        self._assignment, self._roster, self._isolation = assignment, roster, isolation

    def rows(self, hand_ins: Sequence[HandIn], results: Sequence[SubmissionResult]) -> list[SubmissionResult]:
        """A row for each student, in the order of the roster, then one for each hand-in that nobody is known to own."""
        of_student: dict[str | None, list[tuple[HandIn, SubmissionResult]]] = {}
        for hand_in, result in zip(hand_ins, results, strict=True):
            of_student.setdefault(hand_in.student, []).append((hand_in, result))
        rows = [self._row(student, of_student.get(student.id, [])) for student in self._roster]
        return rows + [self._nobodys(*each) for each in of_student.get(None, [])]

    def _row(self, student: Student, own: list[tuple[HandIn, SubmissionResult]]) -> SubmissionResult:
        counted = [self._counted(exercise, own) for exercise in self._assignment.exercises]
        adjustments = [each for each in self._assignment.adjustments if each.student == student.id]
        problems = [result.error for hand_in, result in own if result.error and _is_used(hand_in, counted, own)]
        return SubmissionResult(
            f"{student.id} {student.name}".strip(),
            own[0][1].isolation if own else self._isolation,
            next(iter(problems), None) if own else NOT_HANDED_IN,
            tuple(each.result for each in counted),
            student,
            self._mark(counted, adjustments, several=len(own)),
            tuple(hand_in.submission.name for hand_in, _ in own),
            lang=_newest_lang(own),
        )

    def _nobodys(self, hand_in: HandIn, result: SubmissionResult) -> SubmissionResult:
        counted = [self._counted(exercise, [(hand_in, result)]) for exercise in self._assignment.exercises]
        mark = self._mark(counted, [], several=1)
        return replace(result, mark=replace(mark, remarks=(WHOSE, *mark.remarks)), hand_ins=(result.path,))

    def _counted(self, exercise: str, own: list[tuple[HandIn, SubmissionResult]]) -> _Counted:
        """What counts for an exercise: of hand-ins that solve it the last or the best, after what lateness took."""
        tried = [
            _Counted(result, hand_in, result.score * self._share(hand_in))
            for hand_in, submission in own
            for result in submission.exercises
            if result.exercise == exercise
        ]
        answers = [each for each in tried if each.result.status != "missing"]
        if answers:
            return max(answers, key=self._worth())
        problems = [each for each in tried if each.result.problem is not None]
        last = max(problems, key=self._worth(), default=None)
        return _Counted(missing(EXERCISES[exercise], last.result.problem if last is not None else None))

    def _worth(self) -> Callable[[_Counted], tuple[object, ...]]:
        def worth(counted: _Counted) -> tuple[object, ...]:
            solved, order = counted.result.status == "graded", counted.hand_in.order if counted.hand_in else ()
            return (solved, counted.points, order) if self._assignment.counts == "best" else (solved, order)

        return worth

    def _share(self, hand_in: HandIn) -> float:
        return self._assignment.late.share(hand_in.late) if self._assignment.late is not None else 1.0

    def _mark(self, counted: list[_Counted], adjustments: list[Adjustment], several: int) -> Mark:
        """The weighted points of the exercises, out of the maximum, and what was given by hand."""
        remarks = [*self._late_remarks(counted)]
        sum_of_weights, total = sum(self._assignment.exercises.values()), 0.0
        for each in counted:
            exercise, points = EXERCISES[each.result.exercise], each.points
            if several > 1 and each.hand_in is not None:
                chosen = each.hand_in.submission.name
                remarks.append(OF_SEVERAL.format(exercise=exercise.title, chosen=chosen, count=several))
            for adjustment in adjustments:
                if adjustment.exercise == exercise.id:
                    points = adjustment.applied(points, FULL_MARKS)
                    remarks.append(adjustment.said(exercise.title, FULL_MARKS))
            total += points / FULL_MARKS * self._assignment.exercises[exercise.id]
        points = total / sum_of_weights * self._assignment.maximum
        for adjustment in adjustments:
            if adjustment.exercise is None:
                points = adjustment.applied(points, self._assignment.maximum)
                remarks.append(adjustment.said(IN_ALL, self._assignment.maximum))
        return Mark(round(points, DIGITS), self._assignment.maximum, tuple(remarks))

    def _late_remarks(self, counted: Iterable[_Counted]) -> Iterable[Text]:
        """What is said of each lateness that counted, once."""
        rule = self._assignment.late
        late = [each.hand_in.late for each in counted if each.hand_in is not None and each.hand_in.late is not None]
        return [rule.said(each) for each in dict.fromkeys(late)] if rule is not None else []


def _newest_lang(own: list[tuple[HandIn, SubmissionResult]]) -> str | None:
    """The language of the notebooks that a student handed in last."""
    newest_first = sorted(own, key=lambda each: each[0].order, reverse=True)
    return next((result.lang for _, result in newest_first if result.lang is not None), None)


def _is_used(hand_in: HandIn, counted: list[_Counted], own: list[tuple[HandIn, SubmissionResult]]) -> bool:
    """Whether what went wrong with a hand-in matters: something of it counts, or nothing of any does."""
    used = [each.hand_in for each in counted if each.hand_in is not None]
    return len(own) == 1 or not used or hand_in in used
