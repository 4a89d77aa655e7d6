"""Grade one submission: every exercise that its files answer, each in a worker of its own, to a result."""

import contextlib
import dataclasses
import os
import threading
import traceback
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
from grader.submissions.choose import Duplicates, answers_to
from grader.submissions.load import lacking, load
from grader.submissions.read import SubmissionError, SubmittedFile
from grader.text import LANGUAGES, Text

NOTHING = Text(vi="{path} không trả lời bài tập nào.", en="{path} answers no exercise.")
TWO_ANSWERS = Text(
    vi="Có hai bài làm khác nhau cho {exercise}: {one} và {other}. Hãy bỏ bớt một, hoặc chấm với"
    " `--duplicates newest` hay `best`.",
    en="There are two different answers to {exercise}: {one} and {other}. Leave one of them out, or grade with"
    " `--duplicates newest` or `best`.",
)
FAILED_HERE = Text(
    vi="Bộ chấm gặp lỗi khi chấm bài này, không phải lỗi của bài nộp: {error}. Các bài khác không bị ảnh hưởng.",
    en="The grader itself failed on this submission, which is not to blame for it: {error}. The others are graded.",
)
NOT_FOUND = Text(vi="Không tìm thấy bài làm. {problem}", en="No answer was found. {problem}")
ENDED = Text(vi="{path}: không chạy hết được, {how}.", en="{path}: could not be run to its end, {how}.")
SANDBOX_LOST = Text(
    vi="Bài nộp làm hỏng môi trường chạy thử: {error}.", en="The submission broke the environment it ran in: {error}."
)


@dataclass(frozen=True)
class Task:
    """One submission to grade: its name, its files as read, the exercises asked for (all that it answers when none).

    `beside` are for each file the files that its code may import or read, or what they hold. `problem` is what could
    not be read of the submission. `duplicates` says what is done with two answers to one exercise. `lang` is the
    language of the HTML feedback in the result where its notebooks name none, or None for a result without. Only a
    `trusted` submission is run where nothing shuts it in.
    """

    name: str
    files: tuple[SubmittedFile, ...]
    beside: tuple[Mapping[str, Path | bytes], ...] = field(default=(), hash=False)
    asked: tuple[str, ...] = ()
    seed: int = 0
    lang: str | None = None
    trusted: bool = False
    duplicates: Duplicates = "error"
    problem: Text | None = None

    @property
    def own_lang(self) -> str | None:
        """The language that its notebooks name, the first that names one."""
        named = (file.metadata.lang for file in self.files)
        return next((lang for lang in named if lang in LANGUAGES), None)

    @property
    def answered(self) -> list[str]:
        """The ids of the exercises that its files answer, in the order of the course."""
        answered = {exercise.id for file in self.files for exercise in file.exercises}
        return [name for name in EXERCISES if name in answered]

    def exercises(self) -> list[Exercise]:
        """The exercises asked for, or where none is, all that it answers, in the order of the course."""
        return [EXERCISES[name] for name in self.asked or self.answered]

    def answers(self, exercise: Exercise) -> list[tuple[SubmittedFile, Mapping[str, Path | bytes]]]:
        """The files that answer an exercise, each with what lies beside it; several where nothing decides."""
        beside = dict(zip(self.files, self.beside or ({},) * len(self.files), strict=True))
        return [(file, beside[file]) for file in answers_to(exercise, self.files, self.duplicates)]

    def to_judge(self) -> list[Exercise]:
        """Those of the exercises asked for that it answers."""
        return [exercise for exercise in self.exercises() if self.answers(exercise)]


