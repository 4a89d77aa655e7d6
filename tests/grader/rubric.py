"""What makes an ordinary Hypothesis test a graded one: words in both languages, and points."""

from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType
from typing import Any, Protocol, cast

from grader.text import Text

FULL_MARKS = 10


@dataclass(frozen=True)
class Grading:
    """What a graded property says and what it is worth.

    A core property earns `points` when it holds. A guard earns nothing and costs `costs` when it is broken, so
    that a function that does nothing earns nothing.
    """

    words: Text
    points: float
    costs: float


class GradedTest(Protocol):
    """A test that `@graded` has marked; `hypothesis` is Hypothesis' handle on it."""

    grading: Grading
    hypothesis: Any

    def __call__(self, **parameters: object) -> None: ...

    def __hash__(self) -> int: ...


def graded(*, vi: str, en: str, points: float = 0, costs: float = 0) -> Callable[[Callable[..., None]], GradedTest]:
    """Mark a Hypothesis test as graded: a core property with `points`, or a guard with `costs`.

    Raises ValueError unless exactly one of the two is positive.
    """
    if (points > 0) == (costs > 0):
        raise ValueError("a graded property either earns points or costs points: give exactly one of the two, above 0")

    def mark(test: Callable[..., None]) -> GradedTest:
        marked = cast(GradedTest, test)
        marked.grading = Grading(Text(vi=vi, en=en), points, costs)
        return marked

    return mark


def graded_tests(module: ModuleType) -> dict[str, GradedTest]:
    """The graded tests of a module by their name without `test_`, in the order of the file."""
    return {
        name.removeprefix("test_"): test
        for name, test in vars(module).items()
        if name.startswith("test_") and hasattr(test, "grading")
    }
