"""What a graded test asks of a learner's objects while one case is tried, in its order, and what they print."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from grader.exercises import Answer
from grader.sandbox.inside.block_stream import Blocks
from grader.sandbox.inside.silenced import Printed

Target = str | int
MAX_PRINTED = 2000  # characters in a case


@dataclass(eq=False)
class Call:
    """One thing done: a call of a function or method, an attribute read or set, an array given before written into.

    `target` is a name of the exercise, or the number of the call that made the object; `name` is the method or
    attribute. `given` and `result` are the objects themselves, as they are now; `before` and `returned` are copies of
    them as they were before and right after the call.
    """

    number: int
    do: Literal["call", "get", "set", "write"]
    target: Target
    name: str | None
    given: tuple[Any, ...]
    before: tuple[Any, ...]
    result: Any = None
    returned: Any = None
    makes_object: bool = False


class Recording:
    """Stands between a graded test and the answers, notes the calls, and changes nothing.

    `methods` are those of an exercise that asks for classes: what a call of one makes is watched as well.
    """

    def __init__(self, answers: Mapping[str, Answer], methods: frozenset[str]) -> None:
        self.methods = methods
        self.printed = Printed(MAX_PRINTED)
        self.calls: list[Call] = []
        self._lent: list[tuple[NDArray[Any], bytes]] = []  # what was given, and what it held after the last call
        self.answers: dict[str, Answer] = {name: _Watched(self, answers[name], name) for name in answers}

    def begin(self) -> None:
        """Forget the calls so far, and what was printed."""
        self.calls, self._lent = [], []
        self.printed.begin()

    def look(self) -> None:
        """Note what was written into the arrays since they were given."""
        for place, (array, held) in enumerate(self._lent):
            if (now := array.tobytes()) != held:
                self._lent[place] = array, now
                self.calls.append(Call(len(self.calls), "write", "", None, (array,), (array.copy(),)))

    def ask(self, do: Literal["call", "get", "set"], part: Any, target: Target, name: str | None, given: Any) -> Any:
        """Do it, note it, and hand on what comes of it. Raises what the learner's code raises."""
        self.look()
        number = len(self.calls)
        makes_object = bool(self.methods) and do == "call" and isinstance(target, str)
        call = Call(number, do, target, name, given, tuple(map(_copy, given)), makes_object=makes_object)
        self.calls.append(call)
        result = _done(do, part, name, given)
        lent = {id(array): array for array, _ in self._lent} | {id(array): array for array in _all_arrays(given)}
        self._lent = [(array, array.tobytes()) for array in lent.values()]
        call.result, call.returned = result, _copy(result)
        return _Watched(self, result, number) if makes_object else result


class _Watched:
    """A function, a class, or an object that it made, whose calls are noted."""

    def __init__(self, recording: Recording, part: Any, target: Target) -> None:
        object.__setattr__(self, "_recording", recording)
        object.__setattr__(self, "_part", part)
        object.__setattr__(self, "_target", target)

    def __call__(self, *given: Any) -> Any:
        return self._recording.ask("call", self._part, self._target, None, given)

    def __getattr__(self, name: str) -> Any:
        if name in self._recording.methods:
            return lambda *given: self._recording.ask("call", self._part, self._target, name, given)
        return self._recording.ask("get", self._part, self._target, name, ())

    def __setattr__(self, name: str, value: Any) -> None:
        self._recording.ask("set", self._part, self._target, name, (value,))


def arrays_of(value: Any) -> list[NDArray[Any]]:
    """The arrays that are handed over with an argument: itself, or its blocks."""
    parts = value.arrays if isinstance(value, Blocks) else value if isinstance(value, tuple | list) else [value]
    return [part for part in parts if isinstance(part, np.ndarray)]


def _all_arrays(given: tuple[Any, ...]) -> list[NDArray[Any]]:
    return [array for value in given for array in arrays_of(value)]


def _done(do: str, part: Any, name: str | None, given: tuple[Any, ...]) -> Any:
    """Do what was asked, and what comes of it."""
    if name is None:
        return part(*given)
    if do == "set":
        return setattr(part, name, *given)
    return getattr(part, name) if do == "get" else getattr(part, name)(*given)


def _copy(value: Any) -> Any:
    """A copy of what a learner's code may overwrite."""
    if isinstance(value, tuple | list):
        return type(value)(map(_copy, value)) if type(value) in (tuple, list) else list(map(_copy, value))
    return value.copy() if isinstance(value, np.ndarray | Blocks) else value


def depend_on_earlier_calls(calls: Sequence[Call]) -> bool:
    """Whether the same was asked twice and answered otherwise: of a function, or of an object left alone meanwhile."""
    asked = [call for call in calls if call.do == "call" and not call.makes_object]
    return any(
        (one.target, one.name, len(one.before)) == (other.target, other.name, len(other.before))
        and all(map(_same, one.before, other.before))
        and (one.name is None or not any(call.target == one.target for call in calls[one.number + 1 : other.number]))
        and not _same(one.returned, other.returned, rounding=1e-4)
        for one, other in combinations(asked, 2)
    )


def _same(one: Any, other: Any, rounding: float = 0) -> bool:
    """Whether two values that were given or returned are alike, but for rounding."""
    if isinstance(one, Blocks) and isinstance(other, Blocks):
        return one.times == other.times and _same(one.arrays, other.arrays)
    if isinstance(one, tuple | list) and isinstance(other, tuple | list):
        return len(one) == len(other) and all(
            _same(mine, yours, rounding) for mine, yours in zip(one, other, strict=True)
        )
    if isinstance(one, np.ndarray) and isinstance(other, np.ndarray):
        one, other = np.asarray(one), np.asarray(other)  # kinds of arrays have ways of their own
        if one.shape != other.shape:
            return False
        if one.dtype.kind not in "fiub" or other.dtype.kind not in "fiub":
            return True  # of what is no number nothing is said
        return bool(np.allclose(one, other, rtol=rounding, atol=rounding * max(1.0, _largest(one)), equal_nan=True))
    return type(one) is type(other) and not (isinstance(one, int | float) and one != other)


def _largest(array: NDArray[Any]) -> float:
    return float(np.max(np.abs(array), initial=0, where=np.isfinite(array)))


def replayed(calls: Sequence[Call], answers: Mapping[str, Answer], methods: frozenset[str]) -> tuple[Call, ...]:
    """The same calls made of other answers, until one raises."""
    recording = Recording(answers, methods)
    made: dict[Target, Any] = {name: recording.answers[name] for name in answers}
    instead: dict[int, Any] = {}  # by the identity of an object that was there, the one that is here
    for call in calls:
        given = tuple(
            instead.setdefault(id(was), _copy(before)) for was, before in zip(call.given, call.before, strict=True)
        )
        for was, mine in zip(call.given, given, strict=True):
            instead |= zip(map(id, arrays_of(was)), arrays_of(mine), strict=True)
        if call.do == "write":
            given[0][...] = call.before[0]
            continue
        try:
            result = _done(call.do, made[call.target], call.name, given)
        except Exception:  # noqa: BLE001 - what it raises is right, and ends the comparison
            break
        made[call.number] = result
        instead[id(call.result)] = result
        if isinstance(call.result, tuple | list) and isinstance(result, tuple | list):
            instead |= zip(map(id, call.result), result, strict=False)
    recording.look()
    return tuple(recording.calls)
