"""Judging on a part of the cases, for tests that are not about what the cases find."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import pytest

from grader.exercises import Case, Exercise
from grader.judging import cases, verdict
from grader.sandbox import prefetch

STEP = 8


@contextmanager
def few_cases() -> Iterator[None]:
    """Of the cases of a property every eighth, the largest among them, while the block runs."""

    @cache
    def some(exercise: Exercise, seed: int) -> dict[str, list[Case]]:
        return {prop: drawn[::-STEP][::-1] for prop, drawn in cases.cases_of(exercise, seed).items()}

    with pytest.MonkeyPatch.context() as patched:
        for module in (verdict, prefetch):
            patched.setattr(module, "cases_of", some)
        prefetch.prefetches_of.cache_clear()
        yield
    prefetch.prefetches_of.cache_clear()
