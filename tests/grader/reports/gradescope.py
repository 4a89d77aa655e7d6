"""results.json as Gradescope reads it: https://gradescope-autograders.readthedocs.io/en/latest/specs/#output-format"""

import json
from typing import TypedDict

from grader.judging.counterexample import number
from grader.provenance import Run
from grader.reports.summary import MISSING, UNSOLVED, is_full, marks, mistake_of, reason, title_of
from grader.results import ExerciseResult, PropertyResult, SubmissionResult
from grader.rubric import charges
from grader.sanitize import flowing, harmless_json, printable
from grader.text import Text

ONE_FOR_GRADESCOPE = Text(
    vi="Gradescope chấm mỗi lần một bài nộp. Hãy chạy lại lệnh với đúng một bài nộp, hoặc thêm --one nếu cả thư mục là"
    " một bài nộp.",
    en="Gradescope grades one submission at a time. Run the command again with exactly one submission, or add --one if"
    " the whole folder is one submission.",
)
TOTAL = Text(vi="Điểm: {marks}.", en="Score: {marks}.")
MISTAKE = Text(vi="Lỗi thường gặp: {name}. {why}", en="A common mistake: {name}. {why}")
COUNTEREXAMPLE = Text(vi="Phản ví dụ:", en="The counterexample:")
COSTS = Text(vi="Trừ {points} điểm.", en="It costs {points} points.")
COSTS_ONE = Text(vi="Trừ 1 điểm.", en="It costs 1 point.")
SEPARATOR = "\n\n"


class GradescopeTest(TypedDict, total=False):
    """One of "tests"; without a score it neither earns nor costs anything."""

    score: float
    max_score: float
    status: str
    name: str
    number: str
    output: str
    visibility: str
    tags: list[str]


def as_gradescope(submissions: list[SubmissionResult], lang: str, run: Run | None = None) -> str:
    """results.json for the one submission in `submissions`, in `lang`; it ends with what graded, if that is given.

    ValueError, in `lang`, for none or several.
    """
    if len(submissions) != 1:
        raise ValueError(ONE_FOR_GRADESCOPE[lang])
    (submission,) = submissions
    document = {
        "score": submission.score,
        "output": _output(submission, lang) + (f"{SEPARATOR}{run.said()[lang]}." if run else ""),
        # Plain text everywhere: what a submission raised may look like HTML, Markdown or terminal codes.
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "tests": [test for place, result in enumerate(submission.exercises, 1) for test in _tests(result, place, lang)],
    }
    return harmless_json(json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False)) + "\n"


def _output(submission: SubmissionResult, lang: str) -> str:
    parts = [TOTAL[lang].format(marks=marks(submission))]
    if submission.error:
        parts.append(flowing(submission.error[lang]))
    parts += [_summary(result, lang) for result in submission.exercises]
    return SEPARATOR.join(parts)


def _summary(result: ExerciseResult, lang: str) -> str:
    line = f"{title_of(result, lang)}: {marks(result)}"
    if is_full(result):
        return line
    mistake = mistake_of(result)
    if mistake is None:
        return f"{line}. {reason(result, lang)}"
    return f"{line}. " + MISTAKE[lang].format(name=mistake.name[lang], why=mistake.why[lang])


def _tests(result: ExerciseResult, place: int, lang: str) -> list[GradescopeTest]:
    """The tests of an exercise. Their scores add up to the score of the exercise, and so to the total.

    A core property is a test with its points as max_score. A guard earns nothing, so it has no score when it holds;
    when it is broken it is a test of −cost out of 0. The guards of a part together can take no more than its core
    earned, and so the last ones to be charged cost less than they would, or nothing: that is where the sum stops at 0.
    """
    if not result.properties:
        said = UNSOLVED if result.status == "unsolved" else MISSING
        test: GradescopeTest = {"score": result.score, "max_score": result.max_score, "status": "failed"}
        return [test | _described(result, f"{place}", title_of(result, lang), said[lang], "core")]
    tests: list[GradescopeTest] = []
    for index, (prop, charged) in enumerate(zip(result.properties, charges(result.properties), strict=True), 1):
        test = GradescopeTest()
        if prop.is_core:
            test = {"score": prop.points + 0.0, "max_score": prop.max_points}
        elif not prop.holds:
            test = {"score": 0.0 - charged, "max_score": 0.0}
        test["status"] = "passed" if prop.holds else "failed"
        name = f"{title_of(result, lang)}: {prop.words[lang]}"
        kind = "core" if prop.is_core else "guard"
        tests.append(test | _described(result, f"{place}.{index}", name, _said(prop, charged, lang), kind))
    return tests


def _described(result: ExerciseResult, place: str, name: str, output: str, kind: str) -> GradescopeTest:
    tags = [result.exercise, kind]
    return {"name": name, "number": place, "output": output, "visibility": "visible", "tags": tags}


def _said(prop: PropertyResult, charged: float, lang: str) -> str:
    """Message, cost and counterexample of a property that does not hold; nothing for one that does."""
    if prop.holds:
        return ""
    parts = [printable(prop.problem[lang])] if prop.problem else []
    if charged:
        parts.append((COSTS_ONE if charged == 1 else COSTS)[lang].format(points=number(charged)))
    if prop.counterexample:
        parts.append(f"{COUNTEREXAMPLE[lang]}\n{printable(prop.counterexample)}")
    return SEPARATOR.join(parts)
