"""From a verdict, and what is behind it, to the result that is reported."""

from grader.exercises import Exercise
from grader.feedback.compose import RAISED, RAISED_AT
from grader.feedback.diagnosis import Diagnosis
from grader.judging.assertions import MisjudgedError, MismatchError
from grader.judging.counterexample import expected_and_actual
from grader.judging.tracebacks import line_that_raised, name_and_words
from grader.judging.verdict import EndedError, Result, Verdict
from grader.results import ExerciseResult, PropertyResult
from grader.text import Text

COMPARED = Text(
    vi="Sai ở {what}: mong đợi {expected}, nhận được {actual}.",
    en="There is a fault in {what}: expected {expected}, actual {actual}.",
)
TOLD = Text(vi="{told} {compared}", en="{told} {compared}")
STOPPED = Text(vi="Chưa xét được: {how}.", en="Not judged: {how}.")


def missing(exercise: Exercise) -> ExerciseResult:
    """The result of an exercise that was asked for and not answered, or whose answer could not be judged."""
    return ExerciseResult(exercise.id, 0.0, "missing")


def exercise_result(diagnosis: Diagnosis, feedback: str | None) -> ExerciseResult:
    """The result of a judged exercise; `feedback` is HTML for the learner."""
    verdict = diagnosis.verdict
    return ExerciseResult(
        verdict.exercise.id,
        float(verdict.score),
        "unsolved" if verdict.unsolved else "graded",
        diagnosis.mistake.id if diagnosis.mistake else None,
        tuple(_property_result(result, verdict) for result in verdict.results),
        feedback,
        verdict.printed,
    )


def _property_result(result: Result, verdict: Verdict) -> PropertyResult:
    return PropertyResult(
        result.prop,
        result.status,
        float(result.points),
        float(result.max_points),
        result.grading.words,
        None if result.error is None else _problem(result.error),
        result.error is not None and not isinstance(result.error, MismatchError | EndedError),
        "\n".join(verdict.script(result)) or None,
        result.part,
    )


def _problem(error: BaseException) -> Text:
    if isinstance(error, MismatchError):
        expected, actual = expected_and_actual(error)
        compared = COMPARED.format(what=error.what, expected=expected, actual=actual)
        return TOLD.format(told=error.told, compared=compared) if isinstance(error, MisjudgedError) else compared
    if isinstance(error, EndedError):
        return STOPPED.format(how=error.text)
    said, place = name_and_words(error), line_that_raised(error)
    return RAISED.format(error=said) if place is None else RAISED_AT.format(error=said, line=place[0])
