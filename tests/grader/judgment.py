"""One judgment: how a submission is judged, in a notebook and in a sandbox alike."""

from collections.abc import Callable
from contextlib import AbstractContextManager

from grader.exercises import Exercise
from grader.feedback.diagnosis import Diagnosis, diagnose
from grader.judging.verdict import judge
from grader.sandbox.prefetch import prefetches_of
from grader.sandbox.submission import Submission


def judged(
    exercise: Exercise,
    submission: Submission,
    seed: int,
    *,
    with_panels: bool = True,
    before: Callable[[str], None] = lambda prop: None,
) -> Diagnosis:
    """The verdict on a submission and what is behind it, for the cases of `seed`; `before` is told each property."""
    prefetches = prefetches_of(exercise, seed)
    answers = submission.answers

    def during(prop: str) -> AbstractContextManager[None]:
        before(prop)
        return submission.during(prefetches.get(prop))

    verdict = judge(exercise, answers, seed, during)
    return diagnose(verdict, answers, with_panels=with_panels, during=submission.during)
