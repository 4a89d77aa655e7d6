"""What the graded tests are tried on: sequences of many shapes and scales, and rare ones that chance would miss."""

from collections.abc import Callable
from copy import copy

import numpy as np
from hypothesis import HealthCheck, Phase, example, settings
from hypothesis import strategies as st

MAX_SAMPLES = 6
MAX_LENGTH = 20
MAX_FEATURES = 6

graded_settings = settings(max_examples=30, database=None, deadline=None, report_multiple_bugs=False)
# No order is simpler than another, so none is shrunk; and a learner's own test may use Hypothesis too.
one_order = settings(
    graded_settings, max_examples=1, phases=[Phase.generate], suppress_health_check=[HealthCheck.nested_given]
)

# Every table begins with what is easiest to read: that is what a counterexample shrinks to.
NUMBERS = np.array(sorted(np.arange(-100, 101) / 10, key=lambda v: (v % 1 != 0, abs(v), v < 0)))
SCALES = {np.float64: np.array([1, 0.1, 0.01, 0.0001, 0]), np.float32: np.array([0.1, 0.01, 0.0001, 0])}
OFFSETS = {np.float64: np.array([0, 0, 1, -3, 20, -40]), np.float32: np.array([0, 1, -2])}
EPSILONS = sorted((float(f"{digit}e-{power}") for digit in range(1, 10) for power in range(1, 6)), reverse=True)
FAR_OFFSETS = np.array([1e8, -1e8])
FAR_SCALES = np.array([1, 10, 100])
WEIGHTS = np.array([1, 2, 3, 0.5, 0.1])
PADDING = np.array([0, 1e6, -1e6, 7])
PARAMETERS = np.array([1, 0, -1, 2, -2, 3, -3, 0.5, -0.5, 1.5, -1.5, 2.5, -2.5, 1.1, -0.7])


def _up_to(largest: int) -> st.SearchStrategy[int]:
    return st.integers(1, largest)


# Shapes (B, L, F): small; L = F; B = L; long sequences; many samples and features.
_SHAPES = st.one_of(
    st.tuples(_up_to(3), _up_to(4), _up_to(3)),
    st.tuples(_up_to(3), _up_to(5)).map(lambda sizes: (sizes[0], sizes[1], sizes[1])),
    st.tuples(_up_to(5), _up_to(3)).map(lambda sizes: (sizes[0], sizes[0], sizes[1])),
    st.tuples(_up_to(2), st.integers(11, MAX_LENGTH), _up_to(3)),
    st.tuples(_up_to(MAX_SAMPLES), _up_to(6), _up_to(MAX_FEATURES)),
)
# How many features a linear layer takes and how many it gives: also just as many.
_LAYERS = st.one_of(
    st.tuples(_up_to(3), _up_to(3)),
    _up_to(5).map(lambda size: (size, size)),
    st.tuples(_up_to(MAX_FEATURES), _up_to(MAX_FEATURES)),
)
# All instances are cut from these bytes; their number is prime, so that no two instances begin at the same byte.
_BYTES = st.binary(min_size=61, max_size=61)
_DTYPES = st.sampled_from([np.float64, np.float64, np.float64, np.float32])


@st.composite
def sequences(draw: Callable) -> np.ndarray:
    """x of shape (B, L, F), float64 or float32; every instance has a scale and an offset of its own.

    All instances are cut, at different places, from one short string of bytes: drawing it is quick, and it shrinks to
    few plain numbers. float32 stays near 0, where a variance computed as E[x²] − E[x]² is imprecise but still right.
    """
    shape = draw(_SHAPES)
    dtype = draw(_DTYPES)
    return _cut_from(draw(_BYTES), shape, SCALES[dtype], OFFSETS[dtype]).astype(dtype)


