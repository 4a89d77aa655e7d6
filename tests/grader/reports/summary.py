"""What all reports say about a submission: titles, reasons, notices, in the language asked for."""

from grader.exercises import EXERCISES
from grader.judging.counterexample import number
from grader.results import ExerciseResult, SubmissionResult
from grader.sanitize import flowing
from grader.text import Text
from mistakes.bank import Mistake, mistakes_of

NOTICES = {
    "limits": Text(
        vi="Trên máy này không dùng được bwrap, nên bài nộp chỉ bị giới hạn về thời gian và bộ nhớ:"
        " chỉ nên chấm như vậy với code mà bạn tin cậy.",
        en="bwrap does not work on this machine, so submissions were only limited in time and memory:"
        " this is for code that you trust.",
    ),
    "none": Text(
        vi="Trên máy này bài nộp chạy mà không được cách ly: chỉ nên chấm như vậy với code mà bạn tin cậy.",
        en="On this machine submissions ran without isolation: this is for code that you trust.",
    ),
}
UNSOLVED = Text(vi="chưa giải", en="unsolved")
MISSING = Text(vi="không có bài", en="missing")
STATUSES = {"unsolved": UNSOLVED, "missing": MISSING}
NOT_JUDGED = Text(vi="không chấm được", en="not judged")
STATES = STATUSES | {"not judged": NOT_JUDGED}
SIGNS = {"unsolved": "○", "missing": "–", "not judged": "!"}
NOBODY = Text(vi="Không có bài nộp nào.", en="There are no submissions.")
ONE = Text(vi="1 bài nộp", en="1 submission")
MANY = Text(vi="{count} bài nộp", en="{count} submissions")
ONE_STUDENT = Text(vi="1 sinh viên", en="1 student")
STUDENTS = Text(vi="{count} sinh viên", en="{count} students")
CLASS = Text(
    vi="{submissions}: {full} đủ điểm, trung bình {mean}.", en="{submissions}: {full} with full marks, mean {mean}."
)


# One result


def title_of(result: ExerciseResult, lang: str) -> str:
    """The title of the exercise."""
    return EXERCISES[result.exercise].title[lang]


def state_of(result: ExerciseResult) -> str | None:
    """One of STATES, or None where an answer was judged: what is there and could not be is not missing."""
    if result.problem is not None:
        return "not judged"
    return result.status if result.status in STATUSES else None


def mistake_of(result: ExerciseResult) -> Mistake | None:
    """The named mistake that a result has, if any."""
    return None if result.mistake is None else mistakes_of(result.exercise)[result.mistake]


def reason(result: ExerciseResult, lang: str) -> str:
    """Why a result has not full marks, short: its status, its named mistake or the first property that is broken."""
    if result.problem is not None:
        return flowing(result.problem[lang]).rstrip(".")
    if result.status in STATUSES:
        return STATUSES[result.status][lang]
    mistake = mistake_of(result)
    if mistake is not None:
        return mistake.name[lang]
    broken = [prop for prop in result.properties if not prop.holds]
    if not broken:
        return ""
    first = min(broken, key=lambda prop: (prop.status == "skipped", not prop.is_core))
    said = first.words if first.status == "failed" or first.problem is None else first.problem
    return flowing(said[lang]).rstrip(".:")


# One submission, and all


def is_full(graded: SubmissionResult | ExerciseResult) -> bool:
    """Whether a submission or a result has all the points there are."""
    return 0 < graded.max_score <= graded.score


def lost(submission: SubmissionResult) -> list[ExerciseResult]:
    """The results of a submission that have not full marks."""
    return [result for result in submission.exercises if not is_full(result)]


def says_the_error(result: ExerciseResult, submission: SubmissionResult, lang: str) -> bool:
    """Whether why a result could not be judged is, or holds, what went wrong with the submission."""
    return (
        result.problem is not None and submission.error is not None and submission.error[lang] in result.problem[lang]
    )


def own_error(submission: SubmissionResult, lang: str) -> str:
    """What went wrong with a submission, where no result of it says so already; else nothing."""
    is_said = any(says_the_error(result, submission, lang) for result in submission.exercises)
    return "" if submission.error is None or is_said else submission.error[lang]


def marks(graded: SubmissionResult | ExerciseResult) -> str:
    """The score of a submission or a result: 7/10."""
    return f"{number(graded.score)}/{number(graded.max_score)}"


def notices(submissions: list[SubmissionResult], lang: str) -> list[str]:
    """What to tell a teacher of the isolation that the submissions ran in; nothing for bwrap."""
    used = {submission.isolation for submission in submissions}
    return [text[lang] for isolation, text in NOTICES.items() if isolation in used]


def class_line(submissions: list[SubmissionResult], lang: str) -> str:
    """How many submissions, or students where all are known, how many with full marks, and the mean."""
    if not submissions:
        return NOBODY[lang]
    count = len(submissions)
    # In an assignment whoever handed in nothing is counted too.
    one, many = (ONE_STUDENT, STUDENTS) if all(each.student for each in submissions) else (ONE, MANY)
    said = (one if count == 1 else many).format(count=count)
    return CLASS.format(submissions=said, full=sum(map(is_full, submissions)), mean=_mean(submissions))[lang]


def share(submission: SubmissionResult) -> float:
    """The part of its points that a submission got, from 0 to 1; 0 where there was nothing to get."""
    return min(1.0, submission.score / submission.max_score) if submission.max_score > 0 else 0.0


def _mean(submissions: list[SubmissionResult]) -> str:
    """The mean in points where there was the same to get in all that could be graded, else in percent."""
    greatest = {submission.max_score for submission in submissions if submission.max_score > 0}
    if len(greatest) == 1:
        mean = sum(submission.score for submission in submissions) / len(submissions)
        return f"{number(round(mean, 2))}/{number(greatest.pop())}"
    return f"{number(round(100 * sum(map(share, submissions)) / len(submissions), 1))}%"
