"""Judge an answer: replay the drawn cases on it, property by property, and count the points."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from typing import TypeGuard

from grader.exercises import Answer, Case, Exercise, names_judged_by
from grader.judging.assertions import MisjudgedError, MismatchError
from grader.judging.cases import cases_of, fresh, widened
from grader.judging.recording import Call, Recording, depend_on_earlier_calls
from grader.judging.script import as_script
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
    """How one property went: `case` is the smallest failing one and `error` what it raised, else both are None.

    `calls` are what was asked of the learner's objects in that case, and `printed` is what their code printed then or,
    where the property holds, in the first case in which it printed anything. `after_another_call` says that the case
    fails only after the other one that was called first.
    """

    prop: str
    grading: Grading
    case: Case | None = None
    error: BaseException | None = None
    calls: tuple[Call, ...] = ()
    printed: str = ""
    after_another_call: bool = False

    @property
    def status(self) -> PropertyStatus:
        """ "passed", "failed" (a wrong answer), "error" (the learner's code raised), "timeout" or "skipped"."""
        if self.error is None:
            return "passed"
        if isinstance(self.error, EndedError):
            return self.error.status
        return "failed" if isinstance(self.error, MismatchError) else "error"

    @property
    def depends_on_calls(self) -> bool:
        """Whether the case shows that a result depends on earlier calls."""
        if not isinstance(self.error, MismatchError):
            return False
        return self.after_another_call or depend_on_earlier_calls(self.calls)

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

    def script(self, result: Result) -> list[str]:
        """Code to paste that repeats the calls of a failed property and fails as it did; [] where there is none."""
        if isinstance(result.error, MisjudgedError):
            return result.error.code
        if result.case is None or result.error is None or not result.calls:
            return []
        solution = self.exercise.solution if self.exercise.has_solution else None
        return as_script(result.case, result.calls, result.error, solution, self.exercise.methods)

    @property
    def stub(self) -> NotImplementedError | None:
        """The NotImplementedError that a stub raised, or None."""
        return next((result.error for result in self.results if is_a_stubs(result.error)), None)

    @property
    def printed(self) -> str:
        """What the learner's code printed: in the case told first, else wherever it first did."""
        results = (*self.broken[:1], *self.results)
        return next((result.printed for result in results if result.printed), "")

    @property
    def broken(self) -> tuple[Result, ...]:
        """What failed, core properties before guards, and before all what shows that earlier calls matter.

        Where they do, whatever else is wrong may be right as soon as it is tried alone. What was not tried comes last.
        """
        failed = [result for result in self.results if result.error is not None]
        return tuple(sorted(failed, key=_told_first))

    @property
    def depends_on_calls(self) -> bool:
        """Whether some case showed that a result depends on earlier calls."""
        return any(result.depends_on_calls for result in self.results)


def _told_first(result: Result) -> tuple[bool, bool, bool]:
    return not result.depends_on_calls, result.status == "skipped", result.grading.points == 0


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
    return judge_on(cases_of(exercise, seed), exercise, answers, during)


def judge_on(
    cases: Mapping[str, list[Case]],
    exercise: Exercise,
    answers: Answers,
    during: Callable[[str], AbstractContextManager[object]] = nullcontext,
) -> Verdict:
    """The same on these cases of every property."""
    results: list[Result] = []
    ended = set()
    recording = Recording(answers, exercise.methods)
    with silenced(recording.printed):
        for prop, test in exercise.tests.items():
            if test.grading.part in ended:
                results.append(Result(prop, test.grading, error=EndedError("skipped", SKIPPED)))
                continue
            results.append(_result(prop, test, recording, cases[prop], during(prop)))
            if isinstance(results[-1].error, EndedError):
                ended.add(test.grading.part)
    return Verdict(exercise, tuple(results))


def _result(
    prop: str, test: GradedTest, recording: Recording, cases: list[Case], limited: AbstractContextManager[object]
) -> Result:
    printed = ""
    try:
        with limited:
            for case in cases:
                recording.begin()
                error = failure(test, recording.answers, case)
                if error is not None:
                    recording.look()
                    result = Result(prop, test.grading, case, error, tuple(recording.calls), recording.printed.text)
                    return _after_another_call(result, test, recording) or result
                printed = printed or recording.printed.text
    except EndedError as end:
        return Result(prop, test.grading, error=end, printed=printed or recording.printed.text)
    return Result(prop, test.grading, printed=printed)


def _after_another_call(result: Result, test: GradedTest, recording: Recording) -> Result | None:
    """The same fault, if it shows only after a call with another input of the same shape, with both calls.

    Tried with inputs wider than any that is drawn, so that no such call was made before.
    """
    one, another = widened(result.case or {}, 1), widened(result.case or {}, 2)
    if recording.methods or one is None or another is None or not isinstance(result.error, MismatchError):
        return None
    if failure(test, recording.answers, another) is not None:
        return None
    recording.begin()
    if failure(test, recording.answers, one | {"x": 1 - one["x"] / 2}) is not None:
        return None
    error = failure(test, recording.answers, one)
    recording.look()
    if error is None:
        return None
    return replace(result, case=one, error=error, calls=tuple(recording.calls), after_another_call=True)


def is_a_stubs(error: BaseException | None) -> TypeGuard[NotImplementedError]:
    """Whether this is NotImplementedError itself, as a stub raises; some libraries raise kinds of it for what fails."""
    return isinstance(error, NotImplementedError) and type(error).__name__ == "NotImplementedError"


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