def _cut_from(drawn: bytes, shape: tuple[int, int, int], scales: np.ndarray, offsets: np.ndarray) -> np.ndarray:
    """x of this shape, with a scale and an offset of these for every instance."""
    batch, length, features = shape
    table = np.resize(np.frombuffer(drawn, np.uint8), (MAX_SAMPLES, MAX_FEATURES, 2 + MAX_LENGTH))[:batch, :features]
    scale = _pick(scales, table[:, np.newaxis, :, 0])
    offset = _pick(offsets, table[:, np.newaxis, :, 1])
    numbers = _pick(NUMBERS, table[:, :, 2 : 2 + length].swapaxes(1, 2))
    return np.round(offset + scale * numbers, 5)


def _together(drawn: st.SearchStrategy[dict], *names: str) -> dict[str, st.SearchStrategy]:
    """Arguments of one test that are drawn together: for each name its part of one drawn dictionary, a new array."""
    together = st.shared(drawn, key=names)
    return {name: together.map(lambda values, name=name: copy(values[name])) for name in names}


@st.composite
def _with_num_groups(draw: Callable) -> dict:
    x = draw(sequences())
    divisors = [count for count in range(1, 1 + x.shape[2]) if x.shape[2] % count == 0]
    return {"x": x, "num_groups": draw(st.sampled_from(divisors))}


def grouped_sequences() -> dict[str, st.SearchStrategy]:
    """x, and a num_groups that divides its number of features: two arguments of one test, drawn together."""
    return _together(_with_num_groups(), "x", "num_groups")


@st.composite
def _with_mask(draw: Callable) -> dict:
    x = draw(sequences())
    samples, length, _ = x.shape
    drawn = np.resize(np.frombuffer(draw(_BYTES), np.uint8), (MAX_SAMPLES, 1 + MAX_LENGTH))[:samples, : 1 + length]
    has_holes = draw(st.booleans())
    mask = drawn[:, 1:] % 2 == 0 if has_holes else np.arange(length) < drawn[:, :1] % (1 + length)
    x[~mask] = _pick(PADDING, drawn[:, 1:])[~mask][:, np.newaxis]
    return {"x": x, "mask": mask}


def masked_sequences() -> dict[str, st.SearchStrategy]:
    """x with padding in it, and its mask: two arguments of one test, drawn together.

    Tokens come first, or stand anywhere; a sample may be all tokens or all padding, and padding may be a million.
    """
    return _together(_with_mask(), "x", "mask")


@st.composite
def _with_gradient(draw: Callable) -> dict:
    x = draw(sequences()).astype(np.float64)
    drawn = np.frombuffer(draw(_BYTES), np.uint8)
    return {"dy": _pick(NUMBERS, np.resize(drawn, x.shape)), "x": x, "gamma": draw(parameters())[: x.shape[2]]}


def gradients() -> dict[str, st.SearchStrategy]:
    """dy and x of one shape and the gamma of their features, all float64: arguments of one test, drawn together."""
    return _together(_with_gradient(), "dy", "x", "gamma")


@st.composite
def _with_forecast(draw: Callable) -> dict:
    x = draw(sequences())
    samples, _, features = x.shape
    length = draw(_up_to(7))
    drawn = np.frombuffer(draw(_BYTES), np.uint8)
    gamma, beta = (draw(parameters())[:features] for _ in range(2))
    y = _pick(NUMBERS, np.resize(drawn, (samples, length, features))).astype(x.dtype)
    return {"x": x, "y": y, "gamma": np.where(gamma == 0, 1, gamma), "beta": beta}


def forecasts() -> dict[str, st.SearchStrategy]:
    """x, a y of its samples and features but of any length, a gamma without 0 and a beta, drawn together."""
    return _together(_with_forecast(), "x", "y", "gamma", "beta")


@st.composite
def _with_cuts(draw: Callable) -> dict:
    x = draw(sequences()).astype(np.float64)
    return {"x": x, "cuts": draw(_cuts_of(x.shape[1]))}


@st.composite
def _far_with_cuts(draw: Callable) -> dict:
    x = draw(far_sequences())
    return {"x": x, "cuts": draw(_cuts_of(x.shape[1]))}


