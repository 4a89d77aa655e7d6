"""Numbers and arrays as Python code that makes exactly them."""

import textwrap
from typing import Any

import numpy as np
from numpy.typing import NDArray

WIDTH = 100
MAX_SPIKES = 3
MAX_PLAIN = 24  # so many numbers are still easy to read as they are


def array_lines(name: str, array: NDArray[Any]) -> list[str]:
    """Lines of code after which `name` is the array."""
    if array.size > MAX_PLAIN and (lines := _mostly_one_number(name, array)):
        return lines
    line = f"{name} = np.array({nested(array)}{_dtype(array)})"
    return textwrap.wrap(line, WIDTH, subsequent_indent="    ", break_long_words=False, break_on_hyphens=False)


def scalar(value: object) -> str:
    """A number, a truth value or a string as Python writes it; a NumPy number as a plain one."""
    return repr(value.item() if isinstance(value, np.generic) else value)


def nested(array: NDArray[Any]) -> str:
    """The numbers in brackets within brackets."""
    return _number(array[()]) if array.ndim == 0 else "[" + ", ".join(nested(part) for part in array) + "]"


def _number(value: Any) -> str:
    shown = str(value)
    return f"np.{shown.lstrip('-')}" if shown in ("nan", "inf") else "-np.inf" if shown == "-inf" else shown


def _dtype(array: NDArray[Any]) -> str:
    plain = array.dtype.name in ("float64", "bool", "int64") and array.size
    return "" if plain else f", dtype=np.{array.dtype.name}"


def _mostly_one_number(name: str, array: NDArray[Any]) -> list[str]:
    """An array of one number everywhere but for a few places; [] for another."""
    numbers, counts = np.unique(array, return_counts=True)
    most = numbers[counts.argmax()]
    elsewhere = np.argwhere(array != most)
    if len(elsewhere) > MAX_SPIKES:
        return []
    spikes = [f"{name}[{', '.join(map(str, place))}] = {_number(array[tuple(place)])}" for place in elsewhere]
    return [f"{name} = np.full({array.shape}, {_number(most)}{_dtype(array)})", *spikes]


def rounded(value: float, tolerance: float) -> str:
    """The number with as few digits as stay well within the tolerance."""
    if not np.isfinite(value):
        return _number(np.float64(value))
    digits = (f"{value:z.{count}g}" for count in range(1, 18))
    return next((shown for shown in digits if abs(float(shown) - value) <= tolerance / 100), repr(value))
