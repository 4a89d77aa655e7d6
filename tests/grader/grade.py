"""Grade one submission: every exercise that its files answer, each in a worker of its own, to a record as JSON data."""

import threading
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from grader.judging.assertions import Misjudged, Mismatch
from grader.judging.tracebacks import line_that_raised, name_and_words
from grader.judging.counterexample import as_code, expected_and_actual, with_what_was_told
from grader.feedback.diagnosis import named_mistake
from grader.exercises import EXERCISES, Exercise
from grader.feedback.compose import RAISED, RAISED_AT, feedback_on
from grader.sandbox.prefetch import calls_of
from grader.rubric import FULL_MARKS
from grader.sandbox.client import Submitted
from grader.feedback.render import as_html
from grader.sandbox.launcher import Sandbox, SandboxError, isolation
from grader.submissions.read import LACKS, LACKS_BECAUSE, SubmissionError, cells_of, exercises_in
from grader.text import Text
from grader.judging.verdict import Ended, Result, Verdict, judge

NOTHING = Text(vi="{path} không trả lời bài tập nào.", en="{path} answers no exercise.")
MISSING = Text(vi="Không có bài làm cho bài tập này.", en="There is no answer to this exercise.")
COMPARED = Text(
    vi="{words} Sai ở {what}: mong đợi {expected}, nhận được {actual}.",
    en="{words} Wrong is {what}: expected {expected}, actual {actual}.",
)
STOPPED = Text(vi="{words} Chưa xét được: {how}.", en="{words} Not judged: {how}.")
ENDED = Text(vi="{path}: không chạy hết được, {how}.", en="{path}: could not be run to its end, {how}.")
SANDBOX_LOST = Text(
    vi="Bài nộp làm hỏng môi trường chạy thử: {error}.", en="The submission broke the environment it ran in: {error}."
)


@dataclass(frozen=True)
class Task:
    """One submission to grade: its name, its files, the exercises asked for (all that it answers when none), the seed.

    `lang` is the language of the HTML feedback in the record, or None for a record without.
    """

    name: str
    files: tuple[Path, ...]
    asked: tuple[str, ...] = ()
    seed: int = 0
    lang: str | None = None


class Grader:
    """Grades one submission after the other; close it, or use it in a `with`."""

    def __init__(self) -> None:
        self._sandbox: Sandbox | None = None

    def grade(self, task: Task) -> dict:
        """The record of a submission: `submission` as the JSON contract has it, and `feedback` as HTML by exercise."""
        error: Text | None = None
        how = isolation()
        answered: dict[str, Path] = {}
        for path in task.files:
            try:
                answered.update({exercise.id: path for exercise in exercises_in(path, must_be_python=True)})
            except SubmissionError as problem:
                error = problem.text
        asked = [EXERCISES[name] for name in task.asked] or [EXERCISES[name] for name in EXERCISES if name in answered]
        if not asked and error is None:
            error = NOTHING.format(path=task.name)
        graded, feedback = [], {}
        for exercise in asked:
            if exercise.id in answered:
                result, said, problem = self._exercise(exercise, answered[exercise.id], task)
                error = error or problem
                if said is not None:
                    feedback[exercise.id] = said
            else:
                result = _missing(exercise)
            graded.append(result)
        return _record(task, error, graded, feedback, how)

    def _started(self) -> Sandbox:
        if self._sandbox is None:
            self._sandbox = Sandbox()
        return self._sandbox

    def _exercise(self, exercise: Exercise, path: Path, task: Task) -> tuple[dict, str | None, Text | None]:
        """The result of one exercise, the HTML feedback, and why the submission could not be judged."""
        try:
            channel = self._started().new_worker()
            try:
                return self._judged(exercise, path, task, channel)
            finally:
                channel.close()
                self._started().clean()
        except SubmissionError as problem:
            return _missing(exercise), None, problem.text
        except Ended as problem:
            return _missing(exercise), None, ENDED.format(path=path.name, how=problem.text)
        except SandboxError as problem:
            self.close()
            return _missing(exercise), None, SANDBOX_LOST.format(error=problem)

    def _judged(self, exercise: Exercise, path: Path, task: Task, channel) -> tuple[dict, str | None, Text | None]:
        submitted = Submitted(channel, cells_of(path), exercise.names, path.name, exercise.methods)
        for name in exercise.names:
            if name not in submitted.answers:
                cause = submitted.problems[0] if submitted.problems else None
                lacks = LACKS_BECAUSE if cause else LACKS
                raise SubmissionError(lacks.format(path=path.name, name=name, cause=cause))
        calls = calls_of(exercise, task.seed)
        answers = submitted.answers
        verdict = judge(exercise, answers, task.seed, lambda prop: submitted.foretell(calls.get(prop)))
        submitted.foretell(None)
        mistake = named_mistake(verdict, answers)
        said = task.lang and as_html(feedback_on(verdict, answers, task.lang, task.seed))
        return _exercise_result(verdict, mistake.id if mistake else None), said, None

    def close(self) -> None:
        if self._sandbox is not None:
            self._sandbox.close()
            self._sandbox = None

    def __enter__(self) -> "Grader":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


