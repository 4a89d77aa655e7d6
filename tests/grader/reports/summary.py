"""What all reports say about a submission: titles, reasons, notices, in the language asked for.

A submission here is one element of "submissions" of the JSON contract, and a result one element of its "exercises".
"""

import re

from grader.judging.counterexample import number
from grader.exercises import EXERCISES
from grader.rubric import Grading
from grader.text import Text
from mistakes.bank import Mistake, mistakes_of

NOTICES = {
    "limits": Text(
        vi="Ở máy này không dùng được bwrap, nên bài nộp chỉ bị giới hạn về thời gian và bộ nhớ:"
        " chỉ nên chấm như vậy với code mà bạn tin cậy.",
        en="bwrap does not work on this machine, so submissions were only limited in time and memory:"
        " this is for code that you trust.",
    ),
    "none": Text(
        vi="Ở máy này bài nộp chạy mà không được cách ly: chỉ nên chấm như vậy với code mà bạn tin cậy.",
        en="On this machine submissions ran without isolation: this is for code that you trust.",
    ),
}
UNSOLVED = Text(vi="chưa giải", en="unsolved")
MISSING = Text(vi="không có bài", en="missing")
STATUSES = {"unsolved": UNSOLVED, "missing": MISSING}
NOBODY = Text(vi="Không có bài nộp nào.", en="There are no submissions.")
ONE = Text(vi="1 bài nộp", en="1 submission")
MANY = Text(vi="{count} bài nộp", en="{count} submissions")
CLASS = Text(
    vi="{submissions}: {full} đủ điểm, trung bình {mean}.", en="{submissions}: {full} with full marks, mean {mean}."
)
SURROGATE = re.compile("[\ud800-\udfff]")


# Text from submissions: file names, and what their code said when it raised


def escaped(character: str) -> str:
    """The character as Python would write it in a string: an escape sequence."""
    return character.encode("unicode_escape").decode("ascii")


def one_line(text: str) -> str:
    """`text` with control characters, line breaks and direction marks spelt out: it cannot act on what shows it."""
    return "".join(character if character.isprintable() else escaped(character) for character in text)


def flowing(text: str) -> str:
    """`text` as one line: white space is one space each, the rest as in `one_line`."""
    return one_line(" ".join(text.split()))


def several_lines(text: str) -> str:
    """As `one_line`, but line breaks and tabs stay."""
    return "".join(each if each.isprintable() or each in "\n\t" else escaped(each) for each in text)


def without_surrogates(text: str) -> str:
    """`text` as UTF-8 can hold it: half characters (from file names that are not UTF-8) as escape sequences."""
    return SURROGATE.sub(lambda match: escaped(match.group()), text)


# One result


def title_of(result: dict, lang: str) -> str:
    """The title of the exercise, or its id where this course does not know it."""
    exercise = EXERCISES.get(result["exercise"])
    return exercise.title[lang] if exercise else flowing(result["exercise"])


def grading_of(result: dict, prop: dict) -> Grading | None:
    """The words and points of a property; None where this course does not know it."""
    exercise = EXERCISES.get(result["exercise"])
    test = exercise.tests.get(prop["property"]) if exercise else None
    return test.grading if test else None


def words_of(result: dict, prop: dict, lang: str) -> str:
    """What the property says, or its name where this course does not know it."""
    grading = grading_of(result, prop)
    return grading.words[lang] if grading else flowing(prop["property"])


def message_of(result: dict, prop: dict, lang: str) -> str:
    """The message of a property without the words of the property at its beginning; "" when that is all there is."""
    return prop["message"][lang].removeprefix(words_of(result, prop, lang)).strip()


def mistake_of(result: dict) -> Mistake | None:
    """The named mistake that a result has, when it has one that the bank knows."""
    if result["mistake"] is None or result["exercise"] not in EXERCISES:
        return None
    return mistakes_of(result["exercise"]).get(result["mistake"])


def is_core(prop: dict) -> bool:
    """Whether a property earns points; the others, guards, only cost some."""
    return prop["max_points"] > 0


def reason(result: dict, lang: str) -> str:
    """Why a result has not full marks, short: its status, its named mistake or the first property that is broken."""
    if result["status"] in STATUSES:
        return STATUSES[result["status"]][lang]
    mistake = mistake_of(result)
    if mistake is not None:
        return mistake.name[lang]
    broken = [prop for prop in result["properties"] if prop["status"] != "passed"]
    if not broken:
        return ""
    first = min(broken, key=lambda prop: not is_core(prop))
    said = words_of(result, first, lang) if first["status"] == "failed" else message_of(result, first, lang)
    return flowing(said).rstrip(".:")


# One submission, and all


def is_full(graded: dict) -> bool:
    """Whether a submission or a result has all the points there are."""
    return 0 < graded["max_score"] <= graded["score"]


def lost(submission: dict) -> list[dict]:
    """The results of a submission that have not full marks."""
    return [result for result in submission["exercises"] if not is_full(result)]


def marks(graded: dict) -> str:
    """The score of a submission or a result: 7/10."""
    return f"{number(graded['score'])}/{number(graded['max_score'])}"


def notices(submissions: list[dict], lang: str) -> list[str]:
    """What to say about the isolation that the submissions ran in; nothing for bwrap."""
    used = {submission["isolation"] for submission in submissions}
    return [text[lang] for isolation, text in NOTICES.items() if isolation in used]


def class_line(submissions: list[dict], lang: str) -> str:
    """How many submissions, how many with full marks, and the mean."""
    if not submissions:
        return NOBODY[lang]
    count = len(submissions)
    said = (ONE if count == 1 else MANY).format(count=count)
    return CLASS.format(submissions=said, full=sum(map(is_full, submissions)), mean=_mean(submissions))[lang]


def share(submission: dict) -> float:
    """The part of its points that a submission got, from 0 to 1; 0 where there was nothing to get."""
    return min(1.0, submission["score"] / submission["max_score"]) if submission["max_score"] > 0 else 0.0


def _mean(submissions: list[dict]) -> str:
    """The mean in points where there was the same to get in all that could be graded, else in percent."""
    greatest = {submission["max_score"] for submission in submissions if submission["max_score"] > 0}
    if len(greatest) == 1:
        mean = sum(submission["score"] for submission in submissions) / len(submissions)
        return f"{number(round(mean, 2))}/{number(greatest.pop())}"
    return f"{number(round(100 * sum(map(share, submissions)) / len(submissions), 1))}%"
