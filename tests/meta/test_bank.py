"""The bank proves the graded tests: a mistake loses points, a right version loses none, and each mistake is itself."""

import itertools
from collections.abc import Callable
from functools import cache

import numpy as np
import pytest
from grader.assertions import NotAnArray
from grader.chapters import CHAPTERS
from grader.exercises import EXERCISES
from grader.grading import FULL_MARKS
from grader.quality import MOST_FOR_A_MISTAKE
from grader.verdict import Verdict, judge
from mistakes.bank import mistakes_of, right_versions_of
from mistakes.probes import TOLERANCE_FLOAT32, behaviour, probes, same_behaviour

SEEDS = (0, 1)
READABLE_WORDS = 45


def verdict_on(exercise: str, answer: object, seed: int) -> Verdict:
    """The verdict on an answer that is one function or class."""
    asked = EXERCISES[exercise]
    return judge(asked, asked.answers_from(answer), seed)


# What every bank is measured with


def entries(read: Callable) -> list:
    """Parameters (exercise, id of an entry) for what `read` finds in each bank."""
    return [pytest.param(exercise, name, id=f"{exercise}-{name}") for exercise in EXERCISES for name in read(exercise)]


@cache
def behaviour_of(exercise: str, name: str) -> tuple:
    return behaviour(exercise, (mistakes_of(exercise) | right_versions_of(exercise))[name].answer)


class ReturnsInput:
    """An InstanceNorm1D whose forward returns its input."""

    def __init__(self, num_features, eps=1e-5):
        self.gamma, self.beta = np.ones(num_features), np.zeros(num_features)

    def forward(self, x):
        return x


class ReturnsZeros(ReturnsInput):
    """An InstanceNorm1D whose forward returns zeros."""

    def forward(self, x):
        return np.zeros_like(x)


class Unsolved(ReturnsInput):
    """An InstanceNorm1D whose forward is still to be written."""

    def forward(self, x):
        raise NotImplementedError


def unsolved(x, eps=1e-5):
    raise NotImplementedError


NOTHING_DONE = {
    "instance_stats": [
        unsolved,
        lambda x: x,
        lambda x: None,
        lambda x: (x, x),
        lambda x: (np.zeros_like(x[:, :1]), np.zeros_like(x[:, :1])),
        lambda x: (np.zeros_like(x), np.zeros_like(x)),
    ],
    "instance_norm": [unsolved, lambda x, eps=1e-5: x, lambda x, eps=1e-5: np.zeros_like(x), lambda x, eps=1e-5: None],
    "instance_norm_1d": [unsolved, Unsolved, ReturnsInput, ReturnsZeros],
}


class Subclass(np.ndarray):
    """An array that is not a plain one."""


STRANGE_RESULTS = [
    lambda x: None,
    lambda x: 1.0,
    lambda x: "y",
    lambda x: x.tolist(),
    lambda x: {"y": x},
    lambda x: (x, x, x),
    lambda x: NotAnArray("list"),
    lambda x: np.float64(1),
    lambda x: np.ma.masked_array(x, mask=True),
    lambda x: x.view(Subclass),
    lambda x: x[0].view(np.matrix),
    lambda x: np.array(1.0),
    lambda x: np.array([]),
    lambda x: x.astype(object),
    lambda x: x.astype(complex),
    lambda x: x.astype(str),
    lambda x: x > 0,
    lambda x: np.full(x.shape, np.nan),
    lambda x: np.full(x.shape, -np.inf),
    lambda x: np.full(x.shape, 1e308),
    lambda x: np.zeros(x.shape, np.int8),
    lambda x: np.zeros((0, *x.shape)),
]


