"""The page of one submission, for its student: each exercise with its feedback and all its properties."""

from dataclasses import dataclass

from markupsafe import Markup

from course import chapters
from grader.judging.counterexample import number
from grader.provenance import Run
from grader.reports.columns import shortened_inside
from grader.reports.places import without_places
from grader.reports.rendering import rendered
from grader.reports.summary import STATUSES, is_full, marks, mistake_of, own_error, reason, title_of
from grader.results import ExerciseResult, PropertyResult, SubmissionResult
from grader.sanitize import one_line
from grader.text import Text

MAX_NAME = 90

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
WORDS = {
    "score": Text(vi="Điểm", en="Score"),
    "score_is": Text(vi="Điểm:", en="Score:"),
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
    page = rendered(
        "submission.html.j2",
        WORDS,
        lang,
        run,
        title=RESULT_OF[lang].format(name=shortened_inside(one_line(submission.name), MAX_NAME)),
        heading=RESULT_OF[lang].format(name=submission.name),
        submission=submission,
        error=own_error(submission, lang),
        sections=[_section(result, lang) for result in submission.exercises],
        marks=marks,
    )
    return without_places(page, submission.path)


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
