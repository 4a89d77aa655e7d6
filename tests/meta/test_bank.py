"""The bank proves the graded tests: a mistake loses points, a right version loses none, and each mistake is itself."""

import functools
import inspect
import itertools
from collections.abc import Callable, Iterator
from functools import cache

import numpy as np
import pytest

from course.chapters import CHAPTERS, SECTIONS
from each import for_each
from grader.exercises import EXERCISES
from grader.judging.assertions import NotAnArray
from grader.judging.cases import DEFAULT_SEED
from grader.judging.verdict import judge
from grader.quality import BANK_SEEDS, from_the_bank, judge_mostly_once, measured, most_for_a_mistake
from grader.rubric import FULL_MARKS
from grader.sandbox.inside.block_stream import Blocks
from judged import judged_answer, verdict_on
from mistakes.bank import bank_module, mistakes_of, right_versions_of
from mistakes.behaviour import TOLERANCE_FLOAT32, behaviour, probes, same_behaviour
from mistakes.changes import CHANGES

SEEDS = (DEFAULT_SEED, 0)
READABLE_WORDS = 45
FEWEST_RIGHT_VERSIONS = 6
FEWEST_OF_ONE_NAME = 3  # where an exercise asks for several things


# What every bank is measured with


# Every function and class that learners write, with its exercise.
ASKED = [(exercise.id, name) for exercise in EXERCISES.values() for name in exercise.names]
EVERY_ASKED = pytest.mark.parametrize("exercise, name", ASKED, ids=[name for _, name in ASKED])


@cache
def behaviours(read: Callable, exercise: str, name: str) -> dict[str, tuple]:
    """What the entries that `read` finds do on the probes, of those that are versions of `name`."""
    found = read(exercise).values()
    return {entry.id: behaviour(name, entry.answer) for entry in found if entry.of == name}


# What must get no point, and what may come back from an answer, of every exercise


def first_array(given) -> np.ndarray:
    """The first array of what an answer is given: in a stream its first block, for one that is given a function any."""
    first = given[0]
    if isinstance(first, np.ndarray):
        return first
    return np.ones((1, 2, 1)) if callable(first) else next(iter(first))


def as_right(right, given):
    """What the reference makes of the same; None where it raises."""
    copies = [value.copy() if isinstance(value, np.ndarray) else value for value in given]
    try:
        return right(*copies)
    except Exception:
        return None


def in_parts(result, like):
    """As many of the result as the reference returns parts."""
    return (result,) * len(like) if isinstance(like, tuple) else result


def unsolved(right, *given):
    raise NotImplementedError


def returns_none(right, *given):
    return None


def returns_input(right, *given):
    given = as_lists(given)
    return in_parts(first_array(given), as_right(right, given))


def returns_zeros(right, *given):
    return np.zeros_like(returns_input(right, *given))


def returns_zeros_of_the_right_shape(right, *given):
    result = as_right(right, given)
    return tuple(map(np.zeros_like, result)) if isinstance(result, tuple) else np.zeros_like(result)


def as_lists(given):
    """Streams can be walked once: with lists in their place, two may."""
    return [[*value] if hasattr(value, "__next__") or isinstance(value, Blocks) else value for value in given]


def instead_of(solution, change):
    """A function in the place of a reference, or a class whose methods, the constructor aside, are such functions.

    `change` is called with what it stands for, and with what that is given.
    """
    if not inspect.isclass(solution):
        return lambda *given, **named: change(solution, *given, *named.values())
    methods = {
        name: lambda self, *given, right=method: change(functools.partial(right, self), *given)
        for name, method in vars(solution).items()
        if inspect.isfunction(method) and not name.startswith("_")
    }
    return type("Changed", (solution,), methods)


def answers_instead_of(exercise, change) -> dict:
    """All that an exercise asks for, changed in one way."""
    return {name: instead_of(solution, change) for name, solution in exercise.solution.items()}


DOING_NOTHING = (unsolved, returns_none, returns_input, returns_zeros, returns_zeros_of_the_right_shape)


def own(exercise, table, default):
    """What the bank of an exercise says besides, under this name."""
    return getattr(bank_module(exercise), table, default)


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


@pytest.mark.parametrize("exercise", EXERCISES)
def test_right_versions_get_full_marks(exercise):
    """No right version loses a point, however it is written; `make quality` asks the same with 20 seeds."""
    for name in right_versions_of(exercise):
        verdict = verdict_on(exercise, name)
        assert [(result.prop, str(result.error)) for result in verdict.broken] == [], name
        assert verdict.score == FULL_MARKS, name


@pytest.mark.parametrize("exercise", EXERCISES)
def test_mistakes_lose_points(exercise):
    """A named mistake loses a point or more; `make quality` asks the same with 20 seeds."""
    most = most_for_a_mistake(EXERCISES[exercise])
    scores = {name: verdict_on(exercise, name).score for name in mistakes_of(exercise)}
    assert {entry: score for entry, score in scores.items() if score > most} == {}


@pytest.mark.parametrize("exercise", EXERCISES)
def test_the_bank_is_measured(exercise):
    """Nothing of it is accepted, refused or misnamed, and what was measured is kept for the page that shows it."""
    assert BANK_SEEDS == [DEFAULT_SEED]  # that of `verdict_on`
    found = measured(
        EXERCISES[exercise], from_the_bank, BANK_SEEDS, lambda _, entry, __: verdict_on(exercise, entry.id)
    )
    assert (found.accepted.names, found.refused.names, found.named_wrongly.names) == ([], [], [])


