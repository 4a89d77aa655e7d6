"""What an answer does on a few fixed inputs: its behaviour, by which a named mistake is recognised.

An answer may be a proxy of a submission that runs elsewhere, so only what a caller can see counts.
"""

import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from grader.judging.assertions import REAL_NUMBERS, type_name
from grader.judging.cases import fresh
from grader.sandbox.inside.block_stream import Blocks
from mistakes.trials import tried

TOLERANCE = 1e-5
TOLERANCE_FLOAT32 = 1e-3
ZERO = 1e-9


@dataclass(frozen=True, eq=False)
class Outcome:
    """What one step of a probe showed.

    `kind` is the type that came out ("ndarray", "list"), what was raised ("raised ValueError") or, for what else a
    caller can notice, a sentence. An array has its `dtype` and its `numbers` in float64, a tuple its `parts`.
    """

    kind: str
    dtype: str = ""
    numbers: np.ndarray | None = None
    parts: tuple["Outcome", ...] = ()


Behaviour = tuple[Outcome, ...]


def probes(name: str) -> list[dict]:
    """The fixed cases of a function or class that learners write, new arrays at every call. KeyError without probes."""
    return _PROBES[name]()


def behaviour(name: str, answer: Callable) -> Behaviour:
    """What a version of the function or class `name` does on its probes; what it raises is an outcome too."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        return tuple(outcome for case in probes(name) for outcome in _RUNS[name](answer, **case))


def same_behaviour(one: Behaviour, other: Behaviour, *, tolerance: float = TOLERANCE) -> bool:
    """Whether the two differ by no more than rounding: `tolerance`, relative to the largest number of an array.

    Numbers that came out as float32 may differ by 1e-3.
    """
    return len(one) == len(other) and all(_same(mine, yours, tolerance) for mine, yours in zip(one, other, strict=True))


def _same(one: Outcome, other: Outcome, tolerance: float) -> bool:
    if (one.kind, one.dtype) != (other.kind, other.dtype):
        return False
    if one.numbers is None or other.numbers is None:
        return same_behaviour(one.parts, other.parts, tolerance=tolerance)
    if one.dtype == "float32":
        tolerance = max(tolerance, TOLERANCE_FLOAT32)
    return one.numbers.shape == other.numbers.shape and _close(one.numbers, other.numbers, tolerance)


def _close(mine: np.ndarray, yours: np.ndarray, tolerance: float) -> bool:
    largest = max(np.max(np.abs(numbers), initial=0, where=np.isfinite(numbers)) for numbers in (mine, yours))
    return np.allclose(mine, yours, rtol=0, atol=ZERO + tolerance * largest, equal_nan=True)


# How an answer is driven


def _run_function(function: Callable, **case: object) -> Iterator[Outcome]:
    """The result of a call with the values of the case, in order; and what calling again, with other x too, shows."""
    given = fresh(case)
    result = _attempt(function, *given.values())
    first = _describe_with_parts(result)
    yield from _touched(given, case)
    _attempt(function, *fresh(case | {"x": 1 - case["x"] / 2}).values())
    kept = _same(first, _describe_with_parts(result), TOLERANCE)
    again = _describe_with_parts(_attempt(function, *fresh(case).values()))
    # What depends on earlier calls has no numbers to compare.
    yield first if _same(first, again, TOLERANCE) else Outcome("depends on earlier calls")
    yield _noticed("result changed by a later call", not kept)


def _run_of_several_inputs(function: Callable, **case: object) -> Iterator[Outcome]:
    """The result of a call, and what it did to the arrays that were given."""
    given = fresh(case)
    yield _describe(_attempt(function, *given.values()))
    yield from _touched(given, case)


def _run_normalize_like(
    normalize_like: Callable, x: np.ndarray, reference: np.ndarray, eps: float
) -> Iterator[Outcome]:
    """A reference, another one of its shape, and the first in the array of the second: each must count."""
    results = []
    array = 1 - reference / 2
    given = [reference.copy(), array, array]
    for numbers, handed in zip((reference, 1 - reference / 2, reference), given, strict=True):
        handed[...] = numbers
        results.append(_describe(_attempt(normalize_like, x.copy(), handed, eps)))
    # What was kept in calls before these has no numbers to compare.
    for changed, one, other in (("another array", *results[:2]), ("an array used again", *results[1:])):
        yield _noticed(f"statistics kept for {changed}", _same(one, other, TOLERANCE))
    if not _same(results[0], results[1], TOLERANCE):
        yield results[0]
    turned = _describe(_attempt(normalize_like, -x, reference.copy(), eps))
    yield _noticed("mean of x taken off", _same(replace(turned, numbers=_negative(turned)), results[2], TOLERANCE))
    yield from _run_touched(normalize_like, x=x, reference=reference, eps=eps)


def _negative(outcome: Outcome) -> np.ndarray | None:
    return None if outcome.numbers is None else -outcome.numbers


def _run_touched(function: Callable, **case: object) -> Iterator[Outcome]:
    given = fresh(case)
    _attempt(function, *given.values())
    yield from _touched(given, case)


def _run_keras_to_channels_first(
    keras_to_channels_first: Callable, rows: np.ndarray, gamma: np.ndarray, beta: np.ndarray, epsilon: float
) -> Iterator[Outcome]:
    """A layer with gamma and beta, with one of them, with neither, and with the default settings."""
    for scale, center in ((True, True), (True, False), (False, True), (False, False)):
        weights = [gamma.copy()] * scale + [beta.copy()] * center
        given = rows.copy()
        yield _describe(_attempt(keras_to_channels_first, given, weights, scale, center, epsilon))
        yield _noticed("rows overwritten", not np.array_equal(given, rows))
    yield _describe(_attempt(keras_to_channels_first, rows.copy(), [gamma.copy(), beta.copy()]))


def _run_fold_affine(fold_affine: Callable, **case: np.ndarray) -> Iterator[Outcome]:
    """A layer with a bias and one without, and what was done to the arrays that were given."""
    for left_out in ("", "bias"):
        given = fresh(case)
        arguments = given | ({left_out: None} if left_out else {})
        yield _describe_with_parts(_attempt(fold_affine, *arguments.values()))
        yield from _touched(given, case)


def _run_instance_norm_1d(
    InstanceNorm1D: Callable, x: np.ndarray, eps: float, gamma: np.ndarray, beta: np.ndarray
) -> Iterator[Outcome]:
    """A layer used twice, given new parameters, and used again beside others; one given parameters; and defaults."""
    features = x.shape[2]
    layer = _attempt(InstanceNorm1D, features, eps)
    before = tuple(_parameters(layer))
    yield from before
    running = _running(_attempt(InstanceNorm1D, features, eps), x)
    if running is not None:
        yield Outcome(running)
        return

    given = x.copy()
    result = _attempt(_forward, layer, given)
    first = _describe(result)
    yield _without_dtype(first)
    yield from _touched({"x": given}, {"x": x})
    after = tuple(_parameters(layer))
    if not all(map(_same_parameter, before, after)):
        shaped_alike = all(map(_shaped_alike, before, after))
        yield Outcome("forward changes " + ("the numbers" if shaped_alike else "the shape") + " of gamma or beta")
        return
    other = _describe(_attempt(_forward, layer, 1 - x / 2))
    again = _describe(_attempt(_forward, layer, x.copy()))
    if not _same(first, again, TOLERANCE):
        yield Outcome("depends on earlier calls")
        return
    yield _without_dtype(other)
    yield _noticed("result changed by a later call", not _same(first, _describe(result), TOLERANCE))

    for name, numbers in (("gamma", gamma), ("beta", beta)):
        yield _describe(_attempt(setattr, layer, name, numbers.copy()))
    yield _without_dtype(_describe(_attempt(_forward, layer, x.copy())))
    yield from _parameters(layer)

    alike = _attempt(InstanceNorm1D, features, eps + 1)
    yield from _parameters(alike)
    yield _without_dtype(_describe(_attempt(_forward, layer, x.copy())))
    wider = _attempt(InstanceNorm1D, features + 1, eps + 1)
    yield from _parameters(alike)
    _attempt(_forward, wider, np.ones((1, 2, features + 1)))
    yield _without_dtype(_describe(_attempt(_forward, layer, x.copy())))

    # Parameters that are there before the first forward may count though later ones do not.
    layer_given_parameters = _attempt(InstanceNorm1D, features, eps)
    for name, numbers in (("gamma", gamma), ("beta", beta)):
        _attempt(setattr, layer_given_parameters, name, numbers.copy())
    yield _without_dtype(_describe(_attempt(_forward, layer_given_parameters, x.copy())))

    for scale in (100, 1000):
        layer_with_default = _attempt(InstanceNorm1D, features)
        yield _without_dtype(_describe(_attempt(_forward, layer_with_default, x / scale)))


def _running(layer: object, x: np.ndarray) -> str | None:
    """What running statistics a new layer keeps: of instances, of the batch, or none (None).

    Called again and again with the same x after another, such a layer comes nearer to the statistics of x each time.
    """
    _attempt(_forward, layer, 1 - x / 2)
    outputs = [_describe(_attempt(_forward, layer, x.copy())).numbers for _ in range(3)]
    if any(y is None or y.shape != x.shape or not np.isfinite(y).all() for y in outputs):
        return None
    means = [_mean_taken_off(x, y) for y in outputs]
    if any(mean is None for mean in means) or np.allclose(means[0], means[2], rtol=TOLERANCE):
        return None
    # Only what belongs to the batch is taken off all samples alike.
    alike = all(np.allclose(mean, mean[:1], rtol=TOLERANCE) for mean in means)
    whose, axes = ("the batch", (0, 1)) if alike else ("instances", 1)
    far = [np.abs(mean - x.mean(axis=axes, keepdims=True)) for mean in means]
    comes_nearer = np.all(far[1] < far[0]) and np.all(far[2] < far[1])
    return f"running statistics of {whose}" if comes_nearer else None


def _mean_taken_off(x: np.ndarray, y: np.ndarray) -> np.ndarray | None:
    """The mean that was subtracted of each instance of x, if y is x minus a mean, times a number above 0: (B, 1, F)."""
    centred_x, centred_y = x - x.mean(axis=1, keepdims=True), y - y.mean(axis=1, keepdims=True)
    slope = (centred_x * centred_y).sum(axis=1, keepdims=True) / (centred_x**2).sum(axis=1, keepdims=True)
    if not np.all(slope > 0) or not np.allclose(centred_y, slope * centred_x, atol=TOLERANCE):
        return None
    mean: np.ndarray = (x - y / slope)[:, :1]
    return mean


def _run_masked_instance_norm_1d(
    MaskedInstanceNorm1D: Callable, x: np.ndarray, mask: np.ndarray, eps: float, gamma: np.ndarray, beta: np.ndarray
) -> Iterator[Outcome]:
    """A layer used twice, given new parameters, and used again beside another one; then the default eps."""
    layer = _attempt(MaskedInstanceNorm1D, x.shape[2], eps)
    yield from _parameters(layer)
    given = {"x": x.copy(), "mask": mask.copy()}
    result = _attempt(_forward, layer, *given.values())
    first = _without_dtype(_describe(result))
    yield first
    yield from _touched(given, {"x": x, "mask": mask})
    other = _attempt(_forward, layer, 1 - x / 2, ~mask)
    yield _without_dtype(_describe(other))
    yield _noticed("result changed by a later call", not _same(first, _without_dtype(_describe(result)), TOLERANCE))
    yield _without_dtype(_describe(_attempt(_forward, layer, x.copy(), mask.copy())))

    for name, numbers in (("gamma", gamma), ("beta", beta)):
        yield _describe(_attempt(setattr, layer, name, numbers.copy()))
        yield _without_dtype(_describe(_attempt(_forward, layer, x.copy(), mask.copy())))
    yield from _parameters(layer)
    _attempt(MaskedInstanceNorm1D, x.shape[2], eps + 1)
    yield from _parameters(layer)
    yield _without_dtype(_describe(_attempt(_forward, layer, x.copy(), mask.copy())))

    for scale in (100, 1000):
        layer_with_default = _attempt(MaskedInstanceNorm1D, x.shape[2])
        yield _without_dtype(_describe(_attempt(_forward, layer_with_default, x / scale, mask.copy())))


def _run_revin(
    RevIN: Callable, x: np.ndarray, y: np.ndarray, eps: float, gamma: np.ndarray, beta: np.ndarray
) -> Iterator[Outcome]:
    """A layer asked too early, given parameters, used for two inputs and beside a second; then the default eps."""
    features = x.shape[2]
    # Whatever layers share is there before the first is looked at.
    earlier_layer = _attempt(RevIN, features, eps + 2)
    _attempt(_method, earlier_layer, "normalize", 2 * x - 5)
    layer = _attempt(RevIN, features, eps)
    yield from _parameters(layer)
    yield _too_early(_attempt(_method, layer, "denormalize", y.copy()))
    for name, numbers in (("gamma", gamma), ("beta", beta)):
        yield _describe(_attempt(setattr, layer, name, numbers.copy()))

    given = x.copy()
    normalized = _attempt(_method, layer, "normalize", given)
    first = _without_dtype(_describe(normalized))
    yield first
    yield from _touched({"x": given}, {"x": x})
    given = y.copy()
    restored = _attempt(_method, layer, "denormalize", given)
    yield _without_dtype(_describe(restored))
    yield from _touched({"y": given}, {"y": y})
    yield _without_dtype(_describe(_attempt(_method, layer, "denormalize", np.sin(x))))  # as long as x
    yield from _parameters(layer)
    given = x.copy()
    _attempt(_method, layer, "normalize", given)
    given[...] = 1 - x  # used again by the caller, for a forecast: what is remembered must not change
    yield _without_dtype(_describe(_attempt(_method, layer, "denormalize", given)))

    yield _without_dtype(_describe(_attempt(_method, layer, "normalize", 1 - x / 2)))
    yield _noticed("result changed by a later call", not _same(first, _without_dtype(_describe(normalized)), TOLERANCE))
    yield _without_dtype(_describe(_attempt(_method, layer, "denormalize", y.copy())))
    second_layer = _attempt(RevIN, features, eps)
    _attempt(_method, second_layer, "normalize", 3 * x + 1)
    yield _without_dtype(_describe(_attempt(_method, layer, "denormalize", y.copy())))
    yield from _parameters(layer)
    yield from _parameters(second_layer)
    for name, numbers in (("gamma", 2 * gamma), ("beta", beta - 1)):
        _attempt(setattr, layer, name, numbers)
    yield _without_dtype(_describe(_attempt(_method, layer, "denormalize", y.copy())))

    for scale in (100, 1000):
        layer_with_default = _attempt(RevIN, features)
        yield _without_dtype(_describe(_attempt(_method, layer_with_default, "normalize", x / scale)))


def _too_early(outcome: object) -> Outcome:
    """How denormalize went before any normalize; which numbers came out does not matter, nor which RuntimeError."""
    if isinstance(outcome, _Raised):
        if isinstance(outcome.error, RuntimeError) and not isinstance(outcome.error, NotImplementedError):
            return Outcome("raised RuntimeError")
        # By name, for what was raised in a worker is an exception of our own.
        by_accident = type(outcome.error).__name__ in ("AttributeError", "TypeError")
        return _describe(outcome) if by_accident else Outcome("raised something else")
    described = _describe(outcome)
    return Outcome("numbers") if described.numbers is not None else described


def _run_streaming_stats(
    streaming_stats: Callable, x: np.ndarray, cuts: tuple[int, ...], offset: float, times: tuple[int, ...] = ()
) -> Iterator[Outcome]:
    """A stream of x cut into blocks, twice with another between; a list; the stream far from 0; and long ones."""

    def stream(x: np.ndarray) -> Blocks:
        return Blocks([block.copy() for block in np.split(x, cuts, axis=1)])

    blocks = stream(x)
    result = _attempt(streaming_stats, blocks)
    first = _describe_with_parts(result)
    yield _noticed("block overwritten", not np.array_equal(np.concatenate(blocks.arrays, axis=1), x))
    other = _describe_with_parts(_attempt(streaming_stats, stream(1 - x / 2)))
    kept = _same(first, _describe_with_parts(result), TOLERANCE)
    again = _describe_with_parts(_attempt(streaming_stats, stream(x)))
    if not _same(first, again, TOLERANCE):
        # The mean of all that ever came lies between those of what came.
        yield Outcome("accumulates across calls" if _between(first, again, other, x) else "depends on earlier calls")
        return
    yield first
    yield other
    yield _noticed("result changed by a later call", not kept)
    listed = _describe_with_parts(_attempt(streaming_stats, stream(x).arrays))
    # What is right for a list may be wrong for a stream, and the other way round.
    yield Outcome("list taken alike") if _same(first, listed, TOLERANCE) else Outcome(f"{listed.kind} for a list")

    # What is left of a variance without correct digits is noise: there is nothing to compare. Where float32 is enough
    # to lose them the mean goes as well.
    for far_by, sides in ((offset, (0, 1)), (1e3, (0, 1))):
        far = _describe_with_parts(_attempt(streaming_stats, stream(x + far_by)))
        for part in sides:
            moved = _moved(first.parts[part : part + 1], far_by if part == 0 else 0)
            lost = not same_behaviour(moved, far.parts[part : part + 1], tolerance=1e-9 if part == 0 else 1e-5)
            yield _noticed(f"part {part} lost {far_by:g} away from 0", lost)

    for count in times:
        with Blocks([x], count) as long_stream:
            _attempt(streaming_stats, long_stream)
        share = long_stream.held / (count * x.nbytes)
        yield Outcome("holds all" if share > 0.7 else "holds something of all" if share > 0.12 else "holds little")


def _moved(outcomes: Behaviour, by: float) -> Behaviour:
    """The same, of numbers that lie elsewhere."""
    return tuple(each if each.numbers is None else replace(each, numbers=each.numbers + by) for each in outcomes)


def _between(first: Outcome, again: Outcome, other: Outcome, x: np.ndarray) -> bool:
    """Whether means lie between those of x and of the other stream."""
    shape = (len(x), 1, x.shape[2])
    means = [each.parts[0].numbers for each in (first, other, again) if each.parts]
    if len(means) < 3 or any(mean is None or mean.shape != shape for mean in means):
        return False
    ends = x.mean(axis=1, keepdims=True), (1 - x / 2).mean(axis=1, keepdims=True)
    low, high = np.minimum(*ends) - ZERO, np.maximum(*ends) + ZERO
    return all(bool(np.all((low <= mean) & (mean <= high))) for mean in means[1:])


def _run_cumulative_instance_norm(
    cumulative_instance_norm: Callable, x: np.ndarray, eps: float | None = None
) -> Iterator[Outcome]:
    """A call and a second one, as of any function; then x far from 0, and x with a second half that is."""
    given = {} if eps is None else {"eps": eps}
    yield from _run_function(cumulative_instance_norm, x=x, **given)

    def output(x: np.ndarray) -> Outcome:
        return _describe(_attempt(cumulative_instance_norm, x, *given.values()))

    near = output(x.copy())
    # What is left of a variance without correct digits is noise: there is nothing to compare.
    for offset in (1e8, 1e4):
        yield _noticed(f"digits lost {offset:g} away from 0", not _same(near, output(offset + x), TOLERANCE))
    half = x.shape[1] // 2
    for offset in (1e8, -1e8):
        moved = output(x + offset * (np.arange(x.shape[1]) >= half)[:, np.newaxis])
        heads = (
            each if np.shape(each.numbers) != x.shape else replace(each, numbers=each.numbers[:, :half])
            for each in (near, moved)
        )
        yield _noticed(f"changed by later tokens {offset:g} away", not _same(*heads, TOLERANCE))


def _run_check(check_instance_norm: Callable, version: str) -> Iterator[Outcome]:
    """A learner's own test, tried on a version of instance_norm: passed, refused, or what else it raised."""
    trial = _attempt(tried, check_instance_norm, version)
    if isinstance(trial, _Raised):
        yield _describe(trial)
    elif trial.raised:
        yield _describe(_Raised(trial.error))
    else:
        yield Outcome("refused" if trial.refused else "passed")


