"""What a learner hears about an answer: what broke, on which input, what should have come out, and why perhaps."""

from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from course import chapters
from grader.exercises import EXERCISES, FOR_STUDENTS, Exercise, names_judged_by
from grader.feedback.diagnosis import Diagnosis, Panel
from grader.judging.assertions import MisjudgedError, MismatchError
from grader.judging.counterexample import around, expected_and_actual, number
from grader.judging.tracebacks import line_that_raised, name_and_words
from grader.judging.verdict import EndedError, Result, Verdict, is_a_stubs
from grader.rubric import FULL_MARKS
from grader.text import Text

UNSOLVED = Text(vi="{title}: chưa giải", en="{title}: not solved yet")
UNSOLVED_AT = Text(
    vi="(raise NotImplementedError còn ở dòng {line}.)",
    en="(raise NotImplementedError is still at line {line}.)",
)
NOT_WRITTEN = Text(vi="Còn phải viết: {names}.", en="Still to be written: {names}.")
UNSOLVED_ADVICE = Text(
    vi="Viết lời giải thay cho raise NotImplementedError, rồi kiểm tra lại; trong notebook thì chạy ô lời giải trước"
    " đã.",
    en="Write your solution in place of raise NotImplementedError, then check again; in a notebook, run its cell"
    " first.",
)
SOLVED = Text(vi="{title}: đúng rồi, {score}/{full} điểm", en="{title}: solved, {score}/{full} points")
SOLVED_WITH = Text(
    vi="Cả {count} tính chất đều đúng trên mọi phép thử{with_seed}.",
    en="All {count} properties hold on every case tried{with_seed}.",
)
SOLVED_WITH_ONE = Text(
    vi="Tính chất được chấm đúng trên mọi phép thử{with_seed}.",
    en="The one property holds on every case tried{with_seed}.",
)
WITH_SEED = Text(vi=" (seed {seed})", en=" (seed {seed})")
WRONG = Text(vi="{title}: chưa đúng, {score}/{full} điểm", en="{title}: not right yet, {score}/{full} points")
BROKEN = Text(vi="Yêu cầu bị vi phạm: {words}", en="What does not hold: {words}")
OTHERS = Text(vi="Ngoài ra còn {count} tính chất khác bị vi phạm.", en="{count} more properties do not hold.")
ONE_OTHER = Text(vi="Ngoài ra còn một tính chất khác bị vi phạm.", en="One more property does not hold.")
COUNTEREXAMPLE = Text(
    vi="Phản ví dụ nhỏ nhất tìm được; dán nó xuống dưới lời giải để thấy lỗi:",
    en="The smallest counterexample found; paste it below your solution to see the fault:",
)
LONG_COUNTEREXAMPLE = Text(
    vi="Lỗi chỉ lộ ra với một đầu vào dài, mà phản ví dụ nhỏ nhất tìm được là:",
    en="Only a long input shows the fault, and the smallest counterexample found is:",
)
LONG_ARRAY = Text(
    vi="{name} có shape {shape}; quanh token {token} của {instance}: {around}.",
    en="{name} has shape {shape}; around token {token} of {instance}: {around}.",
)
WHOLE = Text(vi="Toàn bộ phản ví dụ, để dán và chạy", en="The whole counterexample, to paste and run")
PRINTED = Text(vi="Những gì code của bạn đã in ra, ở một phép thử", en="What your code printed, in one trial")
TRY_HINT = Text(
    vi="Đây là lần thứ {count} liên tiếp bài chưa đúng. Hãy mở “Gợi ý {hint}” ở phía trên, rồi thử lại nhé.",
    en="That makes {count} tries in a row. Open “Hint {hint}” further up, then try again.",
)
FAR_FROM_ZERO = Text(
    vi="Đúng theo đề bài, nhưng chưa đúng khi mọi số nằm xa 0, như ở đây ({dtype}):",
    en="Right as far as the task goes, but not where all numbers lie far from 0, as here ({dtype}):",
)
WHY_FAR_FROM_ZERO = Text(
    vi="Nguyên nhân thường gặp là phương sai tính bằng E[x²] − E[x]²: hai số rất lớn, gần bằng nhau, nên phép trừ làm"
    " mất hầu hết chữ số. Trừ trung bình trước rồi mới bình phương thì không bị thế.",
    en="The usual reason is a variance computed as E[x²] − E[x]²: two large numbers that are nearly equal, whose"
    " difference keeps hardly a digit. Subtract the mean first and square after that.",
)
READ_MORE = Text(vi="Đọc thêm: {place}.", en="More: {place}.")
OUTPUT = Text(vi="Kết quả:", en="The result:")
NEXT = Text(vi="Làm tiếp: bài tập “{title}”", en="Go on with the exercise “{title}”")
NEXT_TO_READ = Text(
    vi="Bạn đã giải xong bài tập cuối. Đọc tiếp: {place}.",
    en="That was the last exercise. Read on: {place}.",
)
EXPECTED = Text(vi="mong đợi", en="expected")
ACTUAL = Text(vi="nhận được", en="actual")
AT = Text(vi="{what}, tại vị trí {place}:", en="{what}, at {place}:")
MISTAKE = Text(vi="Đây là một lỗi thường gặp: {name}. {why}", en="This is a common mistake: {name}. {why}")
READ = Text(vi="Đọc lại: {place}.", en="Read again: {place}.")
NO_NAME = Text(
    vi="Bài của bạn không khớp với lỗi thường gặp nào mà bộ chấm biết, nên bộ chấm không đoán nguyên nhân.",
    en="Your answer behaves like none of the mistakes the grader knows, so no cause is guessed.",
)
STEP_BY_STEP = Text(
    vi="Hãy chạy code từng bước với đầu vào trên đây và so với kết quả bạn tính tay.",
    en="Run your code step by step on the input above and compare with what you get by hand.",
)
NO_NAME_OF_TEST = Text(
    vi="Kiểm thử của bạn không khớp với lỗi thường gặp nào mà bộ chấm biết, nên bộ chấm không đoán nguyên nhân. Hãy tìm"
    " trong đề bài điều mà phiên bản trên đây vi phạm hay giữ đúng, rồi xem kiểm thử của bạn có xét đúng điều đó hay"
    " không.",
    en="Your test behaves like none of the mistakes the grader knows, so no cause is guessed. Find in the task what"
    " the version above breaks or keeps, and see whether your test looks at just that.",
)
AFTER_ANOTHER = Text(
    vi="Gọi riêng với đầu vào đó thì kết quả đúng, gọi sau một lần khác thì sai: hàm còn giữ gì đó từ lần gọi trước."
    " Hãy tìm những biến sống lâu hơn một lần gọi.",
    en="Called with that input alone your code is right, but after another call it is wrong: something is kept from"
    " the call before. Look for variables that outlive a call.",
)
RAISED = Text(vi="Code của bạn phát sinh ngoại lệ {error}.", en="Your code raised {error}.")
RAISED_AT = Text(
    vi="Code của bạn phát sinh ngoại lệ {error}, ở dòng {line}:", en="Your code raised {error}, at line {line}:"
)
STOPPED = Text(
    vi="Không chấm tiếp được: {how}. Hãy xem code có vòng lặp vô hạn, lời gọi thoát chương trình, hoặc chỗ dùng quá"
    " nhiều bộ nhớ không.",
    en="Grading could not go on: {how}. Look for an endless loop, a call that ends the program, or too much memory.",
)
RAISED_ON = Text(
    vi="Dán đoạn sau xuống dưới lời giải thì lỗi đó lại xuất hiện:",
    en="Pasted below your solution, these lines raise it again:",
)
ASKS_FOR_INPUT = Text(
    vi="input() chờ người dùng gõ, nhưng hàm ở đây nhận mọi thứ qua tham số: hãy bỏ input() đi.",
    en="input() waits for somebody to type, but this function gets all it needs as arguments: remove input().",
)
SIGNATURES = Text(
    vi="Hãy so các tham số với đề bài: {names}.", en="Compare the parameters with those of the task: {names}."
)
RAISED_ADVICE = Text(
    vi="Hãy sửa lỗi này trước rồi kiểm tra lại: code dừng giữa chừng thì chưa thể xét đến kết quả.",
    en="Fix this first, then check again: while the code stops halfway there is no result to judge.",
)

