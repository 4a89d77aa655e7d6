"""The exercise `find_the_bug` tells the truth: its functions have the bugs of the bank, which show as it says."""

import re

import nbformat
import numpy as np
import pytest

from grader.exercises import EXERCISES
from grader.text import LANGUAGES
from mistakes.bank import mistakes_of
from mistakes.behaviour import behaviour, same_behaviour
from notebooks import ROOT
from submitted import defined_by

EXERCISE = EXERCISES["find_the_bug"]
UNMENDED = ("divides_columns", "same_array", "mean_of_squares", "wraps_around", "keeps_by_shape")
SHOWN = re.compile(r"^# (\S.*?) (?:instead of|thay vì) (.*)$")


def source(lang: str, cell: str) -> str:
    notebook = nbformat.read(ROOT / "exercises" / lang / f"{EXERCISE.id}.ipynb", as_version=4)
    return next(each.source for each in notebook.cells if each.id == cell)


def handed_out(lang: str) -> dict:
    """The functions of the answer cell once nothing but the lines that raise are deleted."""
    lines = source(lang, "answer-code").splitlines()
    return defined_by("\n".join(["import numpy as np", *(line for line in lines if "raise" not in line)]))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_functions_that_are_handed_out_are_those_of_the_bank(lang):
    """Each behaves like the mistake that says it is not mended yet."""
    functions, known = handed_out(lang), mistakes_of(EXERCISE.id)
    for name, mistake in zip(EXERCISE.names, UNMENDED, strict=True):
        assert known[mistake].of == name
        assert same_behaviour(behaviour(name, functions[name]), behaviour(name, known[mistake].answer))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_failing_batch_fails_as_the_task_says(lang):
    """What is shown comes out as handed out, and what it should be comes out of the reference solution."""
    blocks = re.findall(r"```python\n(.*?)```", source(lang, "task"), flags=re.DOTALL)
    assert len(blocks) == len(EXERCISE.names)
    for functions, side in ((handed_out(lang), 0), (EXERCISE.solution, 1)):
        for name, block in zip(EXERCISE.names, blocks, strict=True):
            *before, call, said = block.splitlines()
            values = {"np": np, "nan": np.nan, **{each: functions[each] for each in EXERCISE.names}}
            with np.errstate(invalid="ignore"):
                exec("\n".join(before), values)
                result = eval(call, values)  # noqa: S307 - a line of our own task
            expected = eval(SHOWN.match(said)[1 + side], values)  # noqa: S307 - the same
            assert call.startswith(name)
            np.testing.assert_allclose(result, expected, atol=1e-3)