def _method(layer: object, name: str, x: np.ndarray) -> object:
    return getattr(layer, name)(x)


def _forward(layer: object, *arrays: np.ndarray) -> object:
    return layer.forward(*arrays)


def _parameters(layer: object) -> Iterator[Outcome]:
    for name in ("gamma", "beta"):
        yield _without_dtype(_describe(_attempt(getattr, layer, name)))


def _touched(given: dict, before: dict) -> Iterator[Outcome]:
    """For each array that was given, whether it was overwritten."""
    for name, value in given.items():
        if isinstance(value, np.ndarray):
            yield _noticed(f"{name} overwritten", not np.array_equal(value, before[name]))


def _same_parameter(one: Outcome, other: Outcome) -> bool:
    return _same(one, other, TOLERANCE)


def _shaped_alike(one: Outcome, other: Outcome) -> bool:
    return np.shape(one.numbers) == np.shape(other.numbers)


@dataclass(frozen=True)
class _Raised:
    error: BaseException


def _attempt(call: Callable, *args: object, **others: object) -> object:
    try:
        return call(*args, **others)
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # noqa: BLE001 - whatever a submission raises is an outcome
        return _Raised(error)


def _describe(result: object) -> Outcome:
    if isinstance(result, _Raised):
        return Outcome(f"raised {type(result.error).__name__}")
    if type(result) is np.ndarray and result.dtype.kind in REAL_NUMBERS and result.dtype.isnative:
        return Outcome("ndarray", result.dtype.name, np.array(result, np.float64))
    return Outcome(type_name(result))