def _cuts_of(length: int) -> st.SearchStrategy[np.ndarray]:
    """Where to cut a sequence into blocks, as np.split takes it: nowhere, between any two tokens, or everywhere."""
    places = st.lists(st.booleans(), min_size=length - 1, max_size=length - 1)
    drawn = st.one_of(st.just([False] * (length - 1)), places, st.just([True] * (length - 1)))
    return drawn.map(lambda cut: 1 + np.flatnonzero(cut))


def streams() -> dict[str, st.SearchStrategy]:
    """x, float64, and the places where it is cut into blocks: two arguments of one test, drawn together."""
    return _together(_with_cuts(), "x", "cuts")


def far_streams() -> dict[str, st.SearchStrategy]:
    """The same where every instance lies around 1e8 or −1e8, and its scale is 1, 10 or 100."""
    return _together(_far_with_cuts(), "x", "cuts")


def float64_sequences() -> st.SearchStrategy[np.ndarray]:
    """x of shape (B, L, F), always float64."""
    return sequences().map(lambda x: x.astype(np.float64))


@st.composite
def far_sequences(draw: Callable) -> np.ndarray:
    """x of shape (B, L, F) where every instance lies around 1e8 or −1e8, and its scale is 1, 10 or 100."""
    return _cut_from(draw(_BYTES), draw(_SHAPES), FAR_SCALES, FAR_OFFSETS)


def near_and_far_sequences() -> st.SearchStrategy[np.ndarray]:
    """The same, or every instance lies around 1e8 or −1e8 with a scale of 1, 10 or 100."""
    return st.one_of(float64_sequences(), far_sequences())


@st.composite
def _bytes_as_numbers(draw: Callable) -> np.ndarray:
    return np.resize(np.frombuffer(draw(_BYTES), np.uint8), draw(_SHAPES))


def byte_sequences() -> st.SearchStrategy[np.ndarray]:
    """x of shape (B, L, F), float64 or uint8."""
    return st.one_of(_bytes_as_numbers(), float64_sequences())


@st.composite
def _with_weights(draw: Callable) -> dict:
    x = draw(float64_sequences())
    return {"x": x, "weights": _pick(WEIGHTS, np.resize(np.frombuffer(draw(_BYTES), np.uint8), x.shape[:2]))}


def weighted_sequences() -> dict[str, st.SearchStrategy]:
    """x, float64, and a weight for each of its tokens, drawn together."""
    return _together(_with_weights(), "x", "weights")


@st.composite
def _with_reference(draw: Callable) -> dict:
    samples, _, features = (reference := draw(float64_sequences())).shape
    shape = samples, draw(_up_to(7)), features
    return {"x": _pick(NUMBERS, np.resize(np.frombuffer(draw(_BYTES), np.uint8), shape)), "reference": reference}


def referred_sequences() -> dict[str, st.SearchStrategy]:
    """x and a reference of its samples and features but of any length, float64, drawn together."""
    return _together(_with_reference(), "x", "reference")


@st.composite
def _channels_first(draw: Callable) -> dict:
    rows = np.ascontiguousarray(draw(sequences()).swapaxes(1, 2))
    gamma, beta = (draw(parameters())[: rows.shape[1]].astype(np.float32) for _ in range(2))
    return {"rows": rows, "gamma": gamma, "beta": beta}


def channels_first() -> dict[str, st.SearchStrategy]:
    """rows of shape (N, C, L), and a gamma and a beta (C,) in float32, as Keras keeps them, drawn together."""
    return _together(_channels_first(), "rows", "gamma", "beta")


@st.composite
def _linear_layer(draw: Callable) -> dict:
    features, outputs = draw(_LAYERS)
    drawn = np.frombuffer(draw(_BYTES), np.uint8)
    numbers = _pick(PARAMETERS, np.resize(drawn, (1 + features, 2 + outputs))).astype(draw(_DTYPES))
    return {"gamma": numbers[1:, 0], "beta": numbers[1:, 1], "weight": numbers[1:, 2:], "bias": numbers[0, 2:]}


