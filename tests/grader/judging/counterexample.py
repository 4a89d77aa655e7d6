"""A failing case in numbers: both sides of what was compared, with the first wrong place marked."""

import numpy as np

from grader.judging.assertions import MisjudgedError, MismatchError
from grader.text import Text

MAX_IN_A_ROW = 6
DIGITS = (6, 9, 12, 17)
BOTH = Text(vi="{words} {told}", en="{words} {told}")


def number(value: float, digits: int = DIGITS[0]) -> str:
    """A number with so many digits at most, and never a negative zero."""
    return f"{float(value):z.{digits}g}"


def digits_to_tell_apart(one: float, other: float) -> int:
    """As few digits as show that two numbers differ."""
    return next((digits for digits in DIGITS if number(one, digits) != number(other, digits)), DIGITS[-1])


def expected_and_actual(mismatch: MismatchError) -> tuple[str, str]:
    """Both sides of a mismatch around the first wrong place, the wrong number between » and «."""
    if mismatch.index is None:
        return str(mismatch.expected), str(mismatch.actual)
    expected, position = _instance_at(mismatch.expected, mismatch.index)
    actual, _ = _instance_at(mismatch.actual, mismatch.index)
    digits = digits_to_tell_apart(expected[position], actual[position])
    if len(expected) == 1:
        return number(expected[0], digits), number(actual[0], digits)
    window = _window_around(position, len(expected))
    return (
        _window([number(expected[i], digits) for i in window], window, len(expected)),
        _window([_marked(number(actual[i], digits), i == position) for i in window], window, len(actual)),
    )


def with_what_was_told(words: Text, mismatch: MismatchError) -> Text:
    """The words of a property and, where a learner's own test was judged, which version it misjudged."""
    return BOTH.format(words=words, told=mismatch.told) if isinstance(mismatch, MisjudgedError) else words


def around(numbers: np.ndarray, position: int) -> str:
    """Some of the numbers along a sequence: those around a position, which stands between » and «."""
    window = _window_around(position, len(numbers))
    return _window([_marked(number(numbers[i]), i == position) for i in window], window, len(numbers))


def _window_around(position: int, length: int) -> range:
    start = max(0, min(position - MAX_IN_A_ROW // 2, length - MAX_IN_A_ROW))
    return range(start, min(start + MAX_IN_A_ROW, length))


def _marked(shown: str, wrong: bool) -> str:
    return f"»{shown}«" if wrong else shown


def _instance_at(array: np.ndarray, index: tuple[int, ...]) -> tuple[np.ndarray, int]:
    if array.ndim == 3:
        sample, token, feature = index
        return array[sample, :, feature], token
    return array.ravel(), int(np.ravel_multi_index(index, array.shape))


def _window(shown: list[str], window: range, length: int) -> str:
    return ("[" if window.start == 0 else "[…, ") + ", ".join(shown) + ("]" if window.stop == length else ", …]")