def _describe_with_parts(result: object) -> Outcome:
    if isinstance(result, tuple | list):
        return Outcome("tuple", parts=tuple(_describe(part) for part in result[:3]))
    return _describe(result)


def _without_dtype(outcome: Outcome) -> Outcome:
    return replace(outcome, dtype="")


def _noticed(what: str, noticed: bool) -> Outcome:
    return Outcome(what if noticed else f"no {what}")


# The inputs


def _numbers(shape: tuple[int, int, int], scale: float = 1, offset: float = 0) -> np.ndarray:
    """Numbers around `offset`, at most 2.5 · scale apart from it, other ones in every instance."""
    place = np.arange(1.0, 1 + np.prod(shape)).reshape(shape)
    spread = 1 + place[:, :1, :] % 4 / 2
    return offset + np.arange(shape[2]) + scale * spread * np.sin(place**2)


def _spike(length: int) -> np.ndarray:
    return np.where(np.arange(length) == 3, 1.0, 0.0).reshape(1, length, 1)


def _probes_of_instance_norm() -> list[dict]:
    return [
        {"x": _numbers((2, 5, 3)), "eps": 0.5},
        {"x": _numbers((3, 3, 3), offset=-2), "eps": 0.1},
        {"x": _numbers((2, 6, 2), scale=0.05, offset=5), "eps": 0.01},
        {"x": _numbers((1, 6, 1), scale=0.01)},
        {"x": np.full((2, 4, 1), 3.0), "eps": 0.1},
        {"x": np.zeros((1, 3, 2))},
        {"x": _spike(40), "eps": 1e-5},
        {"x": _spike(150), "eps": 1e-5},
        {"x": _numbers((2, 12, 2), scale=0.003), "eps": 1e-5},
        {"x": _numbers((1, 7, 2), scale=1e-4)},
        {"x": _numbers((2, 7, 3), scale=30, offset=100), "eps": 1e-3},
        {"x": _numbers((2, 4, 3)).astype(np.float32), "eps": 0.1},
        {"x": _numbers((3, 4, 2), scale=0.05).astype(np.float32)},
    ]