def linear_layers() -> dict[str, st.SearchStrategy]:
    """gamma and beta (F,), and the weight (F, H) and bias (H,) of the layer behind them, of one dtype, drawn together."""
    return _together(_linear_layer(), "gamma", "beta", "weight", "bias")


@st.composite
def long_sequences(draw: Callable) -> np.ndarray:
    """x of shape (1, nearly 3000, 2): zeros, but for one number early, one in the middle and one late."""
    x = np.zeros((1, draw(st.integers(2900, 3000)), 2))
    for place in (draw(st.integers(*ends)) for ends in ((3, 9), (900, 1100), (2700, 2800))):
        x[0, place, place % 2] = draw(st.sampled_from([-50.0, 50.0]))
    return x


def refill(array: np.ndarray, numbers: np.ndarray) -> None:
    """Write other numbers into an array, as its owner may: also where a submission has closed it for writing."""
    array.flags.writeable = True
    array[...] = numbers


def large_epsilons() -> st.SearchStrategy[float]:
    """eps between 1e-3 and 0.9: with less, the output at variance 0 bends too sharply for finite differences."""
    return st.sampled_from([eps for eps in EPSILONS if eps >= 1e-3])


def epsilons() -> st.SearchStrategy[float]:
    """eps between 1e-5 and 0.9, with one digit."""
    return st.sampled_from(EPSILONS)


def parameters() -> st.SearchStrategy[np.ndarray]:
    """One number for each of the six features that x has at most; a test takes as many as x has. float64."""
    drawn = st.binary(min_size=MAX_FEATURES, max_size=MAX_FEATURES)
    return drawn.map(lambda numbers: _pick(PARAMETERS, np.frombuffer(numbers, np.uint8)))


@st.composite
def orders(draw: Callable, versions: tuple[str, ...]) -> str:
    """The ids of all these versions in one order, and then in another, between spaces."""
    # Hypothesis begins with the simplest order, which is the same for every seed.
    shuffled = st.permutations(versions).filter(lambda order: order != list(versions))
    return " ".join([*draw(shuffled), *draw(shuffled)])


def with_edge_case_sequences(*, long: bool = False, **others: object) -> Callable:
    """Pin examples that chance would miss: x is each rare sequence, from small to large, with `others` beside it.

    One of the others that is a function is given x and returns what stands beside that x. With `long` there
    are sequences of thousands of tokens too.
    """

    return _pinned(_rare_and(long), others)


def with_edge_case_grouped_sequences(*, long: bool = False, **others: object) -> Callable:
    """The same with a num_groups beside each x, and with x of features enough for several groups.

    With `long` there is also one token of thousands of features.
    """

    def arrays() -> list[np.ndarray]:
        return [*_rare_and(long)(), *_wide(), *([_spike().reshape(1, 1, -1)] if long else [])]

    return _pinned(arrays, {"num_groups": _fewer_groups_than_features, **others})


def with_edge_case_masked_sequences(*, long: bool = False, **others: object) -> Callable:
    """The same with a mask beside each x, and with padded sequences that are easy to read."""

    def pin(test: Callable) -> Callable:
        test = _pinned(_rare_and(long), {"mask": _mask_with_holes, **others})(test)
        for tokens in ([True, True, False], [True, False, True], [False, False, False]):
            test = example(x=np.array([[[1.0], [3.0], [8.0]]]), mask=np.array([tokens]), **others)(test)
        return test

    return pin


def with_edge_case_gradients(*, long: bool = False, **others: object) -> Callable:
    """The same in float64, with a dy and a gamma beside each x; and a dy of zeros."""
    beside = {"dy": lambda x: _mixed(x.shape)[::-1] / 2, "gamma": lambda x: np.array([2, -1.5, 0.5])[: x.shape[2]]}

    def pin(test: Callable) -> Callable:
        test = _pinned(lambda: [x for x in _rare_and(long)() if x.dtype == np.float64], {**beside, **others})(test)
        return example(dy=np.zeros((1, 2, 1)), x=np.array([[[1.0], [3.0]]]), gamma=np.array([2.0]), **others)(test)

    return pin


