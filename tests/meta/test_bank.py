"""The bank proves the graded tests: a mistake loses points, a right version loses none, and each mistake is itself."""

import itertools
from collections.abc import Callable
from functools import cache

import numpy as np
import pytest

from course.chapters import CHAPTERS, SECTIONS
from each import for_each
from grader.exercises import EXERCISES
from grader.judging.assertions import NotAnArray
from grader.judging.cases import DEFAULT_SEED
from grader.judging.verdict import judge
from grader.quality import BANK_SEEDS, from_the_bank, measured, most_for_a_mistake
from grader.rubric import FULL_MARKS
from judged import judged_answer, verdict_on
from mistakes.bank import mistakes_of, right_versions_of
from mistakes.behaviour import TOLERANCE_FLOAT32, behaviour, probes, same_behaviour

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


def unsolved(*arguments, **named):
    raise NotImplementedError


def returns_input(x, *others, **named):
    return x


def returns_zeros(x, *others, **named):
    return np.zeros_like(x)


def returns_none(*arguments, **named):
    return None


class ReversesInput(ReturnsInput):
    """A RevIN whose methods return their input."""

    def normalize(self, x):
        return x

    def denormalize(self, y):
        return y


class ReversesZeros(ReturnsInput):
    """A RevIN whose methods return zeros."""

    def normalize(self, x):
        return np.zeros_like(x)

    denormalize = normalize


class ReversesNothing(ReturnsInput):
    """A RevIN whose methods are still to be written."""

    def normalize(self, x):
        raise NotImplementedError

    denormalize = normalize


class MaskedInput(ReturnsInput):
    """A MaskedInstanceNorm1D whose forward returns its input."""

    def forward(self, x, mask):
        return x


class MaskedZeros(ReturnsInput):
    """A MaskedInstanceNorm1D whose forward returns zeros."""

    def forward(self, x, mask):
        return np.zeros_like(x)


class MaskedBeta(ReturnsInput):
    """A MaskedInstanceNorm1D whose forward returns beta at tokens and 0 elsewhere."""

    def forward(self, x, mask):
        return np.where(mask[:, :, None], self.beta, np.zeros_like(x))


class MaskedUnsolved(ReturnsInput):
    """A MaskedInstanceNorm1D whose forward is still to be written."""

    def forward(self, x, mask):
        raise NotImplementedError


def always_raises(instance_norm):
    raise AssertionError


def raises_every_other_time(instance_norm):
    calls.append(instance_norm)
    assert len(calls) % 2