def _probes_of_instance_stats() -> list[dict]:
    return [
        {"x": _numbers((2, 5, 3))},
        {"x": _numbers((3, 3, 3), offset=-2)},
        {"x": np.full((2, 4, 1), 3.0)},
        {"x": _numbers((2, 6, 2), scale=0.003)},
        {"x": _numbers((2, 7, 3), scale=30, offset=100)},
        {"x": _numbers((2, 4, 3)).astype(np.float32)},
        {"x": _numbers((1, 6, 2), scale=0.1).astype(np.float32)},
    ]


def _probes_of_instance_norm_1d() -> list[dict]:
    return [
        {"x": _numbers((2, 5, 3)), "eps": 0.5, "gamma": np.array([2.0, -1, 0.5]), "beta": np.array([-3.0, 1, 4])},
        {"x": _numbers((2, 3, 3), 0.1), "eps": 0.01, "gamma": np.array([3.0, 2, -1]), "beta": np.array([1.0, 5, -2])},
        {"x": _numbers((3, 6, 2), 20, 50), "eps": 0.1, "gamma": np.array([-1.0, 4]), "beta": np.array([0.0, 2])},
    ]


def _probes_of_norms() -> list[dict]:
    return [
        {"x": _numbers((2, 5, 3)), "eps": 0.5},
        {"x": _numbers((3, 3, 3), offset=-2), "eps": 0.1},
        {"x": _numbers((2, 4, 2), scale=0.01)},
        {"x": _numbers((1, 1, 4), scale=0.01), "eps": 0.01},
        {"x": np.full((2, 4, 1), 3.0), "eps": 0.1},
        {"x": _numbers((2, 6, 3), scale=0.003, offset=1), "eps": 1e-5},
        {"x": _numbers((3, 4, 2), scale=30, offset=100), "eps": 1e-3},
        {"x": _numbers((2, 4, 3)).astype(np.float32), "eps": 0.1},
    ]


