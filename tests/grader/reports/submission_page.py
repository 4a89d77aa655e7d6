"""The page of one submission: each exercise with its feedback and all its properties."""

from collections.abc import Iterator

from course.chapters import CHAPTERS
from grader.judging.counterexample import number
from grader.reports.page import code, cut, fragment, inline, page, prose, row, table
from grader.reports.summary import STATUSES, is_full, marks, mistake_of, notices, reason, title_of
from grader.results import ExerciseResult, PropertyResult, SubmissionResult
from grader.sanitize import one_line
from grader.text import Text

RESULT_OF = Text(vi="Kết quả: {name}", en="Results: {name}")
BACK = Text(vi="← Kết quả của lớp", en="← Results of the class")
SCORE_IS = Text(vi="Điểm: {marks}", en="Score: {marks}")
SCORE = Text(vi="Điểm", en="Score")
AS_ABOVE = Text(vi="Như trên.", en="As above.")
READ = Text(vi="Đọc lại: chương “{chapter}”.", en="Read again: the chapter “{chapter}”.")
PROPERTIES = Text(vi="Từng tính chất", en="Property by property")
PROPERTY = Text(vi="Tính chất", en="Property")
OUTCOME = Text(vi="Kết quả", en="Outcome")
COUNTEREXAMPLE = Text(vi="Phản ví dụ:", en="The counterexample:")
GUARDS = Text(
    vi="Tính chất để trống ở cột điểm không mang lại điểm, chỉ làm mất điểm khi chưa thỏa mãn. Điểm của một bài tập"
    " không xuống dưới 0.",
    en="A property without an entry for its score earns nothing and costs points only when it does not hold."
    " The score of an exercise never falls below 0.",
)
OUTCOMES = {
    "passed": Text(vi="thỏa mãn", en="holds"),
    "failed": Text(vi="chưa thỏa mãn", en="does not hold"),
    "error": Text(vi="phát sinh ngoại lệ", en="exception raised"),
    "timeout": Text(vi="quá thời gian cho phép", en="timed out"),
    "skipped": Text(vi="bỏ qua", en="skipped"),
}
OUTCOME_WIDTH = "clamp(5.5rem, 16vw, 8.5rem)"


def submission_page(submission: SubmissionResult, lang: str) -> str:
    """The page of one submission: each exercise with its feedback and all its properties."""
    title = RESULT_OF[lang].format(name=cut(one_line(submission.path)))
    parts = [
        f'<nav><a href="index.html">{BACK[lang]}</a></nav>\n<main>',
        f"<h1>{inline(RESULT_OF[lang].format(name=submission.path))}</h1>",
        f'<p class="total">{SCORE_IS[lang].format(marks=marks(submission))}</p>',
    ]
    if submission.error:
        parts.append(f'<p class="error">{prose(submission.error[lang])}</p>')
    parts += [f'<p class="notice">{prose(notice)}</p>' for notice in notices([submission], lang)]
    for result in submission.exercises:
        parts += _exercise(result, lang)
    return page(title, "\n".join([*parts, "</main>"]), lang)


def _exercise(result: ExerciseResult, lang: str) -> Iterator[str]:
    """The section of one exercise; its feedback is HTML already, and where there is none the reason is said here."""
    yield f"<section>\n<h2>{prose(title_of(result, lang))}: {marks(result)}</h2>"
    if result.feedback:
        yield fragment(result.feedback)
    elif not is_full(result):
        yield from _reason(result, lang)
    if result.properties and result.status not in STATUSES:
        heads = [(PROPERTY[lang], "", ""), (OUTCOME[lang], OUTCOME_WIDTH, ""), (SCORE[lang], "3.5rem", "number")]
        told = [prop.problem for prop in result.properties]
        rows = [
            _property(prop, lang, again=told[place] in told[:place]) for place, prop in enumerate(result.properties)
        ]
        yield table(PROPERTIES[lang], heads, rows)
        if not all(prop.is_core for prop in result.properties):
            yield f'<p class="soft">{GUARDS[lang]}</p>'
    yield "</section>"


def _reason(result: ExerciseResult, lang: str) -> Iterator[str]:
    said = reason(result, lang)
    yield f'<p class="bad">{prose(said[:1].upper() + said[1:])}</p>'
    mistake = mistake_of(result)
    if mistake is not None:
        yield f"<p>{prose(mistake.why[lang])} {prose(READ[lang].format(chapter=CHAPTERS[mistake.read][lang]))}</p>"


def _property(prop: PropertyResult, lang: str, again: bool) -> str:
    """The row of a property; `again` when one above it has the same message, as where all of them raise the same."""
    head = prose(prop.words[lang])
    if prop.problem:
        head += f'<p class="why">{AS_ABOVE[lang] if again else prose(prop.problem[lang])}</p>'
    if prop.counterexample and not (prop.problem and again):
        head += f'<p class="why">{COUNTEREXAMPLE[lang]}</p>{code(prop.counterexample)}'
    outcome = OUTCOMES[prop.status][lang]
    return row(head, (outcome, "good" if prop.holds else "bad"), (_points(prop), "number"))


def _points(prop: PropertyResult) -> str:
    """What a core property earned of what it could; what a guard took away of what it could."""
    if prop.is_core:
        return f"{number(prop.points)}/{number(prop.max_points)}"
    if prop.points < 0:
        return f"−{number(-prop.points)}"
    return ""