@pytest.mark.parametrize("exercise", EXERCISES)
def test_core_sums_to_full_marks(exercise):
    """The core properties of an exercise carry exactly the full marks."""
    assert sum(test.grading.points for test in EXERCISES[exercise].tests.values()) == FULL_MARKS


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(("exercise", "name"), entries(right_versions_of))
def test_right_version_gets_full_marks(exercise, name, seed):
    """No right version loses a point, however it is written."""
    verdict = verdict_on(exercise, right_versions_of(exercise)[name].answer, seed)
    assert [(result.property, str(result.error)) for result in verdict.broken] == []
    assert verdict.score == FULL_MARKS


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(("exercise", "name"), entries(mistakes_of))
def test_mistake_loses_points(exercise, name, seed):
    """A named mistake keeps at most six points."""
    assert verdict_on(exercise, mistakes_of(exercise)[name].answer, seed).score <= MOST_FOR_A_MISTAKE


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("exercise", EXERCISES)
def test_nothing_done_gets_nothing(exercise, seed):
    """The stub, the input handed back, and zeros get no point."""
    assert {verdict_on(exercise, answer, seed).score for answer in NOTHING_DONE[exercise]} == {0}


@pytest.mark.parametrize("returned", STRANGE_RESULTS)
@pytest.mark.parametrize("exercise", EXERCISES)
def test_strange_result_is_a_mismatch(exercise, returned):
    """Whatever a submission returns, a property that fails says what it expected, and no property crashes."""
    verdict = verdict_on(exercise, _answer_that_returns(exercise, returned), SEEDS[0])
    assert [(result.property, result.error) for result in verdict.broken if result.status == "error"] == []
    assert verdict.score == 0


def _answer_that_returns(exercise: str, returned: Callable) -> Callable:
    if exercise == "instance_stats":
        return lambda x: (returned(x), returned(x))
    if exercise == "instance_norm":
        return lambda x, eps=1e-5: returned(x)
    return type("Strange", (ReturnsInput,), {"forward": lambda self, x: returned(x), "gamma": None})


@pytest.mark.parametrize("exercise", EXERCISES)
def test_mistakes_differ(exercise):
    """Any two mistakes of an exercise behave differently, by far more than rounding."""
    alike = [
        pair
        for pair in itertools.combinations(mistakes_of(exercise), 2)
        if same_behaviour(*(behaviour_of(exercise, name) for name in pair), tolerance=TOLERANCE_FLOAT32)
    ]
    assert alike == []


@pytest.mark.parametrize("exercise", EXERCISES)
def test_right_versions_behave_alike(exercise):
    """All right versions behave the same, and like no mistake."""
    first, *others = right_versions_of(exercise)
    expected = behaviour_of(exercise, first)
    assert [name for name in others if not same_behaviour(behaviour_of(exercise, name), expected)] == []
    mistaken = [
        name
        for name in mistakes_of(exercise)
        if same_behaviour(behaviour_of(exercise, name), expected, tolerance=TOLERANCE_FLOAT32)
    ]
    assert mistaken == []


@pytest.mark.parametrize("exercise", EXERCISES)
def test_mistake_is_recognised_as_itself(exercise):
    """A mistake that was called before, as a submission is when it is graded, is still recognised as itself alone."""
    known = {name: behaviour_of(exercise, name) for name in mistakes_of(exercise)}
    for name, wrong in mistakes_of(exercise).items():
        verdict_on(exercise, wrong.answer, SEEDS[0])
        seen = behaviour(exercise, wrong.answer)
        assert [other for other, expected in known.items() if same_behaviour(seen, expected)] == [name]


@pytest.mark.parametrize("exercise", EXERCISES)
def test_probes_are_fresh(exercise):
    """An answer that overwrites a probe does not change the next one's."""
    one, other = probes(exercise), probes(exercise)
    assert not any(np.shares_memory(mine["x"], yours["x"]) for mine, yours in zip(one, other, strict=True))


@pytest.mark.parametrize(("exercise", "name"), entries(mistakes_of))
def test_mistake_says_where_to_read(exercise, name):
    """A mistake's words are short in both languages, and point to a chapter that there is."""
    entry = mistakes_of(exercise)[name]
    assert entry.read in CHAPTERS
    assert max(len(entry.why["vi"].split()), len(entry.why["en"].split())) <= READABLE_WORDS
    assert max(len(entry.name["vi"]), len(entry.name["en"])) <= 60