calls = []
TESTS_DOING_NOTHING = [always_raises, raises_every_other_time, lambda instance_norm: None, lambda instance_norm: False]
FUNCTIONS_DOING_NOTHING = [unsolved, returns_input, returns_zeros, returns_none]
# Of an exercise that asks for several things, each of these stands for all of them.
NOTHING_DONE = {
    "instance_stats": [
        unsolved,
        returns_input,
        returns_none,
        lambda x: (x, x),
        lambda x: (np.zeros_like(x[:, :1]), np.zeros_like(x[:, :1])),
        lambda x: (np.zeros_like(x), np.zeros_like(x)),
    ],
    "instance_norm": FUNCTIONS_DOING_NOTHING,
    "instance_norm_1d": [unsolved, Unsolved, ReturnsInput, ReturnsZeros],
    "find_the_bug": FUNCTIONS_DOING_NOTHING,
    "keras_to_channels_first": FUNCTIONS_DOING_NOTHING,
    "norm_family": FUNCTIONS_DOING_NOTHING,
    "instance_norm_backward": [
        unsolved,
        returns_input,
        returns_none,
        lambda dy, x, gamma, eps=1e-5: (dy, gamma, gamma),
        lambda dy, x, gamma, eps=1e-5: (np.zeros_like(x), np.zeros_like(gamma), np.zeros_like(gamma)),
    ],
    "fold_affine": [
        unsolved,
        returns_none,
        lambda gamma, beta, weight, bias: (weight, bias),
        lambda gamma, beta, weight, bias: (np.zeros_like(weight), np.zeros_like(weight[0])),
    ],
    "streaming_stats": [
        unsolved,
        returns_input,
        returns_none,
        lambda blocks: (next(blocks := iter(blocks)), next(blocks, None)),
        lambda blocks: (np.zeros_like(next(iter(blocks))[:, :1]),) * 2,
    ],
    "cumulative_instance_norm": FUNCTIONS_DOING_NOTHING,
    "revin": [unsolved, ReversesInput, ReversesZeros, ReversesNothing],
    "check_instance_norm": [*TESTS_DOING_NOTHING, *FUNCTIONS_DOING_NOTHING[:1]],
    "masked_instance_norm": [*FUNCTIONS_DOING_NOTHING, lambda x, mask, eps=1e-5: np.ones_like(x) * mask[:, :, None]],
    "masked_instance_norm_1d": [unsolved, MaskedUnsolved, MaskedInput, MaskedZeros, MaskedBeta],
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


# An answer to each exercise that returns what is given here makes of x.
THAT_RETURN = {
    "instance_norm_backward": lambda returned: lambda dy, x, gamma, eps=1e-5: (returned(x),) * 3,
    "revin": lambda returned: type(
        "Strange",
        (ReturnsInput,),
        {"normalize": lambda self, x: returned(x), "denormalize": lambda self, y: returned(y), "gamma": None},
    ),
    "check_instance_norm": lambda returned: lambda instance_norm: returned(np.ones((1, 2, 1))),
    "masked_instance_norm": lambda returned: lambda x, mask, eps=1e-5: returned(x),
    "fold_affine": lambda returned: lambda gamma, beta, weight, bias: (returned(weight), returned(weight[0])),
    "keras_to_channels_first": lambda returned: lambda rows, *others: returned(rows),
    "find_the_bug": lambda returned: lambda x, *others: returned(x),
    "masked_instance_norm_1d": lambda returned: type(
        "Strange", (ReturnsInput,), {"forward": lambda self, x, mask: returned(x), "gamma": None}
    ),
    "streaming_stats": lambda returned: lambda blocks: (returned(next(iter(blocks))),) * 2,
    "cumulative_instance_norm": lambda returned: lambda x, eps=1e-5: returned(x),
    "norm_family": lambda returned: lambda x, *others, **eps: returned(x),
    "instance_stats": lambda returned: lambda x: (returned(x), returned(x)),
    "instance_norm": lambda returned: lambda x, eps=1e-5: returned(x),
    "instance_norm_1d": lambda returned: type(
        "Strange", (ReturnsInput,), {"forward": lambda self, x: returned(x), "gamma": None}
    ),
}


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


def with_other_default(right, eps=0.5):
    """Another eps where none is given: the last of what is given is taken for one only if it is a float."""
    return lambda *given: right(*given) if isinstance(given[-1], float) else right(*given, eps)


def that_overwrites(right):
    """Zeros are left where the input was."""

    def answer(x, *others):
        y = right(x, *others)
        x[...] = 0
        return y

    return answer


def that_hands_out_one_array(right):
    """Of every shape there is one result, which the next call overwrites."""
    kept = {}

    def answer(x, *others):
        y = right(x, *others)
        kept.setdefault((y.shape, y.dtype), y)[...] = y
        return kept[y.shape, y.dtype]

    return answer


def that_tires(right):
    """A little less with every call."""
    calls = itertools.count(1)
    return lambda *given: right(*given) * (1 - next(calls) / 1000)


def in_double(right):
    """float64, whatever is given."""
    return lambda *given: right(*given).astype(float)


def in_single(right):
    """float32, whatever is given."""
    return lambda *given: right(*given).astype(np.float32)


class SharingRevIN(EXERCISES["revin"].solution["RevIN"]):
    """Parameters of another shape, and one array and one eps for all layers."""

    one_array = staticmethod(that_hands_out_one_array(lambda y: y))

    def __init__(self, num_features, eps=1e-5):
        super().__init__(num_features, eps)
        self.gamma = self.gamma[np.newaxis]
        SharingRevIN.last_eps = eps

    def normalize(self, x):
        self.eps = SharingRevIN.last_eps
        return self.one_array(super().normalize(x))


class SharingMaskedLayer(EXERCISES["masked_instance_norm_1d"].solution["MaskedInstanceNorm1D"]):
    """Parameters of another shape, another default eps, and one array for all outputs, which have no axis of size 1."""

    one_array = staticmethod(that_hands_out_one_array(lambda y: y))

    def __init__(self, num_features, eps=0.5):
        super().__init__(num_features, eps)
        self.gamma = self.gamma[np.newaxis]

    def forward(self, x, mask):
        return self.one_array(super().forward(x, mask)).squeeze()


# What breaks the properties that no mistake of the bank does: these stand in the place of what they are called by.
BREAKING = {
    "find_the_bug": {
        "weighted_mean": [that_overwrites, that_tires],
        "add_norm": [that_tires],
        "instance_std": [that_overwrites, that_tires],
        "steps": [that_overwrites, that_tires],
        "normalize_like": [that_overwrites],
    },
    "norm_family": {
        "batch_norm": [with_other_default, in_double, that_tires],
        "layer_norm": [that_overwrites, in_double],
        "group_norm": [that_overwrites],
    },
    "keras_to_channels_first": {"keras_to_channels_first": [that_hands_out_one_array, that_tires]},
    "masked_instance_norm": {"masked_instance_norm": [with_other_default, that_hands_out_one_array, that_tires]},
    "cumulative_instance_norm": {
        "cumulative_instance_norm": [with_other_default, that_hands_out_one_array, that_tires, in_single]
    },
    "masked_instance_norm_1d": {"MaskedInstanceNorm1D": [lambda right: SharingMaskedLayer, lambda right: MaskedBeta]},
    "revin": {"RevIN": [lambda right: SharingRevIN, lambda right: lambda features, eps=0.5: right(features, eps)]},
}


@pytest.mark.parametrize("exercise", EXERCISES)
def test_every_property_can_be_broken(exercise):
    """Each graded property refuses something, so that one which lost its assertion is noticed."""
    asked = EXERCISES[exercise]
    verdicts = [verdict_on(exercise, name) for name in mistakes_of(exercise)]
    for name, changes in BREAKING.get(exercise, {}).items():
        answers = (asked.answers_with(name, change(asked.solution[name])) for change in changes)
        verdicts += [judge(asked, answer, DEFAULT_SEED) for answer in answers]
    results = [result for verdict in verdicts for result in verdict.broken]
    # What raises breaks every property, whatever that asserts.
    assert {result.prop for result in results if result.status == "failed"} == set(asked.tests)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("exercise", EXERCISES)
def test_nothing_done_gets_nothing(exercise, seed):
    """The stub, the input handed back, and zeros get no point."""
    asked = EXERCISES[exercise]
    nothing = [dict.fromkeys(asked.names, answer) for answer in NOTHING_DONE[exercise]]
    assert {judge(asked, answers, seed).score for answers in nothing} == {0}


@pytest.mark.parametrize("exercise", EXERCISES)
def test_strange_result_is_a_mismatch(exercise):
    """Whatever a submission returns, a property that fails says what it expected, and no property crashes."""
    asked = EXERCISES[exercise]
    for number, returned in enumerate(STRANGE_RESULTS):
        verdict = judge(asked, dict.fromkeys(asked.names, THAT_RETURN[exercise](returned)), SEEDS[0])
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
    """There are six right versions of an exercise or more; they behave the same, and like no mistake."""
    right = behaviours(right_versions_of, exercise, name)
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