MAX_NUMBERS = 24
MAX_LINES = 18
MAX_LETTERS = 700
FAILURES_BEFORE_A_HINT = 2

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
class Fold:
    """Lines that are long, or not what matters most: only their title is seen until they are unfolded."""

    title: str
    lines: list[str]


@dataclass(frozen=True)
class Link:
    """A way on: `file` is a notebook in the same folder."""

    text: str
    file: str


@dataclass(frozen=True)
class Reading:
    """A place to read, named as `course.chapters` names it."""

    text: str
    place: str


@dataclass(frozen=True)
class Pictures:
    """What came out beside what should have, drawn."""

    panels: tuple[Panel, ...]


Block = str | Code | Comparison | Pictures | Fold | Link | Reading


@dataclass(frozen=True)
class Feedback:
    """Everything said about one answer, in one language; a block that is a string is a paragraph."""

    lang: str
    tone: Tone
    title: str
    blocks: list[Block] = field(default_factory=list)


def feedback_on(diagnosis: Diagnosis, lang: str, seed: int | None = None, failures: int = 0) -> Feedback:
    """The feedback on an answer, in `lang`; it names the seed when that is given: `grade` keeps its own to itself.

    `failures` is how many times in a row the answer was not right, this time counted, where somebody counts.
    """
    verdict = diagnosis.verdict
    title = verdict.exercise.title[lang]
    if verdict.unsolved:
        where = _where_the_stub_is(verdict.stub, lang)
        return Feedback(lang, "unsolved", UNSOLVED[lang].format(title=title), [UNSOLVED_ADVICE[lang], *where])
    points = {"title": title, "score": number(verdict.score), "full": FULL_MARKS}
    printed = [Fold(PRINTED[lang], verdict.printed.splitlines())] if verdict.printed.strip() else []
    if verdict.solved:
        with_seed = "" if seed is None else WITH_SEED[lang].format(seed=seed)
        count = len(verdict.results)
        said = (SOLVED_WITH_ONE if count == 1 else SOLVED_WITH)[lang].format(count=count, with_seed=with_seed)
        way_on = [] if seed is None else [_way_on(verdict.exercise, lang)]
        far = _far_from_zero(diagnosis, lang)
        return Feedback(lang, "solved", SOLVED[lang].format(**points), [said, *far, *printed, *way_on])
    tone, blocks = _what_is_wrong(diagnosis, verdict.broken[0], lang)
    hint = [] if failures < FAILURES_BEFORE_A_HINT else [_hint(diagnosis, lang, failures)]
    return Feedback(lang, tone, WRONG[lang].format(**points), [*blocks, *printed, *hint])


