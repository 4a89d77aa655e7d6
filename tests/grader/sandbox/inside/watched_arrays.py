"""Arrays that were handed out, and may be written into later."""

from collections.abc import Mapping
from typing import Any

from numpy.typing import NDArray

MAX_WATCHED = 12


class WatchedArrays:
    """The arrays handed out last, each known by a number.

    One side hands them out: it `add`s each, and asks for the `changes` since it last asked. The other side got copies:
    it adds these under the same numbers, and is told to `overwrite` them, so that both sides hold the same.
    """

    def __init__(self) -> None:
        self._arrays: dict[int, tuple[NDArray[Any], bytes]] = {}
        self._places: dict[int, tuple[object, ...]] = {}
        self._added = 0

    def add(self, array: NDArray[Any], number: int | None = None) -> int:
        """Watch an array, and give its number, which is the old one of an array in the same memory as a watched one.

        Beyond MAX_WATCHED the oldest is let go.
        """
        place = _place(array)
        if number is None and array.size:
            number = next((known for known, taken in self._places.items() if taken == place), None)
        if number is None:
            self._added += 1
            number = self._added
        self._arrays[number], self._places[number] = (array, array.tobytes()), place
        while len(self._arrays) > MAX_WATCHED:
            oldest = next(iter(self._arrays))
            del self._arrays[oldest], self._places[oldest]
        return number

    def known(self, number: int, like: NDArray[Any]) -> NDArray[Any] | None:
        """The array of this number, if it is watched and has the shape and dtype of another one."""
        array, _ = self._arrays.get(number, (None, b""))
        return array if array is not None and _alike(array, like) else None

    def changes(self) -> dict[int, NDArray[Any]]:
        """By number, a copy of each array that no longer holds what it held when it was added or last looked at."""
        changed = {}
        for number, (array, was) in self._arrays.items():
            now = array.tobytes()
            if now != was and len(now) == len(was):
                changed[number] = array.copy()
                self._arrays[number] = array, now
        return changed

    def overwrite(self, contents: Mapping[int, NDArray[Any]]) -> None:
        """Write into the arrays of these numbers; those let go are passed over. ValueError for another size."""
        for number, content in contents.items():
            if number in self._arrays:
                array, _ = self._arrays[number]
                array[...] = content.reshape(array.shape)


def _alike(one: NDArray[Any], other: NDArray[Any]) -> bool:
    return (one.shape, one.dtype) == (other.shape, other.dtype)


def _place(array: NDArray[Any]) -> tuple[object, ...]:
    """Which numbers in memory an array has: parts of one array may lie between each other."""
    return array.shape, array.dtype, array.strides, array.ctypes.data