ONE_AT_A_TIME = threading.Lock()


@cache
def _shared_grader() -> Grader:
    return Grader()


def grade_task(task: Task) -> dict:
    """Grade a task with this process's own grader, made at its first task: what a pool or a cluster runs."""
    with ONE_AT_A_TIME:  # a cluster's worker may have threads, and a grader has one sandbox
        return _shared_grader().grade(task)


def not_graded(task: Task, why: Text) -> dict:
    """The record of a submission that could not be graded at all."""
    missing = [_missing(EXERCISES[name]) for name in task.asked]
    return _record(task, why, missing, {}, isolation())


# A verdict as JSON data


def _record(task: Task, error: Text | None, graded: list[dict], feedback: dict[str, str], how: str) -> dict:
    return {
        "submission": {
            "path": task.name,
            "isolation": how,
            "error": error and {"vi": error.vi, "en": error.en},
            "score": float(sum(result["score"] for result in graded)),
            "max_score": float(FULL_MARKS * len(graded)),
            "exercises": graded,
        },
        "feedback": feedback,
    }


def _missing(exercise: Exercise) -> dict:
    return {
        "exercise": exercise.id,
        "score": 0.0,
        "max_score": float(FULL_MARKS),
        "status": "missing",
        "mistake": None,
        "properties": [],
    }


def _exercise_result(verdict: Verdict, mistake: str | None) -> dict:
    return {
        "exercise": verdict.exercise.id,
        "score": float(verdict.score),
        "max_score": float(FULL_MARKS),
        "status": "unsolved" if verdict.unsolved else "graded",
        "mistake": mistake,
        "properties": [_property_result(result) for result in verdict.results],
    }


def _property_result(result: Result) -> dict:
    message = _message(result)
    return {
        "property": result.property,
        "status": result.status,
        "points": float(result.points),
        "max_points": float(result.grading.points),
        "message": {"vi": message.vi, "en": message.en},
        "counterexample": _counterexample(result),
    }


def _counterexample(result: Result) -> str | None:
    if result.case is None:
        return None
    if isinstance(result.error, Misjudged):
        return "\n".join(result.error.code)
    return "\n".join(as_code(result.case, _place_of(result)))


def _place_of(result: Result) -> tuple[int, ...] | None:
    return result.error.index if isinstance(result.error, Mismatch) else None


def _message(result: Result) -> Text:
    words, error = result.grading.words, result.error
    if error is None:
        return words
    if result.status == "failed":
        expected, actual = expected_and_actual(error)
        return COMPARED.format(
            words=with_what_was_told(words, error), what=error.what, expected=expected, actual=actual
        )
    if isinstance(error, Ended):
        return STOPPED.format(words=words, how=error.text)
    said, place = name_and_words(error), line_that_raised(error)
    return RAISED.format(error=said) if place is None else RAISED_AT.format(error=said, line=place[0])
