"""An array that the judge hands in twice is one object in the worker too, which by then holds other numbers.

A caller may use an array again. Whatever a submission kept of it, a reference or a result that is the array itself,
then changes with it, as it would in one process. So each array has a mark: a number, and whether the worker knows it.
"""

from collections import deque
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .block_stream import Blocks, decode_argument, encode_argument
from .wire import Json

MAX_KNOWN = 12
Mark = tuple[int, bool]
Marks = tuple[Mark | None, ...]


class HandedArrays:
    """The judge's side: the arrays handed in last, each with a number from `next_number`."""

    def __init__(self, next_number: Callable[[], int], most: int | None = MAX_KNOWN) -> None:
        self._next_number = next_number
        self._known: deque[tuple[NDArray[Any], int]] = deque(maxlen=most)

    def marks(self, argument: object) -> Marks:
        """A mark for every array in an argument, which from now on is known."""
        return tuple(self._mark(array) for array in _arrays_in(argument))

    def know(self, argument: object, marks: Marks) -> None:
        """The arrays in an argument were handed in already, with these marks."""
        for array, mark in zip(_arrays_in(argument), marks, strict=True):
            if mark is not None:
                self._known.append((array, mark[0]))

    def _mark(self, array: NDArray[Any]) -> Mark:
        for known, number in self._known:
            if known is array:
                return number, True
        self._known.append((array, self._next_number()))
        return self._known[-1][1], False


class KeptArrays:
    """The worker's side: the arrays that may come again."""

    def __init__(self) -> None:
        self._kept: dict[int, NDArray[Any]] = {}

    def the_same(self, array: NDArray[Any], mark: Mark | None) -> NDArray[Any]:
        """The array, or where it came before, that one with the new numbers in it."""
        if mark is None:
            return array
        number, again = mark
        known = self._kept.get(number)
        if again and known is not None and (known.shape, known.dtype) == (array.shape, array.dtype):
            known.flags.writeable = True  # a submission may have closed it; the caller's is open
            known[...] = array
            return known
        self._kept[number] = array
        while len(self._kept) > MAX_KNOWN:
            del self._kept[next(iter(self._kept))]
        return array


def encode_handed(value: object, blobs: list[bytes], marks: Marks) -> Json:
    """An argument as JSON, with the marks of its arrays."""
    encoded = encode_argument(value, blobs)
    return {**encoded, "marks": marks} if any(marks) else encoded


def decode_handed(message: Json, blobs: list[bytes], kept: KeptArrays) -> object:
    """What `encode_handed` wrote, in the worker: what comes from the judge is not doubted."""
    value = decode_argument(message, blobs)
    marks = message.get("marks", ())
    if isinstance(value, np.ndarray):
        return kept.the_same(value, *marks) if marks else value
    if isinstance(value, Blocks) and marks:
        value.arrays = [kept.the_same(array, mark) for array, mark in zip(value.arrays, marks, strict=True)]
    return value


def _arrays_in(argument: object) -> Sequence[NDArray[Any]]:
    if isinstance(argument, Blocks):
        return argument.arrays
    return [argument] if isinstance(argument, np.ndarray) else []