@pytest.mark.parametrize("exercise", EXERCISES)
def test_every_property_can_be_broken(exercise):
    """Each graded property refuses something, so that one which lost its assertion is noticed."""
    asked = EXERCISES[exercise]
    unbroken = set(asked.tests)
    verdicts = itertools.chain(
        (verdict_on(exercise, name) for name in mistakes_of(exercise)),
        (judge(asked, answers, DEFAULT_SEED) for answers in that_break(asked)),
    )
    while unbroken:
        verdict = next(verdicts, None)
        assert verdict, f"nothing breaks {sorted(unbroken)}: add an answer that does to BREAKS in its bank"
        # What raises breaks every property, whatever that asserts.
        unbroken -= {result.prop for result in verdict.broken if result.status == "failed"}


def that_break(exercise) -> Iterator[dict]:
    """Answers that break what no mistake of the bank does: its own, then what may be wrong with any function."""
    for name, answers in own(exercise.id, "BREAKS", {}).items():
        yield from (exercise.answers_with(name, answer) for answer in answers)
    for name, right in exercise.solution.items():
        changed = () if inspect.isclass(right) else (change(right) for change in CHANGES)
        yield from (exercise.answers_with(name, answer) for answer in changed)
    yield from (returning(exercise, returned) for returned in STRANGE_RESULTS)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("exercise", EXERCISES)
def test_nothing_done_gets_nothing(exercise, seed):
    """The stub, the input handed back, and zeros get no point, nor does what its bank calls NOTHING_DONE."""
    asked = EXERCISES[exercise]
    nothing = [answers_instead_of(asked, change) for change in DOING_NOTHING]
    nothing += [dict.fromkeys(asked.names, answer) for answer in own(exercise, "NOTHING_DONE", ())]
    assert [judge(asked, answers, seed).score for answers in nothing] == [0] * len(nothing)


def returning(exercise, returned) -> dict:
    """All that an exercise asks for, returning what this makes of the first array, as often as the reference does."""

    def change(right, *given):
        given = as_lists(given)
        result = as_right(right, given)
        return (
            tuple(returned(first_array(given)) for _ in result)
            if isinstance(result, tuple)
            else returned(first_array(given))
        )

    return answers_instead_of(exercise, change)


@pytest.mark.parametrize("exercise", EXERCISES)
def test_strange_result_is_a_mismatch(exercise):
    """Whatever a submission returns, a property that fails says what it expected, and no property crashes."""
    asked = EXERCISES[exercise]
    for number, returned in enumerate(STRANGE_RESULTS):
        verdict = judge_mostly_once(asked, returning(asked, returned), SEEDS[0])
        crashed = [(result.prop, result.error) for result in verdict.broken if result.status == "error"]
        assert (crashed, verdict.score) == ([], 0), number


@EVERY_ASKED
def test_mistakes_differ(exercise, name):
    """Any two wrong versions of one thing behave differently, by far more than rounding."""
    alike = [
        (one, other)
        for (one, mine), (other, yours) in itertools.combinations(behaviours(mistakes_of, exercise, name).items(), 2)
        if same_behaviour(mine, yours, tolerance=TOLERANCE_FLOAT32)
    ]
    assert alike == []


@EVERY_ASKED
def test_right_versions_behave_alike(exercise, name):
    """Right versions, where there are any, are six or more; they behave the same, and like no mistake."""
    right = behaviours(right_versions_of, exercise, name)
    if right_versions_of(exercise):
        assert len(right_versions_of(exercise)) >= FEWEST_RIGHT_VERSIONS
        assert len(right) >= FEWEST_OF_ONE_NAME
    expected = behaviour(name, EXERCISES[exercise].solution[name])
    assert [entry for entry, seen in right.items() if not same_behaviour(seen, expected)] == []
    mistaken = [
        entry
        for entry, seen in behaviours(mistakes_of, exercise, name).items()
        if same_behaviour(seen, expected, tolerance=TOLERANCE_FLOAT32)
    ]
    assert mistaken == []


@EVERY_ASKED
def test_mistake_is_recognised_as_itself(exercise, name):
    """A mistake that was called before, as a submission is when it is graded, is still recognised as itself alone."""
    known = behaviours(mistakes_of, exercise, name)
    for entry in known:
        verdict_on(exercise, entry)
        seen = behaviour(name, judged_answer(exercise, entry))
        assert [other for other, expected in known.items() if same_behaviour(seen, expected)] == [entry]


@EVERY_ASKED
def test_probes_are_fresh(exercise, name):
    """An answer that overwrites a probe does not change the next one's."""
    for mine, yours in zip(probes(name), probes(name), strict=True):
        arrays = [key for key, value in mine.items() if isinstance(value, np.ndarray)]
        assert mine is not yours and not any(np.shares_memory(mine[key], yours[key]) for key in arrays)


@for_each([entry for exercise in EXERCISES for entry in mistakes_of(exercise).values()], name=lambda entry: entry.id)
def test_mistake_says_where_to_read(entry):
    """A mistake's words are short in both languages, and point to a chapter or section that there is."""
    assert entry.read in CHAPTERS | SECTIONS
    assert max(len(entry.why["vi"].split()), len(entry.why["en"].split())) <= READABLE_WORDS
    assert max(len(entry.name["vi"]), len(entry.name["en"])) <= 60