def _probes_of_group_norm() -> list[dict]:
    return [
        {"x": _numbers((2, 5, 6)), "num_groups": 2, "eps": 0.5},
        {"x": _numbers((2, 3, 6), offset=-2), "num_groups": 3, "eps": 0.1},
        {"x": _numbers((2, 4, 4), scale=0.01), "num_groups": 4},
        {"x": _numbers((2, 4, 6), scale=0.003), "num_groups": 6, "eps": 1e-5},
        {"x": _numbers((1, 3, 8), scale=30, offset=100), "num_groups": 2, "eps": 1e-3},
        {"x": _numbers((2, 4, 4)).astype(np.float32), "num_groups": 2, "eps": 0.1},
    ]


def _probes_of_masked_instance_norm() -> list[dict]:
    holes = np.array([[1, 1, 0, 1, 1], [1, 1, 1, 0, 0], [0, 0, 0, 0, 0]], dtype=bool)
    ends = np.array([[1, 1, 1, 0, 0], [0, 0, 1, 1, 1]], dtype=bool)
    return [
        {"x": _numbers((3, 5, 2), offset=2), "mask": holes, "eps": 0.5},
        {"x": _numbers((2, 4, 4), offset=-2), "mask": np.ones((2, 4), bool), "eps": 0.1},
        {"x": _numbers((1, 5, 2), scale=0.01, offset=3), "mask": holes[1:2].copy()},
        {"x": _numbers((1, 5, 2), scale=0.003), "mask": holes[:1].copy(), "eps": 1e-5},
        {"x": _numbers((2, 5, 1), scale=30, offset=100), "mask": ends, "eps": 1e-3},
        {"x": _numbers((3, 5, 2)).astype(np.float32), "mask": holes.copy(), "eps": 0.1},
    ]


