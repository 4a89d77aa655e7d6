"""What an answer does on a few fixed inputs: its behaviour, by which a named mistake is recognised.

An answer may be a proxy of a submission that runs elsewhere, so only what a caller can see counts.
"""

import inspect
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from grader.exercises import EXERCISES, Exercise, names_judged_by
from grader.judging.assertions import REAL_NUMBERS, type_name
from grader.judging.cases import DEFAULT_SEED, cases_of, fresh
from mistakes.bank import bank_module

TOLERANCE = 1e-5
TOLERANCE_FLOAT32 = 1e-3
ZERO = 1e-9
DRAWN_PROBES = 12


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
    """The fixed cases of a function or class that learners write, new arrays at every call.

    They stand in the bank module of its exercise, in `PROBES`; else a few cases are taken that are drawn for a core
    property of it. None for a class of which the bank does not say how it is driven.
    """
    exercise, own = _exercise_and_bank(name)
    if name in own("PROBES"):
        return own("PROBES")[name]()
    if inspect.isclass(exercise.solution[name]) and name not in own("RUNS"):
        return []
    return [fresh(case) for case in _drawn_cases(exercise, name)]


def behaviour(name: str, answer: Callable) -> Behaviour:
    """What a version of the function or class `name` does on its probes; what it raises is an outcome too.

    The bank module of its exercise may say in `RUNS` how it is driven; a function is else called.
    """
    _, own = _exercise_and_bank(name)
    run = own("RUNS").get(name, run_function)
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        return tuple(outcome for case in probes(name) for outcome in run(answer, **case))


def _exercise_and_bank(name: str) -> tuple[Exercise, Callable[[str], dict]]:
    """The exercise that asks for `name`, and what its bank module says under the name of a table, if it does."""
    exercise = next(exercise for exercise in EXERCISES.values() if name in exercise.names)
    bank = bank_module(exercise.id)
    return exercise, lambda table: getattr(bank, table, {})


def _drawn_cases(exercise: Exercise, name: str) -> list[dict]:
    """A few of the cases that are drawn for a core property of `name` alone, from small to large.

    The first property is taken whose cases hold all that a function must be given; [] where there is none.
    """
    core = [prop for prop, test in exercise.tests.items() if test.grading.points and names_judged_by(test) == (name,)]
    taken = inspect.signature(exercise.solution[name]).parameters
    needed = {given for given, parameter in taken.items() if parameter.default is parameter.empty}
    for prop in core:
        cases = cases_of(exercise, DEFAULT_SEED)[prop]
        if needed <= cases[0].keys():
            chosen = cases[:: max(1, len(cases) // DRAWN_PROBES)]
            return [{given: case[given] for given in taken if given in case} for case in chosen]
    return []


def same_behaviour(one: Behaviour, other: Behaviour, *, tolerance: float = TOLERANCE) -> bool:
    """Whether the two differ by no more than rounding: `tolerance`, relative to the largest number of an array.

    Numbers that came out as float32 may differ by 1e-3.
    """
    return len(one) == len(other) and all(
        same_outcome(mine, yours, tolerance) for mine, yours in zip(one, other, strict=True)
    )


def same_outcome(one: Outcome, other: Outcome, tolerance: float = TOLERANCE) -> bool:
    """The same of two outcomes."""
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


# How an answer is driven, and what is seen of it


def run_function(function: Callable, **case: object) -> Iterator[Outcome]:
    """The result of a call with the values of the case, in order; and what calling again, with other x too, shows.

    Where there is no x, it is the first array that is another one between the two calls.
    """
    changed = (
        "x" if "x" in case else next((name for name, value in case.items() if isinstance(value, np.ndarray)), None)
    )
    given = fresh(case)
    result = attempt(function, *given.values())
    first = describe_with_parts(result)
    yield from touched(given, case)
    if changed is not None:
        attempt(function, *fresh(case | {changed: 1 - case[changed] / 2}).values())
    kept = same_outcome(first, describe_with_parts(result), TOLERANCE)
    again = describe_with_parts(attempt(function, *fresh(case).values()))
    # What depends on earlier calls has no numbers to compare.
    yield first if same_outcome(first, again, TOLERANCE) else Outcome("depends on earlier calls")
    yield noticed("result changed by a later call", not kept)


def forward(layer: object, *arrays: np.ndarray) -> object:
    """What the method of this name gives."""
    return layer.forward(*arrays)


def parameters(layer: object) -> Iterator[Outcome]:
    """The gamma and the beta of a layer, whatever their dtype."""
    for name in ("gamma", "beta"):
        yield without_dtype(describe(attempt(getattr, layer, name)))


def touched(given: dict, before: dict) -> Iterator[Outcome]:
    """For each array that was given, whether it was overwritten."""
    for name, value in given.items():
        if isinstance(value, np.ndarray):
            yield noticed(f"{name} overwritten", not np.array_equal(value, before[name]))


@dataclass(frozen=True)
class Raised:
    """What a call raised instead of returning something."""

    error: BaseException


def attempt(call: Callable, *args: object, **others: object) -> object:
    """What a call returns, or Raised."""
    try:
        return call(*args, **others)
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # noqa: BLE001 - whatever a submission raises is an outcome
        return Raised(error)


def describe(result: object) -> Outcome:
    """The outcome that a result of `attempt` is."""
    if isinstance(result, Raised):
        return Outcome(f"raised {type(result.error).__name__}")
    if type(result) is np.ndarray and result.dtype.kind in REAL_NUMBERS and result.dtype.isnative:
        return Outcome("ndarray", result.dtype.name, np.array(result, np.float64))
    return Outcome(type_name(result))


def describe_with_parts(result: object) -> Outcome:
    """The same, with the first three parts of a tuple or list."""
    if isinstance(result, tuple | list):
        return Outcome("tuple", parts=tuple(describe(part) for part in result[:3]))
    return describe(result)


def without_dtype(outcome: Outcome) -> Outcome:
    """The outcome whatever its dtype, where the task says nothing of that."""
    return replace(outcome, dtype="")


def noticed(what: str, is_so: bool) -> Outcome:
    """An outcome without numbers: what was noticed, or that it was not."""
    return Outcome(what if is_so else f"no {what}")


# What the inputs are made of


def numbers_of(shape: tuple[int, int, int], scale: float = 1, offset: float = 0) -> np.ndarray:
    """Numbers around `offset`, at most 2.5 · scale apart from it, other ones in every instance."""
    place = np.arange(1.0, 1 + np.prod(shape)).reshape(shape)
    spread = 1 + place[:, :1, :] % 4 / 2
    return offset + np.arange(shape[2]) + scale * spread * np.sin(place**2)