def _what_is_wrong(diagnosis: Diagnosis, first: Result, lang: str) -> tuple[Tone, list[Block]]:
    """What is said of the property told first."""
    verdict, error = diagnosis.verdict, first.error
    if isinstance(error, EndedError):
        return "wrong", [STOPPED[lang].format(how=error.text[lang])]
    if is_a_stubs(error):  # of several functions, some are written
        names = ", ".join(names_judged_by(verdict.exercise.tests[first.prop]))
        return "unsolved", [NOT_WRITTEN[lang].format(names=names), *_where_the_stub_is(error, lang)]
    if not isinstance(error, MismatchError):
        return "wrong", _raised(diagnosis, first, lang)
    blocks = _mismatched(diagnosis, first, error, lang)
    others = len(verdict.broken) - 1
    if others:
        blocks.insert(1, ONE_OTHER[lang] if others == 1 else OTHERS[lang].format(count=others))
    return "wrong", blocks


def _far_from_zero(diagnosis: Diagnosis, lang: str) -> list[Block]:
    """What is said of a right answer that is none far from 0."""
    lost = diagnosis.lost_digits
    if lost is None:
        return []
    return [
        FAR_FROM_ZERO[lang].format(dtype=lost.dtype),
        Code(lost.lines),
        Comparison(OUTPUT[lang], lost.expected, lost.actual),
        WHY_FAR_FROM_ZERO[lang],
        _reading(READ_MORE, "numbers-on-real-machines#kappa", lang),
    ]


def _way_on(exercise: Exercise, lang: str) -> Block:
    """What to do next, once an exercise is solved."""
    after = [*EXERCISES][[*EXERCISES].index(exercise.id) + 1 :]
    if not after:
        return _reading(NEXT_TO_READ, "who-grades-the-grader", lang)
    return Link(NEXT[lang].format(title=EXERCISES[after[0]].title[lang]), f"{after[0]}.ipynb")


def _reading(text: Text, place: str, lang: str) -> Reading:
    return Reading(text[lang].format(place=chapters.named(place, lang)), place)


def _hint(diagnosis: Diagnosis, lang: str, failures: int) -> str:
    """Which hint to open: that of the named mistake, else one after the other."""
    mistake, exercise = diagnosis.mistake, diagnosis.verdict.exercise
    one_more = min(failures - FAILURES_BEFORE_A_HINT + 1, exercise.hints)
    hint = mistake.hint if mistake is not None and mistake.hint else one_more
    return TRY_HINT[lang].format(count=failures, hint=hint)


def _where_the_stub_is(stub: NotImplementedError | None, lang: str) -> list[str]:
    place = None if stub is None else line_that_raised(stub)
    return [] if place is None else [UNSOLVED_AT[lang].format(line=place[0])]