def with_edge_case_forecasts(*, long: bool = False, **others: object) -> Callable:
    """The same with a y of another length, a gamma and a beta beside each x; and a y of zeros."""
    beside = {
        "y": lambda x: _mixed((len(x), x.shape[1] % 3 + 1, x.shape[2])).astype(x.dtype),
        "gamma": lambda x: np.array([2, -1.5, 0.5])[: x.shape[2]],
        "beta": lambda x: np.array([-3, 0.5, 2])[: x.shape[2]],
    }

    def pin(test: Callable) -> Callable:
        test = _pinned(_rare_and(long), {**beside, **others})(test)
        alone = {"gamma": np.ones(1), "beta": np.zeros(1)}
        if "eps" in others:  # a scale of exactly 1: every step can be left out
            test = example(x=np.zeros((1, 2, 1)), y=np.ones((1, 2, 1)), **alone, **{**others, "eps": 1.0})(test)
        return example(x=np.array([[[-1.0], [1.0]]]), y=np.zeros((1, 2, 1)), **alone, **others)(test)

    return pin


def with_edge_case_cumulative_sequences(*, offset: float = 0, **others: object) -> Callable:
    """The same with those of float64 alone, all of them shifted by `offset`; and one that begins far below the rest."""

    def arrays() -> list[np.ndarray]:
        rare = [x for x in _rare() if x.dtype == np.float64]
        return [offset + x for x in (*rare, np.array([[[-900.0], [5.0], [5.0], [6.0]]]))]

    return _pinned(arrays, others)


def with_edge_case_streams(**others: object) -> Callable:
    """The same in float64, cut into blocks of uneven lengths, also one of 200 single tokens and two easy to read."""
    return _pinned_streams(0, others)


def with_edge_case_far_streams(**others: object) -> Callable:
    """The same, all of it shifted by 1e8."""
    return _pinned_streams(1e8, others)


def with_edge_case_float64_sequences(**others: object) -> Callable:
    """Pin examples that chance would miss: x is each rare sequence of float64, with `others` beside it."""
    return _pinned(_rare_in_float64, others)


def with_edge_case_near_and_far_sequences(**others: object) -> Callable:
    """The same, and all of it shifted by 1e8 where its scale is 1 or more."""

    def arrays() -> list[np.ndarray]:
        return [*_rare_in_float64(), *(1e8 + x for x in _rare_in_float64() if np.ptp(x, axis=1).min() >= 1)]

    return _pinned(arrays, others)


def with_edge_case_byte_sequences(**others: object) -> Callable:
    """The same in float64, and sequences of uint8 that go down, up, and from one end to the other."""

    def arrays() -> list[np.ndarray]:
        numbers = [
            [[[5]]],
            [[[5], [3]]],
            [[[3], [5]]],
            [[[0], [255], [100]]],
            [[[7, 200], [6, 10]], [[9, 1], [9, 255]]],
        ]
        return [*_rare_in_float64(), *(np.array(x, np.uint8) for x in numbers)]

    return _pinned(arrays, others)


def with_edge_case_weighted_sequences() -> Callable:
    """The same in float64 with weights beside each x, and with as many samples as features."""

    def arrays() -> list[np.ndarray]:
        easy = np.array([[[1.0, 2.0]], [[3.0, 4.0]]])
        return [*_rare_in_float64(), easy, _mixed((2, 3, 2)), _mixed((3, 2, 3)), _mixed((4, 2, 1))]

    return _pinned(arrays, {"weights": lambda x: _pick(WEIGHTS, np.abs(_mixed((*x.shape[:2], 1))[..., 0]).astype(int))})


def with_edge_case_referred_sequences(**others: object) -> Callable:
    """The same in float64, where what is pinned is the reference, with a longer or shorter x beside it."""

    def pin(test: Callable) -> Callable:
        for reference in sorted(_rare_in_float64(), key=lambda reference: -reference.size):
            samples, length, features = reference.shape
            test = example(x=_mixed((samples, length % 3 + 1, features)), reference=reference, **others)(test)
        return test

    return pin


