"""The results as pages: one for every submission, and index.html for the class."""

from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

from markupsafe import Markup

from course import chapters
from grader.judging.counterexample import number
from grader.markup import templates_of
from grader.provenance import Run
from grader.reports.chart import chart
from grader.reports.folder import write_pages
from grader.reports.names import page_names
from grader.reports.summary import (
    STATUSES,
    class_line,
    is_full,
    lost,
    marks,
    mistake_of,
    notices,
    reason,
    title_of,
)
from grader.results import ExerciseResult, PropertyResult, SubmissionResult
from grader.sanitize import one_line
from grader.text import Text

INDEX = "index.html"
MAX_NAME, MAX_REASON = 90, 160

CLASS = Text(vi="Kết quả của lớp", en="Results of the class")
RESULT_OF = Text(vi="Kết quả: {name}", en="Results: {name}")
READ = Text(vi="Đọc lại: {place}.", en="Read again: {place}.")
AS_ABOVE = Text(vi="Như trên.", en="As above.")
OUTCOMES = {
    "passed": Text(vi="đúng", en="holds"),
    "failed": Text(vi="bị vi phạm", en="does not hold"),
    "error": Text(vi="phát sinh ngoại lệ", en="exception raised"),
    "timeout": Text(vi="quá thời gian cho phép", en="timed out"),
    "skipped": Text(vi="bỏ qua", en="skipped"),
}
# What the templates say themselves.
WORDS = {
    "submissions": Text(vi="Các bài nộp", en="The submissions"),
    "submission": Text(vi="Bài nộp", en="Submission"),
    "score": Text(vi="Điểm", en="Score"),
    "score_is": Text(vi="Điểm:", en="Score:"),
    "lost": Text(vi="Mất điểm ở đâu, vì sao", en="Where points were lost, and why"),
    "nothing_lost": Text(vi="Đủ điểm", en="Full marks"),
    "common": Text(vi="Lỗi thường gặp trong lớp", en="Common mistakes in this class"),
    "mistake": Text(vi="Lỗi thường gặp", en="Common mistake"),
    "number_of": Text(vi="Số bài", en="Count"),
    "whose": Text(vi="Bài nộp nào", en="In which submissions"),
    "properties": Text(vi="Từng tính chất", en="Property by property"),
    "property": Text(vi="Tính chất", en="Property"),
    "outcome": Text(vi="Kết quả", en="Outcome"),
    "counterexample": Text(vi="Phản ví dụ:", en="The counterexample:"),
    "files": Text(vi="Tải về, để đọc bằng np.load:", en="As files for np.load:"),
    "guards": Text(
        vi="Tính chất để trống ở cột điểm không mang lại điểm, chỉ làm mất điểm khi bị vi phạm: mất điểm của phần mà"
        " nó nói đến, và không xuống dưới 0.",
        en="A property without an entry for its score earns nothing and costs points only when it does not hold:"
        " points of the part that it is about, and never below 0.",
    ),
}


def write_html(folder: Path, submissions: list[SubmissionResult], lang: str, run: Run | None = None) -> int:
    """Write the pages into `folder`, made if it is not there, and say how many of an earlier run were removed.

    Each student's is in the language of the student's notebooks, where they name one. Each says at its foot what
    graded, if a `run` is given. The index comes last, so that it never names a page that is not there. Raises
    FolderError where somebody else's pages are there, and OSError when a page cannot be written.
    """
    files = page_names(submissions)
    pages = {
        file: submission_page(submission, submission.lang or lang, run)
        for submission, file in zip(submissions, files, strict=True)
    }
    return write_pages(folder, pages | {INDEX: class_page(submissions, files, lang, run)})


def _rendered(template: str, lang: str, run: Run | None, **values: object) -> str:
    words = SimpleNamespace(**{name: text[lang] for name, text in WORDS.items()})
    return (
        templates_of("grader.reports")
        .get_template(template)
        .render(lang=lang, words=words, graded_with=run.said()[lang] if run else None, **values)
    )


# The page of the class


@dataclass(frozen=True)
class _Row:
    """A submission on the page of the class."""

    name: str
    file: str
    marks: str
    is_full: bool
    why: list[str]


def class_page(submissions: list[SubmissionResult], files: list[str], lang: str, run: Run | None = None) -> str:
    """index.html; `files` are the names of the submissions' pages."""
    rows = [_row(submission, file, lang) for submission, file in zip(submissions, files, strict=True)]
    return _rendered(
        "class.html.j2",
        lang,
        run,
        title=CLASS[lang],
        summary=class_line(submissions, lang),
        said=notices(submissions, lang),
        chart=chart(submissions, lang),
        rows=rows,
        common=_common_mistakes(submissions, rows, lang),
    )


