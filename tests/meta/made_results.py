"""Results as grading gives them, made by hand for tests of reports, and a page as its reader finds it."""

from collections.abc import Sequence
from dataclasses import replace
from html.parser import HTMLParser

from grader.exercises import EXERCISES
from grader.results import (
    ExerciseResult,
    ExerciseStatus,
    Isolation,
    Mark,
    PropertyResult,
    PropertyStatus,
    Student,
    SubmissionResult,
)
from grader.text import Text

VOID = {"meta", "col", "input"}
WRONG_SOMEWHERE = Text(vi="Sai.", en="Wrong.")


def prop(
    name: str,
    status: PropertyStatus = "passed",
    points: float = 0.0,
    max_points: float = 0.0,
    problem: Text = WRONG_SOMEWHERE,
    counterexample: str | None = None,
) -> PropertyResult:
    """A property of instance_norm."""
    words = EXERCISES["instance_norm"].tests[name].grading.words
    seen = None if status == "passed" else problem
    return PropertyResult(name, status, points, max_points, words, seen, status == "error", counterexample)


def result(
    score: float,
    status: ExerciseStatus = "graded",
    mistake: str | None = None,
    properties: Sequence[PropertyResult] = (),
    exercise: str = "instance_norm",
    feedback: str | None = None,
) -> ExerciseResult:
    return ExerciseResult(exercise, score, status, mistake, tuple(properties), feedback)


def submission(
    path: str, *results: ExerciseResult, isolation: Isolation = "bwrap", error: Text | None = None
) -> SubmissionResult:
    return SubmissionResult(path, isolation, error, results)


def core(*held: str) -> list[PropertyResult]:
    """The core of instance_norm, 3 + 3 + 4 points, of which those named hold."""
    worth = {"zero_mean": 3.0, "std": 3.0, "definition": 4.0}
    return [
        prop(name, "passed", points, points)
        if name in held
        else prop(name, "failed", 0.0, points, counterexample="x = [[[5.0]]]")
        for name, points in worth.items()
    ]


def full(exercise: str = "instance_norm") -> ExerciseResult:
    """A result with full marks."""
    held = core("zero_mean", "std", "definition") if exercise == "instance_norm" else []
    return result(10.0, properties=held, exercise=exercise)


def student(name: str, *results: ExerciseResult) -> SubmissionResult:
    """The row of a student, of whom only the id is known."""
    return replace(submission(name, *results), student=Student(name), mark=Mark(10.0, 10.0))


class Page(HTMLParser):
    """Every tag with its attributes, and the words; raises when a tag is closed that was not open."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not {"style", "script"} & set(self.open):
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(self.words)
