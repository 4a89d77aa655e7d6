"""The page of the class: a row a student and a column an exercise, and what the class as a whole shows."""

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from jinja2 import Environment

from grader.exercises import EXERCISES
from grader.judging.counterexample import number
from grader.markup import templates_of
from grader.provenance import Run
from grader.reports.chart import chart
from grader.reports.columns import shortened_apart
from grader.reports.likeness import alike
from grader.reports.names import names_apart
from grader.reports.rendering import rendered
from grader.reports.statistics import exercises_asked, numbers_of
from grader.reports.summary import (
    SIGNS,
    STATES,
    class_line,
    is_full,
    lost,
    marks,
    mistake_of,
    notices,
    own_error,
    reason,
    share,
    state_of,
    title_of,
)
from grader.results import ExerciseResult, PassedOver, SubmissionResult
from grader.sanitize import flowing, one_line
from grader.submissions.find import said_of
from grader.text import Text

MAX_NAME, MAX_REASON = 34, 160  # a name takes one line of a wide screen
SCRIPT = "class.js"
# By which a column is sorted where there is no score: what is not there comes last.
WORTH = {"unsolved": -1, "not judged": -2, "missing": -3}

CLASS = Text(vi="Kết quả của lớp", en="Results of the class")
OF_ASSIGNMENT = Text(vi="{title}: kết quả của lớp", en="{title}: results of the class")
OF_EXERCISE = Text(vi="{title}: {said}", en="{title}: {said}")
# What the template says itself.
WORDS = {
    "students": Text(vi="Từng bài nộp", en="One by one"),
    "name": Text(vi="Bài nộp", en="Submission"),
    "score": Text(vi="Điểm", en="Score"),
    "why": Text(vi="Mất điểm ở đâu, vì sao", en="Where points were lost, and why"),
    "nothing_lost": Text(vi="Đủ điểm", en="Full marks"),
    "search": Text(vi="Lọc theo tên hay lý do", en="Filter by name or reason"),
    "show": Text(vi="Hiện", en="Show"),
    "show_all": Text(vi="tất cả", en="all"),
    "show_lost": Text(vi="chưa đủ điểm", en="less than full marks"),
    "show_problem": Text(vi="có bài không chấm được", en="with something not judged"),
    "show_missing": Text(vi="có bài không nộp hay chưa giải", en="with something missing or unsolved"),
    "sort": Text(
        vi="Bấm vào đầu cột để sắp xếp, bấm lần nữa để đảo thứ tự.", en="Press a heading to sort, again to turn round."
    ),
    "exercises": Text(vi="Từng bài tập", en="Exercise by exercise"),
    "exercise": Text(vi="Bài tập", en="Exercise"),
    "mean": Text(vi="Trung bình", en="Mean"),
    "median": Text(vi="Trung vị", en="Median"),
    "full": Text(vi="Đủ điểm", en="Full marks"),
    "judged": Text(vi="Đã chấm", en="Judged"),
    "zeros": Text(
        vi="Điểm trên thang 10; bài không có hay không chấm được tính là 0.",
        en="Scores out of 10; what is missing or could not be judged counts as 0.",
    ),
    "rates": Text(vi="Từng tính chất đúng ở bao nhiêu bài", en="In how many answers each property holds"),
    "tried": Text(vi="tính trên các bài đã chấm có thử tính chất đó", en="of those judged in which it was tried"),
    "property": Text(vi="Tính chất", en="Property"),
    "holds": Text(vi="Đúng ở", en="Holds in"),
    "common": Text(vi="Lỗi thường gặp trong lớp", en="Common mistakes in this class"),
    "made_by_several": Text(vi="Những lỗi mà nhiều bài cùng mắc", en="Mistakes made by several"),
    "made_by_one": Text(vi="Những lỗi mà chỉ một bài mắc", en="Mistakes made by one alone"),
    "mistake": Text(vi="Lỗi", en="Mistake"),
    "count": Text(vi="Số bài", en="Count"),
    "whose": Text(vi="Bài nộp nào", en="In which submissions"),
    "alike": Text(vi="Những bài giống nhau", en="Answers that are alike"),
    "most_first": Text(vi="Giống nhau ở nhiều bài tập nhất đứng đầu", en="Those alike in most exercises come first"),
    "alike_in": Text(vi="Giống nhau ở bài tập", en="Alike in"),
    "no_proof": Text(
        vi="Code giống hệt nhau, không kể chú thích, cách trình bày và phần ngoài lời giải; những gì khóa học cho sẵn"
        " (khung bài, lời giải đã công bố) không tính. Đây là gợi ý để xem lại, không phải bằng chứng: bài ngắn chỉ có"
        " vài cách viết, nên trùng nhau ở nhiều bài tập mới đáng chú ý.",
        en="The code is the same but for comments, formatting and what stands beside the answer; what the course gives"
        " (the skeleton, the published solution) does not count. It is a hint to look again, and no proof: there are"
        " few ways to write something short, so what matters is being alike in several exercises.",
    ),
    "passed_over": Text(vi="Không tính là bài nộp", en="Not taken for submissions"),
}