def _row(submission: SubmissionResult, file: str, lang: str) -> _Row:
    error = [submission.error[lang]] if submission.error else []
    error += [remark[lang] for remark in submission.mark.remarks] if submission.mark else []
    reasons = [f"{title_of(each, lang)}, {marks(each)}: {_brief(reason(each, lang))}" for each in lost(submission)]
    return _Row(_cut(submission.path), file, marks(submission), is_full(submission), error + reasons)


def _cut(name: str) -> str:
    """A name with its middle left out when it is very long."""
    half = MAX_NAME // 2
    return name if len(name) <= MAX_NAME else f"{name[:half]}…{name[-half:]}"


def _brief(said: str) -> str:
    """A reason without its end when it is very long, as what an exception says may be."""
    return said if len(said) <= MAX_REASON else f"{said[:MAX_REASON]}…"


def _common_mistakes(
    submissions: list[SubmissionResult], rows: list[_Row], lang: str
) -> list[tuple[str, str, list[_Row]]]:
    """The named mistakes, the most frequent first: each with the title of its exercise and who made it."""
    made: dict[tuple[str, str], list[_Row]] = {}
    for submission, row in zip(submissions, rows, strict=True):
        for result in submission.exercises:
            mistake = mistake_of(result)
            if mistake is not None:
                made.setdefault((mistake.name[lang], title_of(result, lang)), []).append(row)
    by_count = sorted(made.items(), key=lambda item: -len(item[1]))
    return [(mistake, title, whose) for (mistake, title), whose in by_count]


# The page of a submission


@dataclass(frozen=True)
class _PropertyRow:
    """A property on the page of a submission; `files` by name are the arrays of the counterexample, in base64."""

    words: str
    problem: str | None
    counterexample: str | None
    files: tuple[tuple[str, str], ...]
    holds: bool
    outcome: str
    points: str


@dataclass(frozen=True)
class _Section:
    """An exercise on the page of a submission; `feedback` is HTML, and without it `reason` and `advice` stand there."""

    result: ExerciseResult
    title: str
    feedback: Markup | None
    reason: str
    advice: str
    rows: list[_PropertyRow]
    has_guards: bool


def submission_page(submission: SubmissionResult, lang: str, run: Run | None = None) -> str:
    """The page of one submission, for its student: each exercise, its feedback, all its properties.

    It stands alone: it names no other page, and no place on the machine that graded.
    """
    problems = [result.problem[lang] for result in submission.exercises if result.problem is not None]
    error = submission.error[lang] if submission.error is not None else ""
    return _rendered(
        "submission.html.j2",
        lang,
        run,
        title=RESULT_OF[lang].format(name=_cut(one_line(submission.name))),
        heading=RESULT_OF[lang].format(name=submission.name),
        submission=submission,
        error="" if any(error in problem for problem in problems) else error,
        said=notices([submission], lang),
        sections=[_section(result, lang) for result in submission.exercises],
        marks=marks,
    )


def _section(result: ExerciseResult, lang: str) -> _Section:
    properties = () if result.status in STATUSES else result.properties
    problems = [each.problem for each in properties]
    said = "" if is_full(result) or result.problem is not None else reason(result, lang)
    return _Section(
        result=result,
        title=title_of(result, lang),
        # Rendered by feedback/render.py, which escaped every value.
        feedback=None if result.feedback is None else Markup(result.feedback),  # noqa: S704
        reason=result.problem[lang] if result.problem is not None else said[:1].upper() + said[1:],
        advice=_advice(result, lang),
        rows=[
            _property_row(each, result.exercise, lang, again=problems[place] in problems[:place])
            for place, each in enumerate(properties)
        ],
        has_guards=not all(each.is_core for each in properties),
    )


def _advice(result: ExerciseResult, lang: str) -> str:
    mistake = mistake_of(result)
    if mistake is None:
        return ""
    return f"{mistake.why[lang]} {READ[lang].format(place=chapters.named(mistake.read, lang))}"


def _property_row(result: PropertyResult, exercise: str, lang: str, *, again: bool) -> _PropertyRow:
    """The row of a property; `again` when one above it has the same problem, as where all of them raise the same."""
    again = again and result.problem is not None
    problem = None if result.problem is None else (AS_ABOVE if again else result.problem)[lang]
    return _PropertyRow(
        words=result.words[lang],
        problem=problem,
        counterexample=None if again else result.counterexample,
        files=() if again else tuple((f"{exercise}-{result.name}-{name}.npy", file) for name, file in result.arrays),
        holds=result.holds,
        outcome=OUTCOMES[result.status][lang],
        points=_points(result),
    )


def _points(result: PropertyResult) -> str:
    """What a core property earned of what it could; what a guard took away."""
    if result.is_core:
        return f"{number(result.points)}/{number(result.max_points)}"
    return f"−{number(-result.points)}" if result.points < 0 else ""
