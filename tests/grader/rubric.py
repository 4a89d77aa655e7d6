"""What makes an ordinary Hypothesis test a graded one, words in both languages and points, and how points add up."""

import math
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any, Protocol, cast

from grader.text import Text

FULL_MARKS = 10
STEPS = 10  # points are told to a tenth


@dataclass(frozen=True)
class Grading:
    """What a graded property says and what it is worth.

    A core property earns `points` when it holds. A guard earns nothing and costs `costs` when it is broken, so
    that a function that does nothing earns nothing. `part` names what the property is about, where an exercise asks
    for several things that earn points of their own.
    """

    words: Text
    points: float
    costs: float
    part: str | None = None


class GradedTest(Protocol):
    """A test that `@graded` has marked; `hypothesis` is Hypothesis' handle on it."""

    grading: Grading
    hypothesis: Any

    def __call__(self, **parameters: object) -> None: ...

    def __hash__(self) -> int: ...


def graded(
    *, vi: str, en: str, points: float = 0, costs: float = 0, part: str | None = None
) -> Callable[[Callable[..., None]], GradedTest]:
    """Mark a Hypothesis test as graded: a core property with `points`, or a guard with `costs`, of a `part`.

    An exercise of one part leaves `part` out. In one of several, a guard without it is about all of them. Raises
    ValueError unless exactly one of points and costs is positive.
    """
    if (points > 0) == (costs > 0):
        raise ValueError("a graded property either earns points or costs points: give exactly one of the two, above 0")

    def mark(test: Callable[..., None]) -> GradedTest:
        marked = cast(GradedTest, test)
        marked.grading = Grading(Text(vi=vi, en=en), points, costs, part)
        return marked

    return mark


def graded_tests(module: ModuleType) -> dict[str, GradedTest]:
    """The graded tests of a module by their name without `test_`, in the order of the file."""
    return {
        name.removeprefix("test_"): test
        for name, test in vars(module).items()
        if name.startswith("test_") and hasattr(test, "grading")
    }


class Counted(Protocol):
    """A property that was judged: what it earned of `max_points`, or in `points` below 0 what a broken guard costs."""

    @property
    def points(self) -> float: ...

    @property
    def max_points(self) -> float: ...

    @property
    def part(self) -> str | None: ...


def score(properties: Sequence[Counted]) -> float:
    """The points of an exercise: what its core earned without what its guards take away."""
    earned = sum(each.points for each in properties if each.max_points)
    return rounded_down(earned - sum(charges(properties)))


def charges(properties: Sequence[Counted]) -> list[float]:
    """What each of the properties takes away: a broken guard its costs, in its part alone and never below 0 there.

    A guard that is about all parts costs each of them its share, in proportion to the part's points.
    """
    worth, left = defaultdict[str | None, float](float), defaultdict[str | None, float](float)
    for each in properties:
        if each.max_points:
            worth[each.part] += each.max_points
            left[each.part] += each.points
    taken = []
    for each in properties:
        about = [part for part in worth if each.part in (None, part)] if each.points < 0 else []
        charge = {part: -each.points * worth[part] / sum(worth[part] for part in about) for part in about}
        charge = {part: min(cost, left[part]) for part, cost in charge.items()}
        for part, cost in charge.items():
            left[part] -= cost
        taken.append(sum(charge.values()))
    return taken


def rounded_down(points: float) -> float:
    """Points to one decimal, rounded down: nothing short of everything is full marks."""
    return math.floor(round(points * STEPS, 6)) / STEPS
