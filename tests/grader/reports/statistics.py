"""The class in numbers: each exercise, and each of its properties."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import mean, median

from grader.exercises import EXERCISES
from grader.reports.summary import is_full, state_of
from grader.results import ExerciseResult, SubmissionResult
from grader.text import Text


@dataclass(frozen=True)
class PropertyRate:
    """In how many answers a property holds, of those in which it was tried."""

    words: Text
    holds: int
    tried: int

    @property
    def share(self) -> float:
        return self.holds / self.tried if self.tried else 0.0


@dataclass(frozen=True)
class ExerciseNumbers:
    """How an exercise went: `judged` answers, of which `full` have all points; what is not there has 0 points."""

    exercise: str
    asked: int
    judged: int
    full: int
    mean: float
    median: float
    rates: tuple[PropertyRate, ...]


def exercises_asked(submissions: Sequence[SubmissionResult]) -> list[str]:
    """The ids of all exercises that somebody was asked for, in the order of the course."""
    occur = {result.exercise for submission in submissions for result in submission.exercises}
    return [name for name in EXERCISES if name in occur]


def numbers_of(submissions: Sequence[SubmissionResult]) -> list[ExerciseNumbers]:
    """The numbers of every exercise."""
    results = [result for submission in submissions for result in submission.exercises]
    return [
        _numbers(name, [result for result in results if result.exercise == name])
        for name in exercises_asked(submissions)
    ]


def _numbers(exercise: str, results: list[ExerciseResult]) -> ExerciseNumbers:
    scores = [result.score for result in results]
    judged = [result for result in results if state_of(result) is None]
    return ExerciseNumbers(
        exercise, len(results), len(judged), sum(map(is_full, results)), mean(scores), median(scores), _rates(judged)
    )


def _rates(judged: list[ExerciseResult]) -> tuple[PropertyRate, ...]:
    tried = [each for result in judged for each in result.properties if each.status != "skipped"]
    words = {each.name: each.words for result in judged for each in result.properties}
    return tuple(
        PropertyRate(
            said,
            sum(each.holds for each in tried if each.name == name),
            sum(each.name == name for each in tried),
        )
        for name, said in words.items()
    )
