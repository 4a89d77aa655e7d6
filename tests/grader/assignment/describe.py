"""assignment.toml: what is asked, what it is worth, until when, of whom, and where the marks go."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Literal, cast, get_args

from grader.assignment.adjust import Adjustment
from grader.assignment.late import LateRule, Times
from grader.exercises import EXERCISES, exercise_called
from grader.reports.spreadsheet import DECIMALS, Decimal
from grader.rubric import FULL_MARKS
from grader.seed import LARGEST
from grader.settings import Settings, read_settings
from grader.text import LANGUAGES, Text

SUFFIX = ".toml"
COLUMNS = {"moodle_column": "Grade", "canvas_column": "Bài tập 1 (12345)"}
Counts = Literal["last", "best"]

EXAMPLE = Text(vi="README có một ví dụ trọn vẹn", en="README has a whole example")
NO_EXERCISE = Text(
    vi="không có bài tập {name}. Hãy dùng một trong các tên: {names}.",
    en="there is no exercise {name}. Use one of these: {names}.",
)
NOTHING_ASKED = Text(
    vi="phần [exercises] phải có ít nhất một bài tập với hệ số lớn hơn 0, như instance_norm = 1.",
    en="the part [exercises] must have at least one exercise with a weight above 0, such as instance_norm = 1.",
)
NO_DEADLINE = Text(
    vi="có phần [late] mà thiếu deadline. Hãy thêm một dòng như deadline = 2026-11-20T23:59:00+07:00 ở trên cùng.",
    en="there is a part [late] and no deadline. Add a line such as deadline = 2026-11-20T23:59:00+07:00 at the top.",
)
UNTIL_BEFORE = Text(vi="until phải sau deadline.", en="until must be after the deadline.")
NO_PATTERN = Text(
    vi="pattern không phải là biểu thức chính quy có nhóm (?P<id>…): {error}. Ví dụ: pattern = 'SV(?P<id>[0-9]+)'.",
    en="pattern is no regular expression with a group (?P<id>…): {error}. For example: pattern = 'SV(?P<id>[0-9]+)'.",
)
NO_GROUP = Text(vi="thiếu nhóm id", en="it has no group id")
POINTS_OR_ADD = Text(
    vi="cần đúng một trong hai: points (điểm mới) hoặc add (điểm cộng thêm, có thể âm).",
    en="exactly one of points (the new points) and add (points more, or less) is needed.",
)
NOT_ASKED = Text(
    vi="bài tập {name} không có trong phần [exercises].", en="the exercise {name} is not in the part [exercises]."
)
SAME_PLACE = Text(
    vi="{key} và {other} cùng trỏ đến {path}. Mỗi kết quả cần một chỗ riêng.",
    en="{key} and {other} both name {path}. Each needs a place of its own.",
)
NO_WORKSHEET = Text(
    vi="moodle_feedback cần mã người tham gia trong bảng điểm của Moodle. Hãy tải bảng đó về rồi thêm"
    ' moodle = "grading-worksheet.csv".',
    en="moodle_feedback needs the participants' numbers in Moodle's grading worksheet. Download that and add"
    ' moodle = "grading-worksheet.csv".',
)


@dataclass(frozen=True)
class Places:
    """Where results go, each None where it is not asked for.

    `moodle` and `canvas` are there already: Moodle's grading worksheet and Canvas' gradebook, updated in place, in a
    column that may be named.
    """

    csv: Path | None = None
    json: Path | None = None
    html: Path | None = None
    moodle: Path | None = None
    moodle_feedback: Path | None = None
    canvas: Path | None = None
    moodle_column: str = ""
    canvas_column: str = ""
    zero_for_missing: bool = False
    csv_decimal: Decimal = "."


@dataclass(frozen=True)
class Assignment:
    """What a file says of an assignment.

    `exercises` have their weights, `maximum` is what all of them together are worth. Of several hand-ins of a student
    the last counts, or the best, exercise by exercise. `roster` lists the students; `pattern` finds an id in the name
    of a hand-in.
    """

    path: Path
    title: str
    exercises: Mapping[str, float]
    maximum: float
    counts: Counts = "last"
    seed: int | None = None
    lang: str | None = None
    late: LateRule | None = None
    roster: Path | None = None
    pattern: re.Pattern[str] | None = None
    places: Places = Places()
    adjustments: tuple[Adjustment, ...] = ()


def is_assignment(path: Path) -> bool:
    """Whether a path given to `grade` is a description of an assignment, by its name."""
    return path.suffix.lower() == SUFFIX and not path.is_dir()


def read_assignment(path: Path) -> Assignment:
    """The assignment that a file describes. Raises SettingsError, which says where it is wrong and what to do."""
    settings = read_settings(path, EXAMPLE)
    exercises = _exercises(settings)
    maximum = settings.number("maximum", 10, default=float(FULL_MARKS * len(exercises)))
    roster = settings.part("roster")
    described = Assignment(
        path,
        settings.text("title", "Bài tập 1"),
        exercises,
        maximum,
        cast(Counts, settings.one_of("counts", get_args(Counts), "last")),
        settings.whole("seed", 2026, LARGEST - 1) if settings.has("seed") else None,
        settings.one_of("lang", LANGUAGES, "") or None,
        _late(settings),
        roster.file("file", "roster.csv"),
        _pattern(roster),
        _places(settings.part("reports")),
        tuple(_adjustment(each, exercises) for each in settings.parts("adjustment")),
    )
    roster.finish()
    settings.finish()
    return described


def _exercises(settings: Settings) -> dict[str, float]:
    """The weights of the exercises, in the order of the course."""
    part = settings.part("exercises")
    weights = {}
    for name in part.keys:
        try:
            exercise_called(name)
        except ValueError as error:
            raise part.error(name, NO_EXERCISE.format(name=name, names=", ".join(EXERCISES))) from error
        weights[name] = part.number(name, 1)
    if not any(weights.values()):
        raise settings.error("exercises", NOTHING_ASKED)
    return {name: weights[name] for name in EXERCISES if name in weights}


def _late(settings: Settings) -> LateRule | None:
    """The rule for late hand-ins; without a part [late] they are named, and lose nothing."""
    part, deadline = settings.part("late"), settings.moment("deadline")
    if deadline is None:
        if part.keys:
            raise settings.error("late", NO_DEADLINE)
        return None
    rule = LateRule(
        deadline,
        timedelta(minutes=part.number("grace_minutes", 10, default=0)),
        part.number("percent_per_day", 10, most=100, default=0) / 100,
        part.moment("until"),
        cast(Times, part.one_of("times", get_args(Times), "marks")),
    )
    part.finish()
    if rule.until is not None and rule.until < deadline:
        raise part.error("until", UNTIL_BEFORE)
    return rule


def _pattern(roster: Settings) -> re.Pattern[str] | None:
    text = roster.text("pattern", "SV(?P<id>[0-9]+)", default="")
    if not text:
        return None
    try:
        pattern = re.compile(text)
    except re.error as error:
        raise roster.error("pattern", NO_PATTERN.format(error=error)) from error
    if "id" not in pattern.groupindex:
        raise roster.error("pattern", NO_PATTERN.format(error=NO_GROUP))
    return pattern


def _places(part: Settings) -> Places:
    examples = {
        "csv": "marks.csv",
        "json": "marks.json",
        "html": "feedback",
        "moodle": "grading-worksheet.csv",
        "moodle_feedback": "feedback.zip",
        "canvas": "gradebook.csv",
    }
    paths = {key: part.file(key, example) for key, example in examples.items()}
    named: dict[Path, str] = {}
    for key, path in paths.items():
        if path is not None and named.setdefault(path.resolve(), key) != key:
            raise part.error(key, SAME_PLACE.format(key=key, other=named[path.resolve()], path=path))
    if paths["moodle_feedback"] is not None and paths["moodle"] is None:
        raise part.error("moodle_feedback", NO_WORKSHEET)
    moodle_column, canvas_column = (part.text(key, example, default="") for key, example in COLUMNS.items())
    missing = part.one_of("missing", ("untouched", "zero"), "untouched")
    decimal = cast(Decimal, part.one_of("csv_decimal", DECIMALS, "."))
    part.finish()
    return Places(
        **paths,
        moodle_column=moodle_column,
        canvas_column=canvas_column,
        zero_for_missing=missing == "zero",
        csv_decimal=decimal,
    )


def _adjustment(part: Settings, exercises: Mapping[str, float]) -> Adjustment:
    exercise = part.text("exercise", "instance_norm", default="") or None
    if exercise is not None and exercise not in exercises:
        raise part.error("exercise", NOT_ASKED.format(name=exercise))
    if part.has("points") == part.has("add"):
        raise part.error("points" if part.has("points") else "student", POINTS_OR_ADD)
    adds = part.has("add")
    points = part.number("add", 1, least=-1000, most=1000) if adds else part.number("points", 8)
    student, comment = part.text("student", "20215001"), part.text("comment", "…")
    made = Adjustment(student, points, adds, comment, exercise, part.line("student"))
    part.finish()
    return made
