"""What a learner hears about an answer: what broke, on which input, what should have come out, and why perhaps."""

from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from course.chapters import CHAPTERS
from grader.exercises import names_judged_by
from grader.feedback.diagnosis import Diagnosis, Panel
from grader.judging.assertions import MisjudgedError, MismatchError
from grader.judging.counterexample import as_code, expected_and_actual, number
from grader.judging.tracebacks import line_that_raised, name_and_words
from grader.judging.verdict import EndedError, Result
from grader.rubric import FULL_MARKS
from grader.text import Text

UNSOLVED = Text(vi="{title}: chưa giải", en="{title}: not solved yet")
UNSOLVED_AT = Text(
    vi="(raise NotImplementedError còn ở dòng {line} của ô.)",
    en="(raise NotImplementedError is still at line {line} of the cell.)",
)
NOT_WRITTEN = Text(vi="Còn phải viết: {names}.", en="Still to be written: {names}.")
UNSOLVED_ADVICE = Text(
    vi="Viết lời giải vào ô có raise NotImplementedError, chạy ô ấy, rồi chạy lại ô kiểm tra này.",
    en="Write your solution in the cell with raise NotImplementedError, run that cell, then run this check again.",
)
SOLVED = Text(vi="{title}: đúng rồi, {score}/{full} điểm", en="{title}: solved, {score}/{full} points")
SOLVED_WITH = Text(
    vi="Cả {count} tính chất đều đúng trên mọi phép thử{with_seed}.",
    en="All {count} properties hold on every case tried{with_seed}.",
)
WITH_SEED = Text(vi=" (seed {seed})", en=" (seed {seed})")
WRONG = Text(vi="{title}: chưa đúng, {score}/{full} điểm", en="{title}: not right yet, {score}/{full} points")
BROKEN = Text(vi="Tính chất chưa thỏa mãn: {words}", en="What does not hold: {words}")
OTHERS = Text(vi="Ngoài ra còn {count} tính chất khác chưa thỏa mãn.", en="{count} more properties do not hold.")
ONE_OTHER = Text(vi="Ngoài ra còn một tính chất khác chưa thỏa mãn.", en="One more property does not hold.")
COUNTEREXAMPLE = Text(vi="Phản ví dụ nhỏ nhất tìm được:", en="The smallest counterexample found:")
EXPECTED = Text(vi="mong đợi", en="expected")
ACTUAL = Text(vi="nhận được", en="actual")
AT = Text(vi="{what}, tại vị trí {place}:", en="{what}, at {place}:")
MISTAKE = Text(vi="Đây là một lỗi thường gặp: {name}. {why}", en="This is a common mistake: {name}. {why}")
READ = Text(vi="Đọc lại: chương “{chapter}”.", en="Read again: the chapter “{chapter}”.")
NO_NAME = Text(
    vi="Bài của bạn không khớp với lỗi thường gặp nào mà bộ chấm biết, nên bộ chấm không đoán nguyên nhân. Hãy chạy"
    " code từng bước với đầu vào trên đây, trong một ô mới, và so với kết quả bạn tính tay.",
    en="Your answer behaves like none of the mistakes the grader knows, so no cause is guessed. Run your code step by"
    " step on the input above, in a new cell, and compare with what you get by hand.",
)
NO_NAME_OF_TEST = Text(
    vi="Kiểm thử của bạn không khớp với lỗi thường gặp nào mà bộ chấm biết, nên bộ chấm không đoán nguyên nhân. Hãy tìm"
    " trong đề bài điều mà phiên bản trên đây vi phạm hay giữ đúng, rồi xem kiểm thử của bạn có xét đúng điều ấy hay"
    " không.",
    en="Your test behaves like none of the mistakes the grader knows, so no cause is guessed. Find in the task what"
    " the version above breaks or keeps, and see whether your test looks at just that.",
)
RAISED = Text(vi="Code của bạn phát sinh ngoại lệ {error}.", en="Your code raised {error}.")
RAISED_AT = Text(
    vi="Code của bạn phát sinh ngoại lệ {error}, ở dòng {line}:", en="Your code raised {error}, at line {line}:"
)
STOPPED = Text(
    vi="Không chấm tiếp được: {how}. Hãy tìm vòng lặp không dừng, lời gọi thoát chương trình, hoặc chỗ dùng quá nhiều"
    " bộ nhớ.",
    en="Grading could not go on: {how}. Look for a loop without end, a call that ends the program, or too much memory.",
)
RAISED_ON = Text(vi="Đầu vào khi ấy:", en="The input was:")
SIGNATURES = Text(
    vi="Hãy so các tham số với đề bài: {names}.", en="Compare the parameters with those of the task: {names}."
)
RAISED_ADVICE = Text(
    vi="Hãy sửa lỗi này trước rồi kiểm tra lại: code dừng giữa chừng thì chưa thể xét đến kết quả.",
    en="Fix this first, then check again: while the code stops halfway there is no result to judge.",
)


Tone = Literal["solved", "unsolved", "wrong"]


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
class Pictures:
    """What came out beside what should have, drawn."""

    panels: tuple[Panel, ...]