def _probes_of_weighted_mean() -> list[dict]:
    shapes = (2, 5, 3), (3, 4, 3), (1, 6, 2), (3, 3, 3)
    return [{"x": _numbers(shape), "weights": 1 + np.cos(_numbers((*shape[:2], 1)))[..., 0] ** 2} for shape in shapes]


def _probes_of_add_norm() -> list[dict]:
    return [{"x": _numbers((2, 5, 3)), "eps": 0.5}, {"x": _numbers((3, 3, 3), offset=4), "eps": 0.01}]


def _probes_of_instance_std() -> list[dict]:
    # Of the first E[x²] − E[x]² is −2, of the second −4.
    far = 1e8 + 0.3 * np.array([0.0, 1, 3, 4]).reshape(1, 4, 1)
    return [
        {"x": _numbers((2, 5, 3)), "eps": 0.5},
        {"x": np.full((1, 4, 1), 2.0), "eps": 0.01},
        {"x": far, "eps": 0.1},
        {"x": far[:, :3].copy(), "eps": 1e-3},
    ]


def _probes_of_steps() -> list[dict]:
    return [
        {"x": _numbers((2, 5, 3)), "eps": 0.5},
        {"x": np.array([[[3], [5], [1]]], np.uint8), "eps": 0.1},
        {"x": np.array([[[0, 9], [255, 200], [100, 10]], [[1, 2], [7, 5], [3, 3]]], np.uint8), "eps": 0.01},
    ]


