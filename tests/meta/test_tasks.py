"""The tasks of all exercises but the last tell the truth: what is called, with which inputs, and what earns points."""

import json
import re

import numpy as np
import pytest

from each import for_each
from grader.exercises import EXERCISES
from grader.sandbox.inside.block_stream import Blocks
from grader.sandbox.prefetch import Request, prefetches_of
from grader.text import LANGUAGES
from notebooks import ROOT

SEED = 0
TASKS = [exercise for exercise in EXERCISES if exercise != "check_instance_norm"]
MAX_FLOAT64, MAX_FLOAT32, MAX_TOKENS, MAX_PADDING, FAR, MAX_BLOCKS = 1000, 10, 3000, 10**6, 10**8, 220
MAX_PARAMETER, MAX_DY, MAX_ROWS_OF_WEIGHT, MAX_TOKENS_WITH_BUGS, MAX_BYTE = 3, 20, 60, 200, 255
# What must stand in the text, where the exercise's own file does not say it.
SAID = (f"{MAX_FLOAT64}", f"−{MAX_FLOAT32}", f"{MAX_TOKENS}")


def task_of(exercise: str, lang: str) -> str:
    """The text of the task."""
    notebook = json.loads((ROOT / "exercises" / lang / f"{exercise}.ipynb").read_text(encoding="utf-8"))
    (source,) = ("".join(cell["source"]) for cell in notebook["cells"] if cell["id"] == "task")
    return source


def requests(exercise: str) -> list[Request]:
    """All that is asked of a submission in advance, which is everything in these exercises."""
    return [request for each in prefetches_of(EXERCISES[exercise], SEED).values() for request in each.requests]


@for_each(TASKS)
def test_everything_is_given_by_position(exercise):
    """No argument has a name, and eps is left out or comes last: a positive number up to 1."""
    asked = [request for request in requests(exercise) if request.do == "call"]
    assert all(request.keywords == () for request in asked)
    epsilons = [request.arguments[-1] for request in asked if isinstance(request.arguments[-1], float)]
    assert all(1e-5 <= eps <= 1 for eps in epsilons)


@for_each(TASKS)
def test_inputs_are_those_of_the_task(exercise):
    """Sizes and numbers of all that is handed in lie within what the task says."""
    allowed = EXERCISES[exercise].largest
    for request in requests(exercise):
        if request.do == "call":
            masks = (value for value in request.arguments if isinstance(value, np.ndarray) and value.dtype == bool)
            mask = next(masks, None)
            for place, value in enumerate(request.arguments):
                if isinstance(value, Blocks):
                    assert len(value.arrays) * value.times <= MAX_BLOCKS
                    for block in value.arrays:
                        assert_numbers(near(block), allowed)
                elif isinstance(value, np.ndarray) and value.ndim == 3:
                    is_dy = exercise == "instance_norm_backward" and place == 0
                    has_bugs = exercise == "find_the_bug"
                    tokens = value.shape[2 if exercise == "keras_to_channels_first" else 1]
                    assert tokens <= (MAX_TOKENS_WITH_BUGS if has_bugs else MAX_TOKENS)
                    assert np.abs(value).max() <= (MAX_DY if is_dy else np.inf if mask is None else MAX_PADDING)
                    if not (has_bugs and value.dtype == np.uint8):
                        lies_far = exercise == "cumulative_instance_norm" or request.handle == "instance_std"
                        numbers = near(value) if lies_far else value
                        assert_numbers(numbers if mask is None else numbers[mask], allowed)
                elif isinstance(value, np.ndarray) and value.dtype != bool:
                    assert np.abs(value).max() <= MAX_PARAMETER
                    assert len(value) <= MAX_ROWS_OF_WEIGHT
                elif exercise == "keras_to_channels_first" and isinstance(value, list):
                    assert all(weight.dtype == np.float32 for weight in value)
                    assert all(np.abs(weight).max() <= MAX_PARAMETER for weight in value)
        elif request.do == "set":
            (parameter,) = request.arguments
            assert np.abs(parameter).max() <= MAX_PARAMETER
            assert exercise != "revin" or request.name != "gamma" or np.abs(parameter).min() >= 0.5


def near(numbers: np.ndarray) -> np.ndarray:
    """How far each number is from 0, or from 1e8 or −1e8 where it lies around those."""
    return np.where(np.abs(numbers) > FAR / 2, np.abs(numbers) - FAR, numbers)


def assert_numbers(numbers: np.ndarray, allowed: float | None) -> None:
    largest = np.max(np.abs(numbers), initial=0)
    assert numbers.dtype in (np.float32, np.float64)
    assert largest <= (allowed or (MAX_FLOAT32 if numbers.dtype == np.float32 else MAX_FLOAT64))


@for_each(TASKS)
def test_the_task_says_these_limits(exercise):
    """Each limit above stands in the text, in both languages."""
    for lang in LANGUAGES:
        text = task_of(exercise, lang)
        said = EXERCISES[exercise].limits or SAID
        assert [each for each in said if not re.search(rf"{re.escape(each)}\b", text)] == [], lang


@pytest.mark.parametrize("exercise", TASKS)
def test_the_points_of_the_task_are_those_of_the_parts(exercise):
    """The points in the text add up to ten with those of each part and core property among them."""
    gradings = [test.grading for test in EXERCISES[exercise].tests.values() if test.grading.points]
    parts = {grading.part: 0.0 for grading in gradings}
    for grading in gradings:
        parts[grading.part] += grading.points
    worth = {
        f"{points:g}" for points in ([grading.points for grading in gradings] if None in parts else parts.values())
    }
    for lang, begins in (("en", "- **Points:**"), ("vi", "- **Điểm:**")):
        (line,) = (line for line in task_of(exercise, lang).splitlines() if line.startswith(begins))
        assert worth <= set(re.findall(r"\d+", line)), lang
