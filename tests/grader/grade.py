"""Grade one submission: every exercise that its files answer, each in a worker of its own, to a result."""

import threading
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from grader.feedback.diagnosis import diagnose
from grader.exercises import EXERCISES, Exercise
from grader.feedback.compose import feedback_on
from grader.sandbox.prefetch import calls_of
from grader.reports.record import exercise_result, missing
from grader.results import ExerciseResult, SubmissionResult
from grader.sandbox.client import Submitted
from grader.feedback.render import as_html
from grader.sandbox.launcher import Sandbox, SandboxError, isolation
from grader.submissions.read import LACKS, LACKS_BECAUSE, SubmissionError, cells_of, exercises_in
from grader.text import Text
from grader.judging.verdict import Ended, judge

NOTHING = Text(vi="{path} không trả lời bài tập nào.", en="{path} answers no exercise.")
MISSING = Text(vi="Không có bài làm cho bài tập này.", en="There is no answer to this exercise.")
ENDED = Text(vi="{path}: không chạy hết được, {how}.", en="{path}: could not be run to its end, {how}.")
SANDBOX_LOST = Text(
    vi="Bài nộp làm hỏng môi trường chạy thử: {error}.", en="The submission broke the environment it ran in: {error}."
)


@dataclass(frozen=True)
class Task:
    """One submission to grade: its name, its files, the exercises asked for (all that it answers when none), the seed.

    `lang` is the language of the HTML feedback in the result, or None for a result without.
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

    def grade(self, task: Task) -> SubmissionResult:
        """The result of a submission."""
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
        graded: list[ExerciseResult] = []
        for exercise in asked:
            if exercise.id in answered:
                result, problem = self._exercise(exercise, answered[exercise.id], task)
                error = error or problem
            else:
                result = missing(exercise)
            graded.append(result)
        return SubmissionResult(task.name, how, error, tuple(graded))

    def _started(self) -> Sandbox:
        if self._sandbox is None:
            self._sandbox = Sandbox()
        return self._sandbox

    def _exercise(self, exercise: Exercise, path: Path, task: Task) -> tuple[ExerciseResult, Text | None]:
        """The result of one exercise, and why it could not be judged."""
        try:
            channel = self._started().new_worker()
            try:
                return self._judged(exercise, path, task, channel), None
            finally:
                channel.close()
                self._started().clean()
        except SubmissionError as problem:
            return missing(exercise), problem.text
        except Ended as problem:
            return missing(exercise), ENDED.format(path=path.name, how=problem.text)
        except SandboxError as problem:
            self.close()
            return missing(exercise), SANDBOX_LOST.format(error=problem)

    def _judged(self, exercise: Exercise, path: Path, task: Task, channel) -> ExerciseResult:
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
        diagnosis = diagnose(verdict, answers, with_panels=task.lang is not None)
        feedback = as_html(feedback_on(diagnosis, task.lang)) if task.lang else None
        return exercise_result(diagnosis, feedback)

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


def grade_task(task: Task) -> SubmissionResult:
    """Grade a task with this process's own grader, made at its first task: what a pool or a cluster runs."""
    with ONE_AT_A_TIME:  # a cluster's worker may have threads, and a grader has one sandbox
        return _shared_grader().grade(task)


def not_graded(task: Task, why: Text) -> SubmissionResult:
    """The result of a submission that could not be graded at all."""
    return SubmissionResult(task.name, isolation(), why, tuple(missing(EXERCISES[name]) for name in task.asked))
