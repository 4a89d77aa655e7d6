"""One judgment: how a submission is judged, in a notebook and in a sandbox alike."""

from grader.exercises import Exercise
from grader.feedback.diagnosis import Diagnosis, diagnose
from grader.judging.verdict import judge
from grader.sandbox.prefetch import prefetches_of
from grader.sandbox.submission import Submission


def judged(exercise: Exercise, submission: Submission, seed: int, *, with_panels: bool = True) -> Diagnosis:
    """The verdict on a submission and what is behind it, for the cases of `seed`."""
    prefetches = prefetches_of(exercise, seed)
    answers = submission.answers
    verdict = judge(exercise, answers, seed, lambda prop: submission.during(prefetches.get(prop)))
    return diagnose(verdict, answers, with_panels=with_panels, during=submission.during)
