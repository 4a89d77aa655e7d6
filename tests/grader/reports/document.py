"""Results as JSON: the document of `--json`, and the lines of the journal, which are read back."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import hypothesis

from grader.provenance import Run
from grader.results import ExerciseResult, PassedOver, PropertyResult, SubmissionResult
from grader.sanitize import harmless_json
from grader.text import Text

SCHEMA = 1
WORDS_AND_PROBLEM = Text(vi="{words} {problem}", en="{words} {problem}")


def as_json(
    results: list[SubmissionResult],
    seed: int,
    passed_over: Sequence[PassedOver] = (),
    run: Run | None = None,
    title: str | None = None,
) -> str:
    """The document of the JSON contract; the same arguments give the same text. `title` is that of an assignment."""
    document = {
        "schema": SCHEMA,
        "seed": seed,
        "hypothesis": hypothesis.__version__,
        "submissions": [_submission(result) for result in results],
        "passed_over": [{"path": str(each.path), "reason": asdict(each.reason)} for each in passed_over],
        "run": asdict(run) if run else None,
        "assignment": title,
    }
    # A file name that is not UTF-8 holds half characters, which JSON can only write as escape sequences.
    return harmless_json(json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False)) + "\n"


def _submission(result: SubmissionResult) -> dict[str, object]:
    return {
        "path": result.path,
        "isolation": result.isolation,
        "error": asdict(result.error) if result.error else None,
        "score": result.score,
        "max_score": result.max_score,
        "exercises": [_exercise(exercise) for exercise in result.exercises],
        "student": asdict(result.student) if result.student else None,
        "remarks": [asdict(remark) for remark in result.mark.remarks] if result.mark else [],
        "hand_ins": list(result.hand_ins),
    }


def _exercise(result: ExerciseResult) -> dict[str, object]:
    return {
        "exercise": result.exercise,
        "score": result.score,
        "max_score": result.max_score,
        "status": result.status,
        "mistake": result.mistake,
        "problem": asdict(result.problem) if result.problem else None,
        "properties": [_property(each) for each in result.properties],
    }


def _property(result: PropertyResult) -> dict[str, object]:
    return {
        "property": result.name,
        "part": result.part,
        "status": result.status,
        "points": result.points,
        "max_points": result.max_points,
        "message": asdict(_message(result)),
        "counterexample": result.counterexample,
    }


def _message(result: PropertyResult) -> Text:
    """What the property says and what was seen instead; only the latter where the code raised."""
    if result.problem is None:
        return result.words
    return result.problem if result.raised else WORDS_AND_PROBLEM.format(words=result.words, problem=result.problem)


def as_line(key: str, result: SubmissionResult) -> str:
    """A line of the journal: the result, whole, under a key."""
    return json.dumps([key, asdict(result)]) + "\n"


def from_line(line: str) -> tuple[str, SubmissionResult]:
    """What `as_line` wrote. ValueError for a line that is not whole."""
    key, data = json.loads(line)
    exercises = tuple(_read_exercise(each) for each in data["exercises"])
    read = {"error": _read_text(data["error"]), "exercises": exercises, "hand_ins": tuple(data["hand_ins"])}
    return key, SubmissionResult(**{**data, **read})


def _read_exercise(data: dict[str, Any]) -> ExerciseResult:
    properties = (_read_property(each) for each in data["properties"])
    read = {"properties": tuple(properties), "problem": _read_text(data["problem"])}
    return ExerciseResult(**{**data, **read})


def _read_property(data: dict[str, Any]) -> PropertyResult:
    arrays = tuple((name, content) for name, content in data["arrays"])
    read = {"words": Text(**data["words"]), "problem": _read_text(data["problem"]), "arrays": arrays}
    return PropertyResult(**{**data, **read})


def _read_text(data: dict[str, str] | None) -> Text | None:
    return None if data is None else Text(**data)
