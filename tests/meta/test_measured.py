"""All answers of the course are judged rightly, and what was measured is kept for the page that shows it."""

import pytest

from grader.exercises import EXERCISES
from grader.quality import from_elsewhere, from_the_bank, measured

SEEDS = [0]  # as on the page "Who grades the grader?"


@pytest.mark.parametrize("exercise", EXERCISES)
@pytest.mark.parametrize("samples_of", [from_the_bank, from_elsewhere], ids=lambda samples_of: samples_of.__name__)
def test_answers_are_judged_rightly(samples_of, exercise):
    """No right answer loses a point, and of the bank no wrong one has full marks; test_quality.py holds the rates."""
    found = measured(EXERCISES[exercise], samples_of, SEEDS)
    assert found.refused.n >= 6 and found.refused.names == []
    assert samples_of is from_elsewhere or found.accepted.names == []