def _probes_of_normalize_like() -> list[dict]:
    return [
        {"x": _numbers((2, 4, 3)), "reference": _numbers((2, 7, 3), scale=3, offset=5), "eps": 0.5},
        {"x": _numbers((1, 6, 2)), "reference": _numbers((1, 5, 2), scale=0.1), "eps": 0.01},
    ]


def _probes_of_keras_to_channels_first() -> list[dict]:
    gamma, beta = np.array([2.0, -1, 0.5], np.float32), np.array([-3.0, 1, 4], np.float32)
    sequences = _numbers((2, 5, 3)), _numbers((3, 3, 3), offset=-2), _numbers((1, 6, 3), scale=0.003)
    wide, square, small = (x.swapaxes(1, 2).copy() for x in sequences)
    cases = [{"rows": rows, "epsilon": epsilon} for rows, epsilon in ((wide, 0.5), (square, 0.1), (small, 0.01))]
    cases.append({"rows": wide.astype(np.float32), "epsilon": 0.1})
    return [{**case, "gamma": gamma.copy(), "beta": beta.copy()} for case in cases]


def _probes_of_fold_affine() -> list[dict]:
    wide, square = _numbers((1, 3, 4), offset=1)[0], _numbers((1, 3, 3), offset=-1)[0]
    gamma, beta = np.array([2.0, -1, 0.5]), np.array([-3.0, 1, 4])
    layers = [
        {"gamma": gamma, "beta": beta, "weight": wide, "bias": np.array([1.0, -2, 3, 0.5])},
        {"gamma": beta, "beta": gamma, "weight": square, "bias": np.array([4.0, -1, 2])},
    ]
    return [*layers, {name: array.astype(np.float32) for name, array in layers[0].items()}]


def _probes_of_masked_instance_norm_1d() -> list[dict]:
    holes = np.array([[1, 1, 0, 1, 1], [1, 1, 1, 0, 0], [0, 0, 0, 0, 0], [0, 0, 1, 0, 0]], dtype=bool)
    ends = np.array([[1, 1, 0], [0, 1, 1]], dtype=bool)
    gamma, beta = np.array([2.0, -1, 0.5]), np.array([-3.0, 1, 4])
    return [
        {"x": _numbers((4, 5, 3), offset=2), "mask": holes, "eps": 0.5, "gamma": gamma, "beta": beta},
        {"x": _numbers((2, 3, 3), scale=0.1), "mask": ends, "eps": 0.01, "gamma": -gamma, "beta": beta / 2},
    ]


def _probes_of_instance_norm_backward() -> list[dict]:
    wide, tall = _numbers((2, 5, 3)), _numbers((3, 3, 3), offset=-2)
    small = _numbers((2, 6, 1), scale=0.01)
    return [
        {"dy": np.cos(wide), "x": wide, "gamma": np.array([2.0, -1, 0.5]), "eps": 0.5},
        {"dy": np.cos(tall), "x": tall, "gamma": np.array([1.0, 3, -2]), "eps": 0.01},
        {"dy": np.cos(100 * small), "x": small, "gamma": np.array([3.0])},
        {"dy": np.sin(tall), "x": 10 * tall, "gamma": np.array([0.5, -1, 4]), "eps": 1e-3},
        {"dy": np.array([[[1.0], [2.0], [5.0]]]), "x": np.full((1, 3, 1), 4.0), "gamma": np.array([2.0]), "eps": 0.1},
    ]