class Grader:
    """Grades one submission after the other; close it, or use it in a `with`."""

    def __init__(self) -> None:
        self._sandbox: Sandbox | None = None

    def grade(self, task: Task) -> SubmissionResult:
        """The result of a submission."""
        said = [file.problem for file in reversed(task.files)]
        error = next((problem for problem in (task.problem, *said) if problem is not None), None)
        asked = task.exercises()
        if not asked and error is None:
            error = NOTHING.format(path=Path(task.name).name)
        graded: list[ExerciseResult] = []
        for exercise in asked:
            result, problem = self._exercise(exercise, task, error)
            error = error or problem
            graded.append(result)
        return SubmissionResult(task.name, isolation().kind, error, tuple(graded), lang=task.own_lang)

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

    def _exercise(self, exercise: Exercise, task: Task, unread: Text | None) -> tuple[ExerciseResult, Text | None]:
        """The result of one exercise, and why it could not be judged, or what its code lacked if points are lost.

        `unread` is what could not be read: an answer may stand there.
        """
        answers = task.answers(exercise)
        if not answers:
            return missing(exercise, unread and NOT_FOUND.format(problem=unread)), None
        if len(answers) > 1 and task.duplicates != "best":
            one, other, *_ = (file.path for file, _ in answers)
            return _not_judged(exercise, TWO_ANSWERS.format(exercise=exercise.id, one=one, other=other))
        results = [self._answer(exercise, task, file, beside) for file, beside in answers]
        return max(results, key=lambda result: result[0].score)

    def _answer(
        self, exercise: Exercise, task: Task, file: SubmittedFile, beside: Mapping[str, Path | bytes]
    ) -> tuple[ExerciseResult, Text | None]:
        """The same of one file."""
        try:
            refuse_unisolated(task.trusted)
            try:
                submission = load(self._new_worker, file, beside, exercise)
                with contextlib.closing(submission):
                    result = self._judged(exercise, submission, task)
                if result.status == "graded":
                    result = dataclasses.replace(result, likeness=file.likeness_of(exercise))
                return result, None if is_full(result) else lacking(file, submission.loaded)
            finally:
                self._clean()
        except (SubmissionError, UnisolatedError) as problem:
            return _not_judged(exercise, problem.text)
        except EndedError as problem:
            return _not_judged(exercise, ENDED.format(path=file.path.name, how=problem.text))
        except SandboxError as problem:
            self.close()
            return _not_judged(exercise, SANDBOX_LOST.format(error=problem.text))

    def _judged(self, exercise: Exercise, submission: RemoteSubmission, task: Task) -> ExerciseResult:
        diagnosis = judged(exercise, submission, task.seed, with_panels=task.lang is not None)
        feedback = as_html(feedback_on(diagnosis, task.own_lang or task.lang)) if task.lang else None
        return exercise_result(diagnosis, feedback)

    def close(self) -> None:
        if self._sandbox is not None:
            self._sandbox.close()
            self._sandbox = None

    def __enter__(self) -> "Grader":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _not_judged(exercise: Exercise, why: Text) -> tuple[ExerciseResult, Text]:
    return missing(exercise, why), why


ONE_AT_A_TIME = threading.Lock()


@cache
def _grader_of(process: int) -> Grader:
    """One for each process: a fork has a number of its own, and two in one sandbox would end each other's work."""
    return Grader()


def _shared_grader() -> Grader:
    return _grader_of(os.getpid())


def grade_task(task: Task) -> SubmissionResult:
    """Grade a task with this process's own grader, made at its first task: what a pool or a cluster runs."""
    with ONE_AT_A_TIME:  # a cluster's worker may have threads, and a grader has one sandbox
        try:
            return _shared_grader().grade(task)
        except Exception as error:  # noqa: BLE001 - whatever one submission brings about, the run goes on
            _shared_grader().close()
            traceback.print_exc()
            said = error.strerror if isinstance(error, OSError) else error  # without the place on this machine
            return not_graded(task, FAILED_HERE.format(error=f"{type(error).__name__}: {said}"))


def not_graded(task: Task, why: Text) -> SubmissionResult:
    """The result of a submission that could not be graded at all."""
    exercises = tuple(missing(EXERCISES[name], why) for name in task.asked)
    return SubmissionResult(task.name, isolation().kind, why, exercises, lang=task.own_lang)
