"""What may be wrong with any function, whatever it computes: each takes a right version and gives a wrong one.

They prove the properties that no mistake of a bank breaks. What else an exercise needs for that stands in its bank, in
`BREAKS`: by what the exercise asks for, answers that break one.
"""

import itertools
from collections.abc import Callable

import numpy as np


def with_other_default(right: Callable, eps: float = 0.5) -> Callable:
    """Another eps where none is given: the last of what is given is taken for one only if it is a float."""
    return lambda *given: right(*given) if isinstance(given[-1], float) else right(*given, eps)


def that_overwrites(right: Callable) -> Callable:
    """Zeros are left where the inputs were."""

    def answer(*given):
        y = right(*given)
        for array in given:
            if isinstance(array, np.ndarray):
                array[...] = 0
        return y

    return answer


def that_hands_out_one_array(right: Callable) -> Callable:
    """Of every shape there is one result, which the next call overwrites."""
    kept = {}

    def answer(*given):
        y = right(*given)
        kept.setdefault((y.shape, y.dtype), y)[...] = y
        return kept[y.shape, y.dtype]

    return answer


def that_tires(right: Callable) -> Callable:
    """A little less with every call."""
    calls = itertools.count(1)
    return lambda *given: right(*given) * (1 - next(calls) / 1000)


def in_double(right: Callable) -> Callable:
    """float64, whatever is given."""
    return lambda *given: right(*given).astype(float)


def in_single(right: Callable) -> Callable:
    """float32, whatever is given."""
    return lambda *given: right(*given).astype(np.float32)


CHANGES = (with_other_default, that_overwrites, that_hands_out_one_array, that_tires, in_double, in_single)
