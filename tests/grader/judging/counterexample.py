"""A failing case in words and numbers: the input as code to paste, and the first wrong place marked."""

from collections.abc import Iterable

import numpy as np

from grader.exercises import Case
from grader.judging.assertions import MisjudgedError, MismatchError
from grader.text import Text

MAX_NUMBERS_SHOWN = 24
MAX_IN_A_ROW = 6
DIGITS = (6, 9, 12, 17)
# Drawn with more numbers than x has features; a graded test takes as many as it needs.
PARAMETERS = ("gamma", "beta")
BOTH = Text(vi="{words} {told}", en="{words} {told}")
# Drawn to make a stream of blocks: where x is cut, or how many blocks of which shape there are.
OF_STREAMS = ("cuts", "shape", "count")


def as_code(case: Case, place: tuple[int, ...] | None) -> list[str]:
    """The case as lines of Python; of a long array only the instance at `place` (sample, token, feature)."""
    features = case["x"].shape[2] if "x" in case else None
    plain = {name: value for name, value in case.items() if name not in OF_STREAMS}
    return [*(_assignment(name, value, place, features) for name, value in plain.items()), *_stream(case)]


def _stream(case: Case) -> list[str]:
    """The stream of blocks that a graded test makes of a case, where it does."""
    if "cuts" in case:
        return [f"blocks = iter(np.split(x, {case['cuts'].tolist()}, axis=1))"]
    if "count" in case:
        return [f"blocks = (np.ones({tuple(case['shape'].tolist())}) for _ in range({case['count']}))"]
    return []


def _assignment(name: str, value: object, place: tuple[int, ...] | None, features: int | None) -> str:
    if not isinstance(value, np.ndarray):
        return f"{name} = {value!r}"
    value = value[:features] if name in PARAMETERS else value
    dtype = "" if value.dtype in (np.float64, np.bool_) else f", dtype=np.{value.dtype}"
    if value.size <= MAX_NUMBERS_SHOWN or value.ndim not in (2, 3):
        return f"{name} = np.array({_nested(value)}{dtype})"
    sample, _, feature = place if place is not None and len(place) == 3 else (0, 0, 0)
    # A mask has no axis of features.
    at = [sample % value.shape[0], slice(None), *(feature % size for size in value.shape[2:])]
    if value.shape[1] <= MAX_NUMBERS_SHOWN:
        part = tuple(where if isinstance(where, slice) else slice(where, where + 1) for where in at)
        return f"{name}[{_indices(part)}] = np.array({_nested(value[part])}{dtype})"
    return f"# {name}.shape is {value.shape}{dtype}; {name}[{_indices(at)}] begins {_row(value[tuple(at)])}"


def _indices(at: Iterable[int | slice]) -> str:
    """Indices as they stand between square brackets."""
    return ", ".join(str(where) if isinstance(where, int) else _slice(where) for where in at)


def _slice(part: slice) -> str:
    return ":".join("" if end is None else str(end) for end in (part.start, part.stop))


def _nested(array: np.ndarray) -> str:
    return str(array[()]) if array.ndim == 0 else "[" + ", ".join(_nested(part) for part in array) + "]"


def number(value: float, digits: int = DIGITS[0]) -> str:
    """A number with so many digits at most, and never a negative zero."""
    return f"{float(value):z.{digits}g}"


def digits_to_tell_apart(one: float, other: float) -> int:
    """As few digits as show that two numbers differ."""
    return next((digits for digits in DIGITS if number(one, digits) != number(other, digits)), DIGITS[-1])


def _row(numbers: np.ndarray) -> str:
    shown = [str(value) for value in numbers[:MAX_IN_A_ROW]]
    return "[" + ", ".join(shown) + (", …]" if len(numbers) > len(shown) else "]")


def expected_and_actual(mismatch: MismatchError) -> tuple[str, str]:
    """Both sides of a mismatch around the first wrong place, the wrong number between » and «."""
    if mismatch.index is None:
        return str(mismatch.expected), str(mismatch.actual)
    expected, position = _instance_at(mismatch.expected, mismatch.index)
    actual, _ = _instance_at(mismatch.actual, mismatch.index)
    digits = digits_to_tell_apart(expected[position], actual[position])
    if len(expected) == 1:
        return number(expected[0], digits), number(actual[0], digits)
    start = max(0, min(position - MAX_IN_A_ROW // 2, len(expected) - MAX_IN_A_ROW))
    window = range(start, min(start + MAX_IN_A_ROW, len(expected)))
    return (
        _window([number(expected[i], digits) for i in window], window, len(expected)),
        _window([_marked(number(actual[i], digits), i == position) for i in window], window, len(actual)),
    )


def with_what_was_told(words: Text, mismatch: MismatchError) -> Text:
    """The words of a property and, where a learner's own test was judged, which version it misjudged."""
    return BOTH.format(words=words, told=mismatch.told) if isinstance(mismatch, MisjudgedError) else words


def _marked(shown: str, wrong: bool) -> str:
    return f"»{shown}«" if wrong else shown


def _instance_at(array: np.ndarray, index: tuple[int, ...]) -> tuple[np.ndarray, int]:
    if array.ndim == 3:
        sample, token, feature = index
        return array[sample, :, feature], token
    return array.ravel(), int(np.ravel_multi_index(index, array.shape))


def _window(shown: list[str], window: range, length: int) -> str:
    return ("[" if window.start == 0 else "[…, ") + ", ".join(shown) + ("]" if window.stop == length else ", …]")