def with_edge_case_channels_first(*, long: bool = False, **others: object) -> Callable:
    """The same in the layout (N, C, L), float32 too, with a gamma and a beta of float32 beside each."""

    def pin(test: Callable) -> Callable:
        for x in sorted(_rare_and(long)(), key=lambda x: -x.size):
            rows = np.ascontiguousarray(x.swapaxes(1, 2))
            gamma, beta = (
                np.resize(np.array(part, np.float32), len(rows[0])) for part in ([2, -1.5, 0.5], [-3, 0.5, 2])
            )
            test = example(rows=rows, gamma=gamma, beta=beta, **others)(test)
        return test

    return pin


def with_edge_case_linear_layers() -> Callable:
    """Pin layers that chance would miss, from small to large: also where there is nothing to fold, and many features."""

    def pin(test: Callable) -> Callable:
        for layer in sorted(_rare_layers(), key=lambda layer: -layer["weight"].size):
            test = example(**layer)(test)
        return test

    return pin


def _pinned_streams(offset: float, others: dict[str, object]) -> Callable:
    def pin(test: Callable) -> Callable:
        test = example(x=offset + _mixed((1, 200, 2)), cuts=np.arange(1, 200), **others)(test)
        rare = _pinned(lambda: [offset + x for x in _rare() if x.dtype == np.float64], {"cuts": _uneven_cuts, **others})
        test = rare(test)
        # Pinned last, and so tried first. Far from 0 the variance of the second comes out as twice what it is by
        # E[x²] − E[x]²; of the first, not even the mean is that of the blocks' means.
        test = example(x=offset + np.array([[[0.0], [0.0], [3.0]]]), cuts=np.array([2]), **others)(test)
        return example(x=offset + np.array([[[0.0], [2.0]]]), cuts=np.array([1]), **others)(test)

    return pin


def _uneven_cuts(x: np.ndarray) -> np.ndarray:
    """One token first, then blocks of three, and what is left."""
    return np.arange(1, x.shape[1], 3)


def _mask_with_holes(x: np.ndarray) -> np.ndarray:
    """One place in four is padding, and the third sample is nothing else."""
    sample, place = np.indices(x.shape[:2])
    return ((sample + place) % 4 != 3) & (sample != 2)


def _fewer_groups_than_features(x: np.ndarray) -> int:
    return max(count for count in range(1, 1 + x.shape[2]) if x.shape[2] % count == 0 and count < max(2, x.shape[2]))


def _pinned(arrays: Callable, others: dict[str, object]) -> Callable:
    def pin(test: Callable) -> Callable:
        # Hypothesis tries first what was pinned last.
        for x in sorted(arrays(), key=lambda x: -x.size):
            beside = {name: value(x) if callable(value) else value for name, value in others.items()}
            test = example(x=x, **beside)(test)
        return test

    return pin


def _rare_and(long: bool) -> Callable[[], list[np.ndarray]]:
    return lambda: [*_rare(), *([_spike(), _long()] if long else [])]


def _pick(table: np.ndarray, numbers: np.ndarray) -> np.ndarray:
    return table[numbers % len(table)]