def _raised(diagnosis: Diagnosis, result: Result, lang: str) -> list[Block]:
    assert result.error is not None  # the property is broken
    said = _what_was_raised(result.error, lang)
    if line_that_raised(result.error) is None and isinstance(result.error, TypeError):
        said.append(SIGNATURES[lang].format(names=", ".join(diagnosis.verdict.exercise.signatures)))
    if type(result.error).__name__ == "EOFError":
        said.append(ASKS_FOR_INPUT[lang])
    script = diagnosis.verdict.script(result)
    shown: list[Block] = [] if not script else [RAISED_ON[lang], Code(script)]
    if _is_long(script):
        shown = [Fold(WHOLE[lang], script)]
    return [*said, *shown, *(_named(diagnosis, lang) or [RAISED_ADVICE[lang]])]


def _what_was_raised(error: BaseException, lang: str) -> list[Block]:
    """What the learner's code raised, and the line where it did."""
    said, place = name_and_words(error), line_that_raised(error)
    if place is None:
        return [RAISED[lang].format(error=said)]
    return [RAISED_AT[lang].format(error=said, line=place[0]), Code([place[1]])]


def _mismatched(diagnosis: Diagnosis, result: Result, mismatch: MismatchError, lang: str) -> list[Block]:
    expected, actual = expected_and_actual(mismatch)
    return [
        BROKEN[lang].format(words=result.grading.words[lang]),
        *_counterexample(diagnosis.verdict, result, mismatch, lang),
        Comparison(_place(mismatch, lang), expected, actual),
        *([] if mismatch.raised is None else _what_was_raised(mismatch.raised, lang)),
        *([Pictures(diagnosis.panels)] if diagnosis.panels else []),
        *(_named(diagnosis, lang) or _without_a_name(result, mismatch, lang)),
    ]


def _counterexample(verdict: Verdict, result: Result, mismatch: MismatchError, lang: str) -> list[Block]:
    if isinstance(mismatch, MisjudgedError):
        shown: list[Block] = [mismatch.above[lang], Code(mismatch.code)] if mismatch.code else []
        return [mismatch.told[lang], *shown]
    script = verdict.script(result)
    if not _is_long(script):
        return [COUNTEREXAMPLE[lang], Code(script)]
    return [LONG_COUNTEREXAMPLE[lang], *_about_long_arrays(result, mismatch, lang), Fold(WHOLE[lang], script)]


def _is_long(script: list[str]) -> bool:
    return len(script) > MAX_LINES or sum(map(len, script)) > MAX_LETTERS


def _about_long_arrays(result: Result, mismatch: MismatchError, lang: str) -> list[str]:
    """Of each long array with a sequence: its shape, and the numbers around the token that matters."""
    said = []
    for name, value in (result.case or {}).items():
        if not isinstance(value, np.ndarray) or value.ndim != 3 or value.size <= MAX_NUMBERS:
            continue
        place = mismatch.index if mismatch.index is not None and len(mismatch.index) == 3 else (0, 0, 0)
        sample, feature = place[0] % value.shape[0], place[2] % value.shape[2]
        instance = value[sample, :, feature]
        # What is compared may be one number for the whole instance: then what lies farthest from the rest matters.
        is_token = np.ndim(mismatch.expected) == 3 and np.shape(mismatch.expected)[1] == len(instance)
        token = place[1] if is_token else int(np.argmax(np.abs(instance - np.median(instance))))
        where = f"{name}[{sample}, :, {feature}]"
        said.append(
            LONG_ARRAY[lang].format(
                name=name, shape=value.shape, token=token, instance=where, around=around(instance, token)
            )
        )
    return said


def _without_a_name(result: Result, mismatch: MismatchError, lang: str) -> list[Block]:
    if not isinstance(mismatch, MisjudgedError):
        if result.after_another_call:
            return [AFTER_ANOTHER[lang]]
        said = [STEP_BY_STEP] if FOR_STUDENTS else [NO_NAME, STEP_BY_STEP]
        return [" ".join(text[lang] for text in said)]
    return [*([mismatch.why[lang]] if mismatch.why else []), NO_NAME_OF_TEST[lang]]


def _named(diagnosis: Diagnosis, lang: str) -> list[Block]:
    """What is said of a named mistake; nothing where there is none."""
    mistake = diagnosis.mistake
    if mistake is None:
        return []
    return [
        MISTAKE[lang].format(name=mistake.name[lang], why=mistake.why[lang]),
        _reading(READ, mistake.read, lang),
    ]


def _place(mismatch: MismatchError, lang: str) -> str:
    what = mismatch.what[lang][0].upper() + mismatch.what[lang][1:]
    if mismatch.index is None or np.size(mismatch.actual) == 1:
        return f"{what}:"
    return AT[lang].format(what=what, place=list(mismatch.index))
