"""What a learner hears about an answer: what broke, on which input, what should have come out, and why perhaps."""

from dataclasses import dataclass, field

import numpy as np

from grader.assertions import Mismatch
from grader.blame import line_that_raised
from grader.chapters import CHAPTERS
from grader.counterexample import as_code, expected_and_actual, number
from grader.diagnosis import named_mistake
from grader.grading import FULL_MARKS
from grader.picture import Panel, panels
from grader.text import Text
from grader.verdict import Answers, Result, Verdict

UNSOLVED = Text(vi="{title}: chưa giải", en="{title}: not solved yet")
UNSOLVED_ADVICE = Text(
    vi="Viết lời giải vào ô có raise NotImplementedError, chạy ô ấy, rồi chạy lại ô kiểm tra này.",
    en="Write your solution in the cell with raise NotImplementedError, run that cell, then run this check again.",
)
SOLVED = Text(vi="{title}: đúng rồi, {score}/{full} điểm", en="{title}: solved, {score}/{full} points")
SOLVED_WITH = Text(
    vi="Cả {count} tính chất đều đúng trên mọi phép thử (seed {seed}).",
    en="All {count} properties hold on every case tried (seed {seed}).",
)
WRONG = Text(vi="{title}: chưa đúng, {score}/{full} điểm", en="{title}: not right yet, {score}/{full} points")
BROKEN = Text(vi="Tính chất chưa đạt: {words}", en="What does not hold: {words}")
OTHERS = Text(vi="Ngoài ra còn {count} tính chất khác chưa đạt.", en="{count} more properties do not hold.")
ONE_OTHER = Text(vi="Ngoài ra còn một tính chất khác chưa đạt.", en="One more property does not hold.")
COUNTEREXAMPLE = Text(vi="Phản ví dụ nhỏ nhất tìm được:", en="The smallest counterexample found:")
EXPECTED = Text(vi="mong đợi", en="expected")
ACTUAL = Text(vi="nhận được", en="actual")
AT = Text(vi="{what}, tại vị trí {place}:", en="{what}, at {place}:")
MISTAKE = Text(vi="Đây là một lỗi thường gặp: {name}. {why}", en="This is a common mistake: {name}. {why}")
READ = Text(vi="Đọc lại: chương “{chapter}”.", en="Read again: the chapter “{chapter}”.")
NO_NAME = Text(
    vi="Bài của bạn không giống lỗi thường gặp nào, nên bộ chấm không đoán nguyên nhân. Hãy chép đầu vào trên đây vào"
    " một ô mới, chạy hàm từng bước và so với phép tính tay.",
    en="Your answer resembles no common mistake, so no cause is guessed. Copy the input above into a new cell, run"
    " your code step by step and compare with what you get by hand.",
)
RAISED = Text(vi="Code của bạn phát sinh ngoại lệ {error}.", en="Your code raised {error}.")
RAISED_AT = Text(
    vi="Code của bạn phát sinh ngoại lệ {error}, ở dòng {line}:", en="Your code raised {error}, at line {line}:"
)
RAISED_ON = Text(vi="Đầu vào khi ấy:", en="The input was:")
RAISED_ADVICE = Text(
    vi="Hãy sửa lỗi này trước rồi kiểm tra lại: code dừng giữa chừng thì chưa thể xét đến kết quả.",
    en="Mend this first, then check again: while the code stops half way there is no result to judge.",
)


@dataclass(frozen=True)
class Comparison:
    """What was compared, and both sides of it."""

    what: str
    expected: str
    actual: str


@dataclass(frozen=True)
class Code:
    """Lines of code: a counterexample, or the learner's line that raised."""

    lines: list[str]


@dataclass(frozen=True)
class Feedback:
    """Everything said about one answer, in one language; a block is a paragraph, code, a comparison or a picture."""

    lang: str
    tone: str  # "solved", "unsolved" or "wrong"
    title: str
    blocks: list[str | Code | Comparison | list[Panel]] = field(default_factory=list)


def feedback_on(verdict: Verdict, answers: Answers, lang: str, seed: int) -> Feedback:
    """The feedback on a verdict, in `lang`."""
    title = verdict.exercise.title[lang]
    if verdict.unsolved:
        return Feedback(lang, "unsolved", UNSOLVED[lang].format(title=title), [UNSOLVED_ADVICE[lang]])
    points = {"title": title, "score": number(verdict.score), "full": FULL_MARKS}
    if verdict.solved:
        said = SOLVED_WITH[lang].format(count=len(verdict.results), seed=seed)
        return Feedback(lang, "solved", SOLVED[lang].format(**points), [said])
    first, *others = verdict.broken
    blocks = _raised(first, lang) if first.status == "error" else _mismatched(verdict, first, answers, lang)
    if others and first.status != "error":
        blocks.insert(1, ONE_OTHER[lang] if len(others) == 1 else OTHERS[lang].format(count=len(others)))
    return Feedback(lang, "wrong", WRONG[lang].format(**points), blocks)


def _raised(result: Result, lang: str) -> list:
    error = f"{type(result.error).__name__}: {result.error}" if str(result.error) else type(result.error).__name__
    place = line_that_raised(result.error)
    if place is None:
        said = [RAISED[lang].format(error=error)]
    else:
        number_of_line, line = place
        said = [RAISED_AT[lang].format(error=error, line=number_of_line), Code([line])]
    return [*said, RAISED_ON[lang], Code(as_code(result.case, None)), RAISED_ADVICE[lang]]


def _mismatched(verdict: Verdict, result: Result, answers: Answers, lang: str) -> list:
    mismatch: Mismatch = result.error
    expected, actual = expected_and_actual(mismatch)
    blocks = [
        BROKEN[lang].format(words=result.grading.words[lang]),
        COUNTEREXAMPLE[lang],
        Code(as_code(result.case, mismatch.index)),
        Comparison(_place(mismatch, lang), expected, actual),
        panels(verdict.exercise, answers, result),
    ]
    mistake = named_mistake(verdict.exercise, answers)
    if mistake is None:
        return [*blocks, NO_NAME[lang]]
    return [
        *blocks,
        MISTAKE[lang].format(name=mistake.name[lang], why=mistake.why[lang]),
        READ[lang].format(chapter=CHAPTERS[mistake.read][lang]),
    ]


def _place(mismatch: Mismatch, lang: str) -> str:
    what = mismatch.what[lang][0].upper() + mismatch.what[lang][1:]
    if mismatch.index is None or np.size(mismatch.actual) == 1:
        return f"{what}:"
    return AT[lang].format(what=what, place=list(mismatch.index))
