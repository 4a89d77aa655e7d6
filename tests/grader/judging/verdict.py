"""Judge an answer: replay the drawn cases on it, property by property, and count the points."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from grader.exercises import Answer, Case, Exercise, names_judged_by
from grader.judging.assertions import MismatchError
from grader.judging.cases import cases_of, fresh
from grader.results import PropertyStatus
from grader.rubric import FULL_MARKS, GradedTest, Grading, rounded_down, score
from grader.sandbox.inside.silenced import silenced
from grader.text import CourseError, Text

Answers = Mapping[str, Answer]


class EndedError(CourseError):
    """The learner's code can no longer be asked: it ran out of time or its process ended, now or before.

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


def judge(exercise: Exercise, answers: Answers, seed: int, before: Callable[[str], None] | None = None) -> Verdict:
    """Replay the cases of `seed` on the learner's objects, given by name; `before` is told each property first."""
    cases = cases_of(exercise, seed)
    results = []
    with silenced():
        for prop, test in exercise.tests.items():
            if before is not None:
                before(prop)
            results.append(_result(prop, test, answers, cases[prop]))
    return Verdict(exercise, tuple(results))


def _result(prop: str, test: GradedTest, answers: Answers, cases: list[Case]) -> Result:
    for case in cases:
        error = failure(test, answers, case)
        if error is not None:
            return Result(prop, test.grading, case, error)
    return Result(prop, test.grading)


def failure(test: GradedTest, answers: Answers, case: Case) -> BaseException | None:
    """What the graded test raises on one case, or None when the property holds."""
    judged = {name: answers[name] for name in names_judged_by(test)}
    try:
        test.hypothesis.inner_test(**judged, **fresh(case))
    except KeyboardInterrupt:  # the learner's own, who has waited long enough
        raise
    except BaseException as error:  # noqa: BLE001 - whatever it raises is how the property went
        return error
    return None
