"""`check` in a notebook and `grade` in a sandbox give one judgment: tests/tools/both_ways.py tries all of it."""

import pytest

from both_ways import SLEEPS, Written, answers, changed, differences
from few_cases import few_cases
from grader import time_limits
from grader.exercises import EXERCISES
from grader.grade import Grader
from grader.sandbox.launcher import isolation

if isolation().kind == "none":
    pytest.skip("submissions run in workers that are forked, which this system cannot do", allow_module_level=True)

# A sample that is the same each time: of each exercise every so-manieth answer, from another place on.
STEP = 41
SAMPLE = [
    written
    for place, exercise in enumerate(EXERCISES.values())
    for written in answers(exercise)[place * 9 % STEP :: STEP]
]
KINDS = [written for written in answers(EXERCISES["instance_norm"]) if written.name.startswith("kind:")]


def told_of(tried: list[Written]) -> list[str]:
    """Where the two judgments of these answers differ."""
    with Grader() as grader:
        return [line for written in tried for line in differences(written, grader)]


def test_answers_are_judged_alike():
    """Of the bank, of the answers from elsewhere and of odd kinds: the same score, status and words for everything."""
    assert len(SAMPLE) > 20
    assert told_of(SAMPLE) == []


def test_odd_kinds_are_judged_alike():
    """Results of every type, prints, warnings, exceptions of all sorts, and what does not end."""
    assert len(KINDS) > 50
    with few_cases():  # which are of small and large arrays too
        assert told_of(KINDS) == []


def test_what_sleeps_is_judged_alike(monkeypatch):
    """Stopped by the clock, with the same words."""
    monkeypatch.setattr(time_limits, "WAITING_FACTOR", 1)
    assert told_of([changed(EXERCISES["instance_norm"], "sleeps", SLEEPS)]) == []
