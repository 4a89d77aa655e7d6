"""Answers from elsewhere are judged rightly, and what was measured is kept for the page that shows it."""

import pytest

from grader.exercises import EXERCISES
from grader.quality import ELSEWHERE_SEEDS, from_elsewhere, measured_part, parts_of

PARTS = [
    pytest.param(exercise, part, id=f"{exercise.id}-{part}")
    for exercise in EXERCISES.values()
    for part in parts_of(from_elsewhere(exercise))
]


@pytest.mark.parametrize("exercise, part", PARTS)
def test_answers_are_judged_rightly(exercise, part):
    """No right answer loses a point; test_quality.py holds the rates, and test_bank.py judges the bank."""
    assert measured_part(exercise, from_elsewhere, ELSEWHERE_SEEDS, part).refused.names == []