@dataclass(frozen=True)
class _Cell:
    """What a submission has in a column: the words, what it is sorted by, and what the words stand for."""

    text: str
    worth: str
    kind: str
    spoken: str = ""


@dataclass(frozen=True)
class _Row:
    """A submission: `name` is short, and `full_name` is all of it; `kinds` are what it can be filtered by."""

    name: str
    full_name: str
    file: str
    marks: str
    share: str
    cells: list[_Cell]
    why: str
    is_full: bool
    kinds: str


def class_page(
    submissions: Sequence[SubmissionResult],
    files: Sequence[str],
    lang: str,
    run: Run | None = None,
    *,
    title: str | None = None,
    passed_over: Sequence[PassedOver] = (),
) -> str:
    """The page; `files` are the names of the submissions' pages, `title` is that of an assignment."""
    exercises = exercises_asked(submissions)
    rows = _rows(submissions, files, exercises, lang)
    script = _source(templates_of("grader.reports"))
    common = _common_mistakes(submissions, rows, lang)
    return rendered(
        "class.html.j2",
        WORDS,
        lang,
        run,
        title=OF_ASSIGNMENT[lang].format(title=flowing(title)) if title else CLASS[lang],
        summary=class_line(list(submissions), lang),
        notices=notices(list(submissions), lang),
        chart=chart(list(submissions), lang),
        exercises=exercises,
        titles={name: EXERCISES[name].title[lang] for name in exercises},
        rows=rows,
        signs=_signs(submissions, lang),
        numbers=numbers_of(submissions),
        number=number,
        several=[made for made in common if len(made[2]) > 1],
        single=[made for made in common if len(made[2]) == 1],
        alike=[
            ([EXERCISES[name].title[lang] for name in names], [rows[place] for place in places])
            for names, places in alike(submissions)
        ],
        passed_over=said_of(tuple(passed_over))[lang] if passed_over else "",
        script=script,
        script_digest=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
    )


def _source(templates: Environment) -> str:
    assert templates.loader is not None
    source, _, _ = templates.loader.get_source(templates, SCRIPT)
    return source


def _rows(
    submissions: Sequence[SubmissionResult], files: Sequence[str], exercises: Sequence[str], lang: str
) -> list[_Row]:
    names = [one_line(name) for name in names_apart(submissions)]
    return [
        _row(submission, name, full_name, file, exercises, lang)
        for submission, name, full_name, file in zip(
            submissions, shortened_apart(names, MAX_NAME), names, files, strict=True
        )
    ]


def _row(
    submission: SubmissionResult, name: str, full_name: str, file: str, exercises: Sequence[str], lang: str
) -> _Row:
    results = {result.exercise: result for result in submission.exercises}
    states = {state_of(result) for result in submission.exercises} - {None}
    kinds = [] if is_full(submission) else ["lost"]
    kinds += ["problem"] if "not judged" in states or submission.error is not None else []
    kinds += ["missing"] if states & {"missing", "unsolved"} or not results else []
    return _Row(
        name,
        full_name,
        file,
        marks(submission),
        f"{share(submission):.6f}",
        [_cell(results.get(exercise), lang) for exercise in exercises],
        _why(submission, lang),
        is_full(submission),
        " ".join(kinds),
    )


def _cell(result: ExerciseResult | None, lang: str) -> _Cell:
    if result is None:
        return _Cell("", "-4", "absent")
    state = state_of(result)
    if state is not None:
        return _Cell(SIGNS[state], str(WORTH[state]), "absent", STATES[state][lang])
    kind = "full" if is_full(result) else "some" if result.score else "zero"
    return _Cell(number(result.score), f"{result.score:g}", kind)


def _why(submission: SubmissionResult, lang: str) -> str:
    """What else counted, and the reason of each exercise that lost points and was answered; else what went wrong."""
    remarks = [remark[lang] for remark in submission.mark.remarks] if submission.mark else []
    judged = [result for result in lost(submission) if state_of(result) is None]
    reasons = [
        OF_EXERCISE[lang].format(title=title_of(result, lang), said=reason(result, lang))
        if len(submission.exercises) > 1
        else reason(result, lang)
        for result in judged
    ]
    problems = [result.problem[lang] for result in submission.exercises if result.problem is not None]
    error = own_error(submission, lang)
    said = dict.fromkeys(flowing(each).rstrip(".") for each in (error, *problems, *remarks, *reasons) if each)
    return "; ".join(_brief(each) for each in said)


def _brief(said: str) -> str:
    """A reason without its end when it is very long, as what an exception says may be."""
    return said if len(said) <= MAX_REASON else f"{said[:MAX_REASON]}…"


def _signs(submissions: Sequence[SubmissionResult], lang: str) -> str:
    """What the signs in the table mean, of those that occur."""
    occur = {state_of(result) for submission in submissions for result in submission.exercises}
    return ", ".join(f"{sign} {STATES[state][lang]}" for state, sign in SIGNS.items() if state in occur)


def _common_mistakes(
    submissions: Sequence[SubmissionResult], rows: Sequence[_Row], lang: str
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