Block = str | Code | Comparison | Pictures


@dataclass(frozen=True)
class Feedback:
    """Everything said about one answer, in one language; a block that is a string is a paragraph."""

    lang: str
    tone: Tone
    title: str
    blocks: list[Block] = field(default_factory=list)


def feedback_on(diagnosis: Diagnosis, lang: str, seed: int | None = None) -> Feedback:
    """The feedback on an answer, in `lang`; it names the seed when that is given: `grade` keeps its own to itself."""
    verdict = diagnosis.verdict
    title = verdict.exercise.title[lang]
    if verdict.unsolved:
        where = _where_the_stub_is(verdict.stub, lang)
        return Feedback(lang, "unsolved", UNSOLVED[lang].format(title=title), [UNSOLVED_ADVICE[lang], *where])
    points = {"title": title, "score": number(verdict.score), "full": FULL_MARKS}
    if verdict.solved:
        with_seed = "" if seed is None else WITH_SEED[lang].format(seed=seed)
        said = SOLVED_WITH[lang].format(count=len(verdict.results), with_seed=with_seed)
        return Feedback(lang, "solved", SOLVED[lang].format(**points), [said])
    first, *others = verdict.broken
    if isinstance(first.error, EndedError):
        return Feedback(lang, "wrong", WRONG[lang].format(**points), [STOPPED[lang].format(how=first.error.text[lang])])
    if isinstance(first.error, NotImplementedError):  # of several functions, some are written
        names = ", ".join(names_judged_by(verdict.exercise.tests[first.prop]))
        to_write, where = NOT_WRITTEN[lang].format(names=names), _where_the_stub_is(first.error, lang)
        return Feedback(lang, "unsolved", WRONG[lang].format(**points), [to_write, *where])
    if isinstance(first.error, MismatchError):
        blocks = _mismatched(diagnosis, first, first.error, lang)
        if others:
            blocks.insert(1, ONE_OTHER[lang] if len(others) == 1 else OTHERS[lang].format(count=len(others)))
    else:
        blocks = _raised(diagnosis, first, lang)
    return Feedback(lang, "wrong", WRONG[lang].format(**points), blocks)


def _where_the_stub_is(stub: NotImplementedError | None, lang: str) -> list[str]:
    place = None if stub is None else line_that_raised(stub)
    return [] if place is None else [UNSOLVED_AT[lang].format(line=place[0])]


def _raised(diagnosis: Diagnosis, result: Result, lang: str) -> list[Block]:
    assert result.error is not None  # the property is broken
    error = name_and_words(result.error)
    place = line_that_raised(result.error)
    if place is None:
        said: list[Block] = [RAISED[lang].format(error=error)]
    else:
        number_of_line, line = place
        said = [RAISED_AT[lang].format(error=error, line=number_of_line), Code([line])]
    if place is None and isinstance(result.error, TypeError):
        said.append(SIGNATURES[lang].format(names=", ".join(diagnosis.verdict.exercise.signatures)))
    return [
        *said,
        RAISED_ON[lang],
        Code(as_code(result.case or {}, None)),
        *(_named(diagnosis, lang) or [RAISED_ADVICE[lang]]),
    ]


def _mismatched(diagnosis: Diagnosis, result: Result, mismatch: MismatchError, lang: str) -> list[Block]:
    expected, actual = expected_and_actual(mismatch)
    return [
        BROKEN[lang].format(words=result.grading.words[lang]),
        *_counterexample(result, mismatch, lang),
        Comparison(_place(mismatch, lang), expected, actual),
        *([Pictures(diagnosis.panels)] if diagnosis.panels else []),
        *(_named(diagnosis, lang) or _without_a_name(mismatch, lang)),
    ]


def _counterexample(result: Result, mismatch: MismatchError, lang: str) -> list[Block]:
    if isinstance(mismatch, MisjudgedError):
        shown: list[Block] = [mismatch.above[lang], Code(mismatch.code)] if mismatch.code else []
        return [mismatch.told[lang], *shown]
    return [COUNTEREXAMPLE[lang], Code(as_code(result.case or {}, mismatch.index))]


def _without_a_name(mismatch: MismatchError, lang: str) -> list[str]:
    if not isinstance(mismatch, MisjudgedError):
        return [NO_NAME[lang]]
    return [*([mismatch.why[lang]] if mismatch.why else []), NO_NAME_OF_TEST[lang]]


def _named(diagnosis: Diagnosis, lang: str) -> list[str]:
    """What is said of a named mistake; nothing where there is none."""
    mistake = diagnosis.mistake
    if mistake is None:
        return []
    return [
        MISTAKE[lang].format(name=mistake.name[lang], why=mistake.why[lang]),
        READ[lang].format(chapter=CHAPTERS[mistake.read][lang]),
    ]


def _place(mismatch: MismatchError, lang: str) -> str:
    what = mismatch.what[lang][0].upper() + mismatch.what[lang][1:]
    if mismatch.index is None or np.size(mismatch.actual) == 1:
        return f"{what}:"
    return AT[lang].format(what=what, place=list(mismatch.index))
