"""From a verdict, and what is behind it, to the result that is reported."""

import base64
import io
import re

import numpy as np

from grader.exercises import Exercise
from grader.feedback.compose import RAISED, RAISED_AT
from grader.feedback.diagnosis import Diagnosis
from grader.judging.assertions import MisjudgedError, MismatchError
from grader.judging.counterexample import expected_and_actual
from grader.judging.script import named_values
from grader.judging.tracebacks import line_that_raised, name_and_words
from grader.judging.verdict import EndedError, Result, Verdict
from grader.results import ExerciseResult, PropertyResult
from grader.text import Text

COMPARED = Text(
    vi="Sai ở {what}: mong đợi {expected}, nhận được {actual}.",
    en="There is a fault in {what}: expected {expected}, actual {actual}.",
)
MAX_BYTES_OF_AN_ARRAY = 64 << 10
TOLD = Text(vi="{told} {compared}", en="{told} {compared}")
STOPPED = Text(vi="Chưa xét được: {how}.", en="Not judged: {how}.")


def missing(exercise: Exercise, problem: Text | None = None) -> ExerciseResult:
    """The result of an exercise that was asked for and not answered, or whose answer could not be judged, and why."""
    return ExerciseResult(exercise.id, 0.0, "missing", problem=problem)


def exercise_result(diagnosis: Diagnosis, feedback: str | None) -> ExerciseResult:
    """The result of a judged exercise; `feedback` is HTML for the learner, and only with it files are kept for them."""
    verdict = diagnosis.verdict
    return ExerciseResult(
        verdict.exercise.id,
        float(verdict.score),
        "unsolved" if verdict.unsolved else "graded",
        diagnosis.mistake.id if diagnosis.mistake else None,
        tuple(_property_result(result, verdict, with_arrays=feedback is not None) for result in verdict.results),
        feedback,
        verdict.printed,
    )


def _property_result(result: Result, verdict: Verdict, *, with_arrays: bool) -> PropertyResult:
    script = verdict.script(result)
    return PropertyResult(
        result.prop,
        result.status,
        float(result.points),
        float(result.max_points),
        result.grading.words,
        None if result.error is None else _problem(result.error),
        result.error is not None and not isinstance(result.error, MismatchError | EndedError),
        "\n".join(script) or None,
        result.part,
        _arrays(result, script) if with_arrays else (),
    )


def _arrays(result: Result, script: list[str]) -> tuple[tuple[str, str], ...]:
    """The arrays that a failing case needs, each as a file to load; without what is too large for a page."""
    case = result.error.case if isinstance(result.error, MisjudgedError) else result.case
    return tuple(
        (name, _as_file(value))
        for name, value in named_values(case or {}).items()
        if isinstance(value, np.ndarray) and value.nbytes <= MAX_BYTES_OF_AN_ARRAY
        if not script or any(re.search(rf"\b{name}\b", line) for line in script)
    )


def _as_file(array: np.ndarray) -> str:
    file = io.BytesIO()
    np.save(file, array, allow_pickle=False)
    return base64.b64encode(file.getvalue()).decode("ascii")


def _problem(error: BaseException) -> Text:
    if isinstance(error, MismatchError):
        expected, actual = expected_and_actual(error)
        compared = COMPARED.format(what=error.what, expected=expected, actual=actual)
        return TOLD.format(told=error.told, compared=compared) if isinstance(error, MisjudgedError) else compared
    if isinstance(error, EndedError):
        return STOPPED.format(how=error.text)
    said, place = name_and_words(error), line_that_raised(error)
    return RAISED.format(error=said) if place is None else RAISED_AT.format(error=said, line=place[0])
