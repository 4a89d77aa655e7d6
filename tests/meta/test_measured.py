"""All answers of the course are judged rightly, and what was measured is kept for the page that shows it."""

import pytest

from grader.exercises import EXERCISES
from grader.quality import from_elsewhere, from_the_bank, measured_part, parts_of

SEEDS = [0]  # as on the page "Who grades the grader?"
PARTS = [
    pytest.param(exercise, samples_of, part, id=f"{exercise.id}-{samples_of.__name__}-{part}")
    for exercise in EXERCISES.values()
    for samples_of in (from_the_bank, from_elsewhere)
    for part in parts_of(samples_of(exercise))
]


@pytest.mark.parametrize("exercise, samples_of, part", PARTS)
def test_answers_are_judged_rightly(exercise, samples_of, part):
    """No right answer loses a point, and of the bank no wrong one has full marks; test_quality.py holds the rates."""
    found = measured_part(exercise, samples_of, SEEDS, part)
    assert found.refused.names == []
    assert samples_of is from_elsewhere or found.accepted.names == []
