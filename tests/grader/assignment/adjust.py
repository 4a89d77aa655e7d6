"""What a teacher decided by hand: it stands in assignment.toml, and so is there again after every regrading."""

from dataclasses import dataclass

from grader.judging.counterexample import number
from grader.text import Text

SET = Text(
    vi="{what}: giáo viên cho {points}/{maximum}. {comment}",
    en="{what}: the teacher gave {points}/{maximum}. {comment}",
)
ADDED = Text(vi="{what}: giáo viên cộng {points}. {comment}", en="{what}: the teacher added {points}. {comment}")
TAKEN = Text(vi="{what}: giáo viên trừ {points}. {comment}", en="{what}: the teacher took {points} away. {comment}")
IN_ALL = Text(vi="Tổng điểm", en="In all")


@dataclass(frozen=True)
class Adjustment:
    """Points given by hand to a student, for one exercise (out of 10) or for all together (out of the maximum).

    `points` are set where `adds` is false, else added; they may be negative then. `line` is where it stands.
    """

    student: str
    points: float
    adds: bool
    comment: str
    exercise: str | None = None
    line: int = 1

    def applied(self, points: float, maximum: float) -> float:
        """What becomes of points: never below 0, nor above the maximum."""
        return min(maximum, max(0.0, points + self.points if self.adds else self.points))

    def said(self, what: Text, maximum: float) -> Text:
        """What is said of it to the student."""
        if self.adds:
            said = ADDED if self.points >= 0 else TAKEN
            return said.format(what=what, points=number(abs(self.points)), comment=self.comment)
        return SET.format(what=what, points=number(self.points), maximum=number(maximum), comment=self.comment)
