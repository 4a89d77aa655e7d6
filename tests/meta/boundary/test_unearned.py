"""Hostile submissions that answer wrongly and try to be given points, or never answer: they get none."""

import pytest

from grading import WITNESS, assert_named, grade, submissions


@pytest.mark.parametrize("path", submissions("unearned"))
def test_nothing_is_earned_by_force(grader, alone, path):
    """A hostile answer gets no point, its end has a name, and the next submission gets what it gets alone."""
    record = grade(grader, path)
    assert record["score"] == 0
    assert_named(record)
    assert grade(grader, WITNESS) == alone
