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
        self._added = 0

    def add(self, array: NDArray[Any], number: int | None = None) -> int:
        """Watch an array, and give its number; beyond MAX_WATCHED the oldest is let go."""
        self._added += 1
        number = self._added if number is None else number
        self._arrays[number] = array, array.tobytes()
        while len(self._arrays) > MAX_WATCHED:
            del self._arrays[next(iter(self._arrays))]
        return number

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
