"""What is found out and said of an answer: the same in a notebook, in a terminal and in the page of an exercise."""

from collections import Counter
from collections.abc import Callable

from grader.exercises import Exercise
from grader.feedback.compose import Feedback, feedback_on
from grader.judging.cases import DEFAULT_SEED
from grader.judging.soundness import refuse_broken_tests
from grader.judging.tracebacks import line_that_raised
from grader.judging.verdict import Answers, Verdict
from grader.judgment import judged
from grader.sandbox.local import LocalSubmission
from grader.text import Text

STOPPED = Text(
    vi="Bạn đã dừng việc kiểm tra, khi đang chạy dòng {line}. Có thể vòng lặp ở đó không bao giờ dừng.",
    en="You stopped the check while it ran line {line}. Perhaps a loop there never ends.",
)

failures_in_a_row: Counter[str] = Counter()


def checked(
    exercise: Exercise,
    answers: Answers,
    lang: str,
    seed: int = DEFAULT_SEED,
    before: Callable[[str], None] = lambda prop: None,
) -> tuple[Verdict, Feedback]:
    """The verdict on a learner's objects, by name, and the feedback; `before` is told each property.

    Raises BrokenTestsError where the exercise's reference does not pass its graded tests.
    """
    refuse_broken_tests(exercise, seed)
    diagnosis = judged(exercise, LocalSubmission(exercise, answers), seed, before=before)
    return diagnosis.verdict, feedback_on(diagnosis, lang, seed, _failures(diagnosis.verdict))


def stopped_in_words(stopped: KeyboardInterrupt, lang: str) -> str:
    """Where the learner's code was when the learner stopped the check."""
    line = line_that_raised(stopped)
    return STOPPED[lang].format(line=f"{line[0]}: {line[1]}" if line else "?")


def _failures(verdict: Verdict) -> int:
    """How many times in a row this exercise was not right, this time counted; one not begun does not count."""
    exercise = verdict.exercise.id
    if verdict.solved:
        failures_in_a_row[exercise] = 0
    elif not verdict.unsolved:
        failures_in_a_row[exercise] += 1
    return failures_in_a_row[exercise]
