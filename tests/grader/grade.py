"""Grade one submission: every exercise that its files answer, each in a worker of its own, to a result."""

import contextlib
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from grader.exercises import EXERCISES, Exercise
from grader.feedback.compose import feedback_on
from grader.feedback.render import as_html
from grader.judging.verdict import EndedError
from grader.judgment import judged
from grader.reports.record import exercise_result, missing
from grader.reports.summary import is_full
from grader.results import ExerciseResult, SubmissionResult
from grader.sandbox.client import RemoteSubmission
from grader.sandbox.launcher import Sandbox, SandboxError, UnisolatedError, Worker, isolation, refuse_unisolated
from grader.submissions.load import lacking, load
from grader.submissions.read import SubmissionError, SubmittedFile
from grader.text import Text

NOTHING = Text(vi="{path} không trả lời bài tập nào.", en="{path} answers no exercise.")
MISSING = Text(vi="Không có bài làm cho bài tập này.", en="There is no answer to this exercise.")
ENDED = Text(vi="{path}: không chạy hết được, {how}.", en="{path}: could not be run to its end, {how}.")
SANDBOX_LOST = Text(
    vi="Bài nộp làm hỏng môi trường chạy thử: {error}.", en="The submission broke the environment it ran in: {error}."
)


@dataclass(frozen=True)
class Task:
    """One submission to grade: its name, its files as read, the exercises asked for (all that it answers when none).

    `beside` are for each file the files that its code may import or read. `lang` is the language of the HTML feedback
    in the result, or None for a result without. Only a `trusted` submission is run where nothing shuts it in.
    """

    name: str
    files: tuple[SubmittedFile, ...]
    beside: tuple[Mapping[str, Path], ...] = field(default=(), hash=False)
    asked: tuple[str, ...] = ()
    seed: int = 0
    lang: str | None = None
    trusted: bool = False

    def answers(self) -> dict[str, tuple[SubmittedFile, Mapping[str, Path]]]:
        """By exercise, the file that answers it, and what lies beside that file."""
        pairs = zip(self.files, self.beside or ({},) * len(self.files), strict=True)
        return {exercise.id: (file, beside) for file, beside in pairs for exercise in file.exercises}

    def exercises(self) -> list[Exercise]:
        """The exercises asked for, or where none is, all that it answers, in the order of the course."""
        names = self.asked or [name for name in EXERCISES if name in self.answers()]
        return [EXERCISES[name] for name in names]

    def to_judge(self) -> list[Exercise]:
        """Those of them that it answers."""
        answers = self.answers()
        return [exercise for exercise in self.exercises() if exercise.id in answers]


class Grader:
    """Grades one submission after the other; close it, or use it in a `with`."""

    def __init__(self) -> None:
        self._sandbox: Sandbox | None = None

    def grade(self, task: Task) -> SubmissionResult:
        """The result of a submission."""
        answered = task.answers()
        error = next((file.problem for file in reversed(task.files) if file.problem is not None), None)
        asked = task.exercises()
        if not asked and error is None:
            error = NOTHING.format(path=task.name)
        graded: list[ExerciseResult] = []
        for exercise in asked:
            if exercise.id in answered:
                result, problem = self._exercise(exercise, task)
                error = error or problem
            else:
                result = missing(exercise)
            graded.append(result)
        return SubmissionResult(task.name, isolation().kind, error, tuple(graded))

    def _started(self) -> Sandbox:
        if self._sandbox is None:
            self._sandbox = Sandbox()
        return self._sandbox

    def _new_worker(self) -> Worker:
        """A new worker, with nothing left of another; a sandbox lost since the last submission is no fault of this."""
        try:
            return self._started().renewed_worker()
        except SandboxError:
            self.close()
            return self._started().renewed_worker()

    def _clean(self) -> None:
        """Clean up after a worker; a sandbox that cannot be had again costs no mark that was reached."""
        try:
            self._started().clean()
        except SandboxError:
            self.close()

    def _exercise(self, exercise: Exercise, task: Task) -> tuple[ExerciseResult, Text | None]:
        """The result of one exercise, and why it could not be judged, or what its code lacked if points are lost."""
        file, beside = task.answers()[exercise.id]
        try:
            refuse_unisolated(task.trusted)
            try:
                submission = load(self._new_worker, file, beside, exercise)
                with contextlib.closing(submission):
                    result = self._judged(exercise, submission, task)
                return result, None if is_full(result) else lacking(file, submission.loaded)
            finally:
                self._clean()
        except (SubmissionError, UnisolatedError) as problem:
            return missing(exercise), problem.text
        except EndedError as problem:
            return missing(exercise), ENDED.format(path=file.path.name, how=problem.text)
        except SandboxError as problem:
            self.close()
            return missing(exercise), SANDBOX_LOST.format(error=problem.text)

    def _judged(self, exercise: Exercise, submission: RemoteSubmission, task: Task) -> ExerciseResult:
        diagnosis = judged(exercise, submission, task.seed, with_panels=task.lang is not None)
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
    return SubmissionResult(task.name, isolation().kind, why, tuple(missing(EXERCISES[name]) for name in task.asked))