def _probes_of_revin() -> list[dict]:
    wide, tall = _numbers((2, 5, 3), offset=2), _numbers((2, 3, 3), scale=0.1, offset=5)
    gamma, beta = np.array([2.0, -1, 0.5]), np.array([-3.0, 1, 4])
    return [
        {"x": wide, "y": np.cos(wide[:, :2]), "eps": 0.5, "gamma": gamma, "beta": beta},
        {"x": tall, "y": np.cos(_numbers((2, 7, 3))), "eps": 0.01, "gamma": -gamma, "beta": beta / 2},
    ]


def _probes_of_streaming_stats() -> list[dict]:
    return [
        {"x": _numbers((2, 6, 7), offset=-2), "cuts": (1, 3), "offset": 1e8},
        {"x": _numbers((1, 8, 32), offset=3), "cuts": (5,), "offset": -1e8, "times": (100, 300)},
    ]


def _probes_of_cumulative_instance_norm() -> list[dict]:
    return [
        {"x": np.round(_numbers((2, 5, 3)), 3), "eps": 0.5},
        {"x": np.round(_numbers((3, 3, 3), offset=-2), 3), "eps": 0.1},
        {"x": np.round(_numbers((1, 6, 2), scale=0.05), 3), "eps": 0.01},
        {"x": np.round(_numbers((2, 30, 1)), 3)},
    ]


def _probes_of_check_instance_norm() -> list[dict]:
    right = "formula", "times_one_over_length", "fourier", "in_steps", "quick_root", "fortran_order"
    wrong = (
        *("batch_norm", "layer_norm", "whole_tensor", "missing_keepdims", "unbiased_variance", "forgets_mean"),
        *("only_centres", "eps_outside_root", "no_eps", "hard_coded_eps", "other_default_eps"),
        *("subtracts_wrong_way_round", "clips", "sorts_sequence", "squeezes_output", "forgets_return"),
        *("always_float32", "always_float64", "returns_list", "overwrites_input", "reuses_buffer"),
        *("remembers_earlier_calls", "drops_axis_of_one_sample", "keeps_one_token", "nan_for_equal_numbers"),
        *("raises_for_equal_numbers", "clips_above_10", "centres_input"),
    )
    return [{"version": version} for version in (*right, *wrong)]


_RUNS = {
    "instance_stats": _run_function,
    "instance_norm": _run_function,
    "InstanceNorm1D": _run_instance_norm_1d,
    "batch_norm": _run_function,
    "layer_norm": _run_function,
    "group_norm": _run_function,
    "fold_affine": _run_fold_affine,
    "keras_to_channels_first": _run_keras_to_channels_first,
    "weighted_mean": _run_of_several_inputs,
    "add_norm": _run_of_several_inputs,
    "instance_std": _run_of_several_inputs,
    "steps": _run_of_several_inputs,
    "normalize_like": _run_normalize_like,
    "masked_instance_norm": _run_function,
    "MaskedInstanceNorm1D": _run_masked_instance_norm_1d,
    "instance_norm_backward": _run_function,
    "RevIN": _run_revin,
    "streaming_stats": _run_streaming_stats,
    "cumulative_instance_norm": _run_cumulative_instance_norm,
    "check_instance_norm": _run_check,
}
_PROBES = {
    "instance_stats": _probes_of_instance_stats,
    "instance_norm": _probes_of_instance_norm,
    "InstanceNorm1D": _probes_of_instance_norm_1d,
    "batch_norm": _probes_of_norms,
    "layer_norm": _probes_of_norms,
    "group_norm": _probes_of_group_norm,
    "fold_affine": _probes_of_fold_affine,
    "keras_to_channels_first": _probes_of_keras_to_channels_first,
    "weighted_mean": _probes_of_weighted_mean,
    "add_norm": _probes_of_add_norm,
    "instance_std": _probes_of_instance_std,
    "steps": _probes_of_steps,
    "normalize_like": _probes_of_normalize_like,
    "masked_instance_norm": _probes_of_masked_instance_norm,
    "MaskedInstanceNorm1D": _probes_of_masked_instance_norm_1d,
    "instance_norm_backward": _probes_of_instance_norm_backward,
    "RevIN": _probes_of_revin,
    "streaming_stats": _probes_of_streaming_stats,
    "cumulative_instance_norm": _probes_of_cumulative_instance_norm,
    "check_instance_norm": _probes_of_check_instance_norm,
}
