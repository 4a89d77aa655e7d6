"""How points add up: in parts, of which each earns its own and loses no more than that."""

from dataclasses import dataclass

import numpy as np
import pytest

from grader.exercises import EXERCISES
from grader.judging.assertions import MismatchError
from grader.judging.verdict import Result, judge
from grader.rubric import Grading, charges, graded, score
from grader.text import Text

WORDS = Text(vi="lời", en="words")


@dataclass(frozen=True)
class Judged:
    """A property that was judged."""

    points: float
    max_points: float = 0
    part: str | None = None


def test_a_guard_costs_points_of_its_part_alone():
    """What a part earned is the most that its guards take; the other part keeps what it has."""
    core = [Judged(3, 3, "mean"), Judged(2, 2, "mean"), Judged(5, 5, "var")]
    assert score([*core, Judged(-2.5, part="mean")]) == 7.5
    guards = [Judged(-2.5, part="mean")] * 3
    assert score([*core, *guards]) == 5
    assert charges([*core, *guards]) == [0, 0, 0, 2.5, 2.5, 0]


def test_a_guard_of_no_part_costs_all_of_them():
    """Its costs are spread over the parts in proportion to their points, whatever each of them earned."""
    core = [Judged(0, 6, "dx"), Judged(2, 2, "dgamma"), Judged(2, 2, "dbeta")]
    assert score([*core, Judged(-5)]) == 2
    assert charges([*core, Judged(-5)]) == [0, 0, 0, 2]


def test_without_parts_guards_cost_what_the_core_earned():
    """An exercise of one part: never below 0."""
    assert score([Judged(6, 6), Judged(0, 4), Judged(-5)]) == 1
    assert score([Judged(6, 6), Judged(0, 4), Judged(-5), Judged(-2)]) == 0


@pytest.mark.parametrize("share, points", [(0, 0), (0.5, 5), (0.999, 9.9), (1 / 3, 3.3)])
def test_a_property_may_be_right_in_part(share, points):
    """Its share of the points, rounded down, so that only what is wholly right has all of them."""
    error = MismatchError(what=WORDS, expected="1", actual="2", share=share)
    result = Result("prop", Grading(WORDS, 10, 0), error=error)
    assert (result.points, score([result]), result.status) == (points, points, "failed")


def test_points_or_costs():
    """A property earns or costs, and never both or neither."""
    for points, costs in ((0, 0), (1, 1)):
        with pytest.raises(ValueError, match="exactly one"):
            graded(vi="lời", en="words", points=points, costs=costs)


@pytest.mark.parametrize("exercise", EXERCISES)
def test_every_guard_is_about_a_part_that_earns(exercise):
    """A guard names a part that has points, and a guard of a part costs half of them or less."""
    gradings = [test.grading for test in EXERCISES[exercise].tests.values()]
    worth = {grading.part: 0.0 for grading in gradings if grading.points}
    for grading in gradings:
        if grading.points:
            worth[grading.part] += grading.points
    assert {grading.part for grading in gradings if grading.costs} <= {None, *worth}
    assert (None in worth) == (len(worth) == 1)


@pytest.mark.parametrize(
    "exercise",
    [
        "instance_stats",
        "instance_norm",
        "fold_affine",
        "norm_family",
        "keras_to_channels_first",
        "masked_instance_norm",
    ],
)
def test_a_wrong_dtype_costs_the_same_whichever_way_round(exercise):
    """All that is float64 made float32, or float32 made float64: half of the points, and no other property breaks."""
    asked = EXERCISES[exercise]

    def cast(function, dtype):
        def of_dtype(*arguments):
            result = function(*arguments)
            if isinstance(result, tuple):
                return tuple(each.astype(dtype) for each in result)
            return result.astype(dtype)

        return of_dtype

    for dtype in (np.float32, np.float64):
        verdict = judge(asked, {name: cast(function, dtype) for name, function in asked.solution.items()}, 0)
        assert verdict.score == 5, [result.prop for result in verdict.broken]
        assert all("dtype" in result.prop for result in verdict.broken)


def test_keepdims_forgotten_in_one_result_costs_that_one():
    """The other result keeps its points."""
    asked = EXERCISES["instance_stats"]
    solution = asked.solution["instance_stats"]
    forgets = {
        "mean": lambda x: (solution(x)[0][:, 0], solution(x)[1]),
        "var": lambda x: (solution(x)[0], x.var(axis=1)),
    }
    assert [judge(asked, {"instance_stats": answer}, 0).score for answer in forgets.values()] == [5, 5]


def test_what_is_unwritten_costs_what_raising_costs():
    """Of three functions one raises NotImplementedError, or another exception: the others keep their points."""
    asked = EXERCISES["norm_family"]
    for error in (NotImplementedError, ValueError):

        def raises(*arguments, error=error):
            raise error

        assert judge(asked, asked.answers_with("layer_norm", raises), 0).score == 7
