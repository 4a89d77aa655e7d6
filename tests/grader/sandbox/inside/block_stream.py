"""A stream of blocks that can be walked once, and how much memory was held while it was walked.

A submission that reads a stream runs where its own code can lie. What is held here: the functions of tracemalloc are
known before the submission is loaded; what is sampled is the memory held at a step and no peak, so a peak that is reset
hides nothing; and an object of our own stands for all others, so tracing that was stopped or cleared is noticed.
Somebody who means to can still hide memory: outside Python's allocators (in a file, by mmap, in another process), in
what was allocated before the first step, or by changing this object itself. All that this wins are the points of the
one guard on memory, for an answer that is right otherwise.
"""

import math
import tracemalloc
from collections.abc import Sequence
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from .wire import Json, WireError, decode, encode

_start, _stop, _is_tracing = tracemalloc.start, tracemalloc.stop, tracemalloc.is_tracing
_memory, _where_allocated = tracemalloc.get_traced_memory, tracemalloc.get_object_traceback


class Blocks:
    """An iterator over arrays, like a generator: walked again it gives nothing.

    It hands out the arrays themselves, so that `arrays` shows what was written into them; with `times` above 1 they
    come round so often, each time as a new copy.

    Walked in a `with` statement, such a long stream measures: `held` is then the most memory, in bytes, that was held
    at any step besides what was held at the first, and infinite where that cannot be told. Memory is traced from the
    first step to the end of the statement, unless it was traced before and so goes on. Other streams measure nothing:
    tracing doubles the time that most answers need.
    """

    def __init__(self, arrays: Sequence[NDArray[Any]], times: int = 1) -> None:
        self.arrays = list(arrays)
        self.times = times
        self.held: float = 0
        self._steps = 0
        self._measures = False
        self._traces = False
        self._mark: object = None
        self._at_first = 0

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> NDArray[Any]:
        self._sample()
        if self._steps == len(self.arrays) * self.times:
            raise StopIteration
        array = self.arrays[self._steps % len(self.arrays)]
        self._steps += 1
        return array if self.times == 1 else array.copy()

    def __enter__(self) -> Self:
        self._measures = self.times > 1
        return self

    def __exit__(self, *error: object) -> None:
        self._measures = False
        if self._traces:
            _stop()

    def _sample(self) -> None:
        """Note how much memory is held now."""
        if not self._measures:
            return
        if self._mark is None:
            if not _is_tracing():
                self._traces = True
                _start()
            self._mark = object()  # known to tracemalloc for as long as nobody stops or clears it
            self._at_first, _ = _memory()
        elif _where_allocated(self._mark) is None:
            self.held = math.inf
        else:
            held, _ = _memory()
            self.held = max(self.held, held - self._at_first)

    def copy(self) -> "Blocks":
        """The same stream from its beginning, with arrays of its own."""
        return Blocks([array.copy() for array in self.arrays], self.times)


# On the wire


def encode_argument(value: object, blobs: list[bytes]) -> Json:
    """An argument as JSON: a stream, or any value that crosses the wire."""
    if isinstance(value, Blocks):
        return {"stream": [encode(array, blobs) for array in value.arrays], "times": value.times}
    return encode(value, blobs)


def decode_argument(message: Json, blobs: list[bytes]) -> object:
    """What `encode_argument` wrote, in the worker: what comes from the judge is not doubted."""
    if "stream" in message:
        return Blocks([np.asarray(decode(array, blobs)) for array in message["stream"]], message["times"])
    return decode(message, blobs)


def encode_walk(blocks: Blocks, before: list[bytes], blobs: list[bytes]) -> Json:
    """What the walk over a stream showed: the memory held, and the arrays that no longer hold what they held before."""
    return {
        "held": encode(blocks.held, blobs),
        "arrays": [
            None if array.tobytes() == was else encode(array, blobs)
            for array, was in zip(blocks.arrays, before, strict=True)
        ],
    }


def decode_walk(message: Json | None, blobs: list[bytes], blocks: Blocks) -> None:
    """Do to the judge's own stream what the worker says was done to its copy. WireError for what tells of no walk."""
    if not isinstance(message, dict):
        raise WireError("a walk is none")
    held = decode(message.get("held"), blobs)
    if not isinstance(held, int | float) or not (0 <= held < 2**63 or held == math.inf):
        raise WireError("the memory held is no number of bytes")
    arrays = message.get("arrays")
    if not isinstance(arrays, list) or len(arrays) != len(blocks.arrays):
        raise WireError("a walk tells of other blocks")
    for mine, theirs in zip(blocks.arrays, arrays, strict=True):
        if theirs is not None:
            overwrite(mine, decode(theirs, blobs))
    blocks.held = float(held)


def overwrite(mine: NDArray[Any], theirs: object) -> None:
    """Write into an array of the judge what the worker says was written into its copy. WireError if it does not fit."""
    if not isinstance(theirs, np.ndarray) or (theirs.shape, theirs.dtype) != (mine.shape, mine.dtype):
        raise WireError("what was written into an array does not fit it")
    mine[...] = theirs