def _rare() -> list[np.ndarray]:
    """New arrays at every call: a submission that overwrites its input must not spoil the next test."""
    return [
        np.array([[[5.0]]]),  # one token
        np.array([[[3.0], [900.0]]]),  # two tokens
        np.array([[[0.0], [0.01]]]),  # two tokens nearly alike
        np.array([[[100.0], [100.0009]]]),  # nearly alike, far from 0
        np.array([[[1.0, 5.0]]]),  # one token of two features
        np.array([[[-1.0, 1.0]]]),  # features of mean 0 and variance 1 already
        np.array([[[0.0], [2.0]], [[10.0], [30.0]]]),  # two samples of different scale
        np.array([[[0.0, 10.0], [2.0, 30.0]]]),  # two features of different scale
        np.full((1, 4, 1), 2.5),  # a constant instance
        np.zeros((1, 2, 1)),  # where there is nothing to do
        np.array([[[-1.0], [1.0]]]),  # mean 0 and variance 1 already
        _mixed((2, 1, 3)),  # L = 1
        _mixed((3, 4, 1)) / 1000,  # tiny variances
        _mixed((2, 3, 3)),  # L = F
        _mixed((3, 3, 2)),  # B = L
        _mixed((3, 3, 3)),  # B = L = F
        *(x.astype(np.float32) for x in _rare_in_float32()),
        5 * np.eye(1, 200, 5).reshape(1, 200, 1),  # a lonely 5 among zeros: an output of 14
        _mixed((1, 200, 2)),  # a long sequence
    ]


def _rare_in_float32() -> list[np.ndarray]:
    """What is rare in float64 too, since a mistake may show in float32 alone."""
    return [
        np.zeros((1, 2, 1)),
        np.array([[[1.0], [3.0]]]),  # one sample of one feature
        np.full((1, 4, 2), 2.5),  # constant instances
        _mixed((2, 1, 3)),  # L = 1
        _mixed((2, 5, 3)),
        _mixed((2, 4, 2)) / 1000,  # tiny variances
        5 * np.eye(1, 150, 5).reshape(1, 150, 1),  # an output of 12
    ]


def _rare_in_float64() -> list[np.ndarray]:
    return [x for x in _rare() if x.dtype == np.float64]


def _rare_layers() -> list[dict[str, np.ndarray]]:
    """Each once in float64 and once in float32."""
    layers = [
        ([2], [3], [[1]], [0]),  # one feature, one output
        ([2, 3], [1, -1], [[1], [2]], [0.5]),  # two features, one output
        ([2], [3], [[1, -1]], [0.5, 1]),  # one feature, two outputs
        ([2, 3], [1, -1], [[1, 2], [-1, 0.5]], [0.5, 1]),  # F = H
        ([1, 1], [0, 0], [[1, 2], [3, -1]], [0.5, 1]),  # where there is nothing to fold
        ([1], [0], [[1]], [0]),
        ([1.23456789012], [0.98765432101], [[2.34567890123]], [0.12345678901]),  # numbers of many digits
        ([0, 2], [1.5, 0], [[1, 2, 3], [3, -1, 0]], [0, 1, 2]),  # a feature that gamma switches off
    ]
    arrays = [tuple(np.array(part, np.float64) for part in layer) for layer in layers]
    numbers = np.clip(_mixed((1, 61, 5))[0] / 4, -3, 3)
    arrays.append((numbers[1:, 0], numbers[1:, 1], numbers[1:, 2:], numbers[0, 2:]))  # many features
    names = "gamma", "beta", "weight", "bias"
    return [
        {name: part.astype(dtype) for name, part in zip(names, layer, strict=True)}
        for layer in arrays
        for dtype in (np.float64, np.float32)
    ]


def _spike() -> np.ndarray:
    """A lonely 5 among 2599 zeros: an output of 51, which shows any bound that people would put on it."""
    return 5 * np.eye(1, 2600, 5).reshape(1, 2600, 1)


def _long() -> np.ndarray:
    """2999 tokens, of which the later ones lie higher: no part of them stands for the whole, nor do blocks of it."""
    return _mixed((1, 2999, 1)) + np.arange(2999).reshape(1, -1, 1) // 700


def _wide() -> list[np.ndarray]:
    """x of four and six features, which fall into groups in more than one way."""
    return [_mixed((1, 1, 4)), _mixed((2, 2, 4)), _mixed((2, 3, 4)), _mixed((2, 3, 6)) / 10]


def _mixed(shape: tuple[int, int, int]) -> np.ndarray:
    """Whole numbers from −9 to 9 without a pattern along any axis."""
    place = np.arange(np.prod(shape), dtype=np.float64).reshape(shape)
    return place**2 * 7 % 17 + place % 3 - 9
