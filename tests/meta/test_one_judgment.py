"""`check` in a notebook and `grade` in a sandbox give one judgment: tests/tools/both_ways.py tries all of it."""

import pytest

from both_ways import SLEEPS, Written, answers, changed, differences, of_odd_kinds
from few_cases import few_cases
from grader.exercises import EXERCISES
from grader.grade import Grader
from grader.sandbox.launcher import isolation

if isolation().kind == "none":
    pytest.skip("submissions run in workers that are forked, which this system cannot do", allow_module_level=True)

STEP = 83


def sample() -> list[Written]:
    """The same answers each time: of each exercise every so-manieth, from another place on."""
    return [
        written
        for place, exercise in enumerate(EXERCISES.values())
        for written in answers(exercise)[place * 9 % STEP :: STEP]
    ]


def told_of(tried: list[Written], **how: float) -> list[str]:
    """Where the two judgments of these answers differ."""
    with Grader() as grader:
        return [line for written in tried for line in differences(written, grader, **how)]


def test_answers_are_judged_alike():
    """Of the bank, of the answers from elsewhere and of odd kinds: the same score, status and words for everything."""
    chosen = sample()
    assert len(chosen) > 10
    with few_cases():
        assert told_of(chosen) == []


def test_odd_kinds_are_judged_alike():
    """Results of every type, prints, warnings, exceptions of all sorts, and what does not end."""
    kinds = list(of_odd_kinds(EXERCISES["instance_norm"]))
    assert len(kinds) > 50
    with few_cases():  # which are of small and large arrays too
        assert told_of(kinds) == []


def test_what_sleeps_is_judged_alike():
    """Stopped by the clock, with the same words."""
    assert told_of([changed(EXERCISES["instance_norm"], "sleeps", SLEEPS)], waiting_factor=1) == []
