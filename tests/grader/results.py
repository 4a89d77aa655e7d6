"""What grading gives: a submission's result, made of its exercises' results, made of their properties' results.

Plain data, frozen, in both languages: it goes between processes as it is, and reports only format it.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from grader.rubric import FULL_MARKS
from grader.text import Text

Isolation = Literal["bwrap", "limits", "none"]
PropertyStatus = Literal["passed", "failed", "error", "timeout", "skipped"]
ExerciseStatus = Literal["graded", "unsolved", "missing"]


@dataclass(frozen=True)
class PropertyResult:
    """How one property went.

    A core property has `max_points` and earned `points` of them; a guard has none, and negative points where it is
    broken. `words` are what the property says, `problem` what was seen instead; None where it holds. Where the code
    raised, `problem` speaks of that and not of the property. `counterexample` is code to paste, and `arrays` are those
    of the failing case by name, each a file of the format npy in base64. `part` names what the property is about, where
    an exercise asks for several things that earn points of their own.
    """

    name: str
    status: PropertyStatus
    points: float
    max_points: float
    words: Text
    problem: Text | None = None
    raised: bool = False
    counterexample: str | None = None
    part: str | None = None
    arrays: tuple[tuple[str, str], ...] = ()

    @property
    def holds(self) -> bool:
        return self.status == "passed"

    @property
    def is_core(self) -> bool:
        """Whether it earns points; the others, guards, only cost some."""
        return self.max_points > 0


@dataclass(frozen=True)
class ExerciseResult:
    """How one exercise went; `mistake` is the id of the named mistake, `feedback` what the learner hears, as HTML.

    `problem` says why an answer that is there could not be judged, and then the status is "missing". `printed` is the
    beginning of what the answer printed, in one case. `likeness` is the same for answers that differ in nothing but
    comments, layout and words; empty where that cannot be told.
    """

    exercise: str
    score: float
    status: ExerciseStatus
    mistake: str | None = None
    properties: tuple[PropertyResult, ...] = ()
    feedback: str | None = None
    printed: str = ""
    problem: Text | None = None
    likeness: str = ""

    @property
    def max_score(self) -> float:
        return float(FULL_MARKS)


@dataclass(frozen=True)
class Student:
    """Somebody on the list of an assignment; `id` is what a school calls them, the same all the time."""

    id: str
    name: str = ""
    address: str = ""


@dataclass(frozen=True)
class Mark:
    """What a student gets for an assignment, out of the maximum; `remarks` say what else than the exercises counted."""

    points: float
    maximum: float
    remarks: tuple[Text, ...] = ()


@dataclass(frozen=True)
class SubmissionResult:
    """How a submission went: `path` names it, `isolation` is how it was shut in.

    `error` says why it could not be judged, or not in all, or, where points were lost, which packages its code lacked,
    and which cell did not come to an end. In an assignment it is the row of a `student`, None where nobody knows whose
    it is, made of all `hand_ins`, and its score is the `mark`. `lang` is the language of its notebooks, None where they
    name none.
    """

    path: str
    isolation: Isolation
    error: Text | None = None
    exercises: tuple[ExerciseResult, ...] = ()
    student: Student | None = None
    mark: Mark | None = None
    hand_ins: tuple[str, ...] = ()
    lang: str | None = None

    @property
    def name(self) -> str:
        """What it is called without the place where it lies, which is no student's business."""
        return self.path if self.student is not None else Path(self.path).name or self.path

    @property
    def score(self) -> float:
        return self.mark.points if self.mark else float(sum(result.score for result in self.exercises))

    @property
    def max_score(self) -> float:
        return self.mark.maximum if self.mark else float(sum(result.max_score for result in self.exercises))


@dataclass(frozen=True)
class PassedOver:
    """Something in a class's folder that is nobody's submission, and why."""

    path: Path
    reason: Text
