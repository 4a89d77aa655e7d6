"""Judge an answer: replay the drawn cases on it, property by property, and count the points."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

from grader.exercises import Answer, Case, Exercise, names_judged_by
from grader.judging.assertions import MismatchError
from grader.judging.cases import cases_of, fresh
from grader.judging.tracebacks import told_first
from grader.results import PropertyStatus
from grader.rubric import FULL_MARKS, GradedTest, Grading, rounded_down, score
from grader.sandbox.inside.silenced import silenced
from grader.text import CourseError, Text

Answers = Mapping[str, Answer]
SKIPPED = Text(
    vi="bỏ qua, vì bài làm đã không chạy hết ở một tính chất khác",
    en="skipped, because the answer did not come to an end for another property",
)


class OutOfTimeError(BaseException):
    """Raised into code of the learner's that has computed for too long; `except Exception` lets it through."""


class EndedError(CourseError):
    """The learner's code does not come to an end: it ran out of time or its process ended, now or before.

    `status` is that of the property at hand: "timeout", "error" or, once the code is gone, "skipped"; `text` says how.
    """

    def __init__(self, status: PropertyStatus, text: Text) -> None:
        super().__init__(text)
        self.status = status


@dataclass(frozen=True)
class Result:
    """How one property went: `case` is the smallest failing one and `error` what it raised, else both are None."""

    prop: str
    grading: Grading
    case: Case | None = None
    error: BaseException | None = None

    @property
    def status(self) -> PropertyStatus:
        """ "passed", "failed" (a wrong answer), "error" (the learner's code raised), "timeout" or "skipped"."""
        if self.error is None:
            return "passed"
        if isinstance(self.error, EndedError):
            return self.error.status
        return "failed" if isinstance(self.error, MismatchError) else "error"

    @property
    def points(self) -> float:
        """What a core property earns, all of it or the share that is right; below 0, what a broken guard costs."""
        if self.error is None:
            return self.grading.points
        share = self.error.share if isinstance(self.error, MismatchError) else 0
        return rounded_down(self.grading.points * share) - self.grading.costs

    @property
    def max_points(self) -> float:
        """What a core property can earn; 0 for a guard."""
        return self.grading.points

    @property
    def part(self) -> str | None:
        """What the property is about, where the exercise asks for several things."""
        return self.grading.part


@dataclass(frozen=True)
class Verdict:
    """How all properties of an exercise went."""

    exercise: Exercise
    results: tuple[Result, ...]

    @property
    def score(self) -> float:
        """Between 0 and FULL_MARKS: guards take away only from what the core of their part earned."""
        return score(self.results)

    @property
    def solved(self) -> bool:
        return self.score == FULL_MARKS

    @property
    def unsolved(self) -> bool:
        """The stub is still there: something raised NotImplementedError, and no core property holds."""
        core_holds = any(result.grading.points and result.error is None for result in self.results)
        return self.stub is not None and not core_holds

    @property
    def stub(self) -> NotImplementedError | None:
        """The NotImplementedError that a stub raised, or None."""
        errors = (result.error for result in self.results)
        return next((error for error in errors if isinstance(error, NotImplementedError)), None)

    @property
    def broken(self) -> tuple[Result, ...]:
        """What failed, core properties before guards."""
        failed = [result for result in self.results if result.error is not None]
        return tuple(sorted(failed, key=lambda result: result.grading.points == 0))


def judge(
    exercise: Exercise,
    answers: Answers,
    seed: int,
    during: Callable[[str], AbstractContextManager[object]] = nullcontext,
) -> Verdict:
    """Replay the cases of `seed` on the learner's objects, given by name.

    Each property is judged inside of `during(property)`, which limits it and may raise EndedError. After a property of
    a part of the exercise that does not come to an end the others of this part are not tried.
    """
    cases = cases_of(exercise, seed)
    results: list[Result] = []
    ended = set()
    with silenced():
        for prop, test in exercise.tests.items():
            if test.grading.part in ended:
                results.append(Result(prop, test.grading, error=EndedError("skipped", SKIPPED)))
                continue
            results.append(_result(prop, test, answers, cases[prop], during(prop)))
            if isinstance(results[-1].error, EndedError):
                ended.add(test.grading.part)
    return Verdict(exercise, tuple(results))


def _result(
    prop: str, test: GradedTest, answers: Answers, cases: list[Case], limited: AbstractContextManager[object]
) -> Result:
    try:
        with limited:
            for case in cases:
                error = failure(test, answers, case)
                if error is not None:
                    return Result(prop, test.grading, case, error)
    except EndedError as end:
        return Result(prop, test.grading, error=end)
    return Result(prop, test.grading)


def failure(test: GradedTest, answers: Answers, case: Case) -> BaseException | None:
    """What the graded test raises on one case, or None when the property holds. What ends the judging is raised."""
    judged = {name: answers[name] for name in names_judged_by(test)}
    try:
        test.hypothesis.inner_test(**judged, **fresh(case))
    except (KeyboardInterrupt, EndedError, OutOfTimeError):
        raise
    except BaseException as error:  # noqa: BLE001 - whatever it raises is how the property went
        return told_first(error)
    return None
