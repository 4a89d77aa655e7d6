"""Two results of the same class: whose marks changed from one run to the next, by what, and why."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from grader.judging.counterexample import number
from grader.reports.document import SCHEMA
from grader.sanitize import flowing, one_line
from grader.text import NOT_READ, CourseError, Text

NO_RESULTS = Text(
    vi="{path} không phải là kết quả mà grade --json ghi ra.", en="{path} is not what grade --json writes."
)
NOTHING = Text(vi="Không có điểm nào thay đổi.", en="No mark has changed.")
CHANGED = Text(vi="{name}: {old} → {new}", en="{name}: {old} → {new}")
ONLY_OLD = Text(vi="{name}: chỉ có ở kết quả cũ ({old})", en="{name}: only in the old results ({old})")
ONLY_NEW = Text(vi="{name}: chỉ có ở kết quả mới ({new})", en="{name}: only in the new results ({new})")
PROPERTIES = Text(vi="{exercise}: {old} → {new} ({why})", en="{exercise}: {old} → {new} ({why})")
BECAME = Text(vi="{what}: {old} → {new}", en="{what}: {old} → {new}")
OTHER_POINTS = Text(vi="điểm của các tính chất", en="the points of the properties")
REMARKS = Text(vi="nhận xét", en="remarks")
ERROR = Text(vi="lỗi", en="problem")
MISTAKE = Text(vi="lỗi thường gặp", en="named mistake")
STATUS = Text(vi="tình trạng", en="status")
MAXIMUM = Text(vi="điểm tối đa", en="maximum")
RUN = Text(vi="Khác nhau khi chấm", en="Graded differently")
NONE = "–"


class CompareError(CourseError):
    """There are no two results to compare."""


def compared(old: Path, new: Path, lang: str) -> list[str]:
    """Lines on what changed: of the run, then of each submission; none where all marks are the same.

    Raises CompareError for a file that holds no results.
    """
    before, after = _read(old), _read(new)
    was, now = _rows(before), _rows(after)
    lines: list[str] = []
    for key in dict.fromkeys([*was, *now]):
        lines += _of_row(key, was.get(key), now.get(key), lang)
    return [*_of_run(before, after, lang), *lines] if lines else []


def _read(path: Path) -> dict[str, Any]:
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise CompareError(NOT_READ.format(path=path, error=error.strerror)) from error
    except ValueError as error:
        raise CompareError(NO_RESULTS.format(path=path)) from error
    if not isinstance(document, dict) or document.get("schema") != SCHEMA or "submissions" not in document:
        raise CompareError(NO_RESULTS.format(path=path))
    return document


def _rows(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The submissions by the id of the student or, where nobody knows that, by the name of the hand-in."""
    rows = {}
    for each in document["submissions"]:
        student = each.get("student")
        rows[student["id"] if student else each["path"].replace("\\", "/").rsplit("/", 1)[-1]] = each
    return rows


def _of_run(before: dict[str, Any], after: dict[str, Any], lang: str) -> list[str]:
    """What decides on marks and was not the same in both runs."""
    was = {"seed": before["seed"], "hypothesis": before["hypothesis"], **(before.get("run") or {})}
    now = {"seed": after["seed"], "hypothesis": after["hypothesis"], **(after.get("run") or {})}
    changes = [
        BECAME[lang].format(what=what, old=was.get(what, NONE), new=now.get(what, NONE))
        for what in dict.fromkeys([*was, *now])
        if what != "time" and was.get(what) != now.get(what)
    ]
    return [f"{RUN[lang]}: {'; '.join(changes)}"] if changes else []


def _of_row(key: str, was: dict[str, Any] | None, now: dict[str, Any] | None, lang: str) -> list[str]:
    name = one_line(_name(key, now or was or {}))
    if was is None and now is not None:
        return [ONLY_NEW[lang].format(name=name, new=_marks(now))]
    if was is not None and now is None:
        return [ONLY_OLD[lang].format(name=name, old=_marks(was))]
    if was is None or now is None or (was["score"], was["max_score"]) == (now["score"], now["max_score"]):
        return []
    return [
        CHANGED[lang].format(name=name, old=_marks(was), new=_marks(now)),
        *(f"    {flowing(reason)}" for reason in _reasons(was, now, lang)),
    ]


def _name(key: str, row: dict[str, Any]) -> str:
    student = row.get("student")
    return f"{key} {student['name']}".strip() if student else key


def _marks(row: dict[str, Any]) -> str:
    return f"{number(row['score'])}/{number(row['max_score'])}"


def _reasons(was: dict[str, Any], now: dict[str, Any], lang: str) -> Iterable[str]:
    before = {each["exercise"]: each for each in was["exercises"]}
    after = {each["exercise"]: each for each in now["exercises"]}
    for exercise in dict.fromkeys([*before, *after]):
        old, new = before.get(exercise), after.get(exercise)
        if old != new:
            yield PROPERTIES[lang].format(
                exercise=exercise,
                old=_marks(old) if old else NONE,
                new=_marks(new) if new else NONE,
                why="; ".join(_of_exercise(old or {}, new or {}, lang)) or OTHER_POINTS[lang],
            )
    for what, key in ((ERROR, "error"), (REMARKS, "remarks")):
        said_before, said_after = _said(was.get(key), lang), _said(now.get(key), lang)
        if said_before != said_after:
            yield BECAME[lang].format(what=what[lang], old=said_before, new=said_after)


def _of_exercise(old: dict[str, Any], new: dict[str, Any], lang: str) -> Iterable[str]:
    for what, key in ((STATUS, "status"), (MISTAKE, "mistake")):
        if old.get(key) != new.get(key):
            yield BECAME[lang].format(what=what[lang], old=old.get(key) or NONE, new=new.get(key) or NONE)
    before = {each["property"]: each["status"] for each in old.get("properties", [])}
    after = {each["property"]: each["status"] for each in new.get("properties", [])}
    for name in dict.fromkeys([*before, *after]):
        if before and after and before.get(name) != after.get(name):
            yield BECAME[lang].format(what=name, old=before.get(name, NONE), new=after.get(name, NONE))


def _said(told: Any, lang: str) -> str:
    if not told:
        return NONE
    return " ".join(each[lang] for each in (told if isinstance(told, list) else [told]))
