"""The versions that a learner's own test is tried on are fair: each wrong one shows, and the right ones agree."""

import re

import numpy as np
import pytest

from graded import definition
from graded import test_check_instance_norm as graded_tests
from grader.exercises import EXERCISES
from grader.feedback.diagnosis import panels
from grader.judging.assertions import MisjudgedError
from grader.judging.black_box import MAX_CALLS
from grader.judging.cases import DEFAULT_SEED, cases_of
from grader.judging.verdict import judge
from grader.quality import MAX_FOR_A_MISTAKE
from grader.sandbox.inside.remote_function import LARGEST, MAX_NUMBERS, MAX_TOKENS, SMALLEST_EPS, refuse_bad_arguments
from grader.sandbox.inside.silenced import silenced
from grader.text import LANGUAGES
from mistakes import instance_norm
from mistakes.bank import mistakes_of, right_versions_of
from mistakes.trials import assert_told_apart, shows, tried
from notebooks import ROOT

CHECK = EXERCISES["check_instance_norm"]
WRONG, RIGHT = mistakes_of("instance_norm"), right_versions_of("instance_norm")
FAMILIES = {
    "statistics": graded_tests.STATISTICS,
    "eps": graded_tests.EPS,
    "spoilt_afterwards": graded_tests.SPOILT_AFTERWARDS,
    "form": graded_tests.FORM,
    "left_behind": graded_tests.LEFT_BEHIND,
}
CLEARLY = 1e-3


def test_every_version_is_tried():
    """Each wrong version of the bank stands in one family, and each right one among the right."""
    assert sorted(name for family in FAMILIES.values() for name in family) == sorted(WRONG)
    assert sorted(graded_tests.RIGHT) == sorted(RIGHT)


@pytest.mark.parametrize("seed", range(5))
def test_right_and_wrong_come_equally_often_in_an_order_of_the_seed(seed):
    """A property tries its whole family and as many right versions, in one order, which no seed leaves unshuffled."""
    for prop, cases in cases_of(CHECK, seed).items():
        (case,) = cases
        names = case["versions"].split()
        assert sorted(name for name in names if name in WRONG) == sorted(FAMILIES[prop])
        assert sum(name in RIGHT for name in names) == len(FAMILIES[prop])
        assert any(name in RIGHT for name in names[: len(FAMILIES[prop])])
    assert set(RIGHT) <= set(cases_of(CHECK, seed)["statistics"][0]["versions"].split())


def test_seeds_draw_different_orders():
    """Another seed gives another order, of every family."""
    drawn = [cases_of(CHECK, seed) for seed in range(5)]
    for prop in FAMILIES:
        assert len({cases[prop][0]["versions"] for cases in drawn}) == len(drawn)


def test_one_version_misjudged_leaves_six_points():
    """Whatever a test misjudges, it keeps no more than a named mistake may."""
    for test in CHECK.tests.values():
        assert test.grading.points >= 10 - MAX_FOR_A_MISTAKE or test.grading.costs >= 10 - MAX_FOR_A_MISTAKE


@pytest.mark.parametrize("version", WRONG)
def test_a_wrong_version_shows(version):
    """On some input that may be asked it is wrong, and where its numbers are, clearly so: by more than 1e-3."""
    case, mismatch = shows(WRONG[version].answer)
    refuse_bad_arguments(case["x"], case.get("eps"))
    if mismatch.index is not None and version not in ("overwrites_input", "reuses_buffer"):
        cases = cases_of(EXERCISES["instance_norm"], DEFAULT_SEED)
        may_be_asked = [
            case
            for case in (*cases["definition"], *({"x": case["x"]} for case in cases["default_eps"]))
            if np.abs(case["x"]).max() <= LARGEST and case["x"].dtype == np.float64
        ]
        assert max(_off(WRONG[version].answer, case) for case in may_be_asked) > CLEARLY


def _off(function, case):
    instance_norm.forget_earlier_calls()
    with silenced():
        try:
            y = function(**{name: np.copy(value) if name == "x" else value for name, value in case.items()})
        except ValueError:
            return 0
    expected = definition.instance_norm(case["x"], case.get("eps", 1e-5))
    off = np.abs(y - expected).max() if np.shape(y) == expected.shape else 0
    return np.inf if np.isnan(off) else off


@pytest.mark.parametrize("version", RIGHT)
def test_right_versions_agree_on_all_that_may_be_asked(version):
    """Within 1e-6, also at the largest offsets, the longest sequences, the smallest eps and the worst variances."""
    rng = np.random.default_rng(0)
    function, worst = RIGHT[version].answer, 0.0
    for offset in (0, LARGEST / 2, LARGEST, -LARGEST):
        for scale in np.logspace(-5, 1, 13):
            for length in (1, 2, 3, 20, MAX_TOKENS):
                spread = rng.normal(size=(1, length, 3))
                spread[:, :, 2] = np.arange(length) == length // 2
                x = np.clip(offset + scale * spread, -LARGEST, LARGEST)
                off = function(x.copy(), SMALLEST_EPS) - definition.instance_norm(x, SMALLEST_EPS)
                worst = max(worst, float(np.abs(off).max()))
    assert worst < 1e-6


def test_the_task_says_what_may_be_asked():
    """The limits of the black box are those that the notebooks state."""
    for lang in LANGUAGES:
        text = (ROOT / "exercises" / lang / "check_instance_norm.ipynb").read_text(encoding="utf-8")
        for limit in (f"{MAX_NUMBERS:,}".replace(",", " "), MAX_TOKENS, f"−{LARGEST}", "`1e-5`", MAX_CALLS):
            assert f" {limit} " in text, (lang, limit)
    assert SMALLEST_EPS == 1e-5


def test_a_trial_leaves_nothing_for_the_next():
    """What a version keeps between calls is forgotten before the next test is tried."""
    answers = []

    def check(function):
        answers.append(function(np.full((1, 2, 1), 5.0)).tolist())

    for _ in range(2):
        tried(check, "remembers_earlier_calls")
    assert answers[0] == answers[1]


def test_a_version_that_raises_is_refused_by_letting_it_through():
    """An exception of the version's own counts as a refusal; one of the test's own does not."""

    def lets_through(function):
        function(np.ones((2, 5, 3)))

    def fails_by_itself(function):
        function(np.ones((3, 3, 3)))
        raise ValueError("my own")

    def groups(function):
        raise ExceptionGroup("several", [AssertionError("a"), AssertionError("b")])

    assert tried(lets_through, "missing_keepdims").refused
    assert not tried(lets_through, "textbook").refused
    assert tried(fails_by_itself, "missing_keepdims").raised
    assert tried(groups, "textbook").refused


@pytest.mark.parametrize(
    "check, words",
    [
        (lambda function: None, "1 of 1 wrong versions got through. One of them: “Batch normalization”."),
        (lambda function: 1 / 0, "With 2 of 2 versions your function raised something other than AssertionError"),
    ],
)
def test_what_was_misjudged_is_told(check, words):
    """The count, the version and the input stand in the error."""
    with pytest.raises(MisjudgedError) as caught:
        assert_told_apart(check, "textbook batch_norm")
    assert caught.value.told.en.startswith(words)
    assert caught.value.told.vi != caught.value.told.en


def test_a_refused_right_version_is_shown_as_code():
    """Its source, and the last input it was given, can be pasted and run."""

    def check(function):
        function(np.array([[[1.0], [2.0]]]), 0.5)
        raise AssertionError("too strict")

    with pytest.raises(MisjudgedError) as caught:
        assert_told_apart(check, "one_pass batch_norm")
    names = {"np": np}
    exec("\n".join(caught.value.code), names)
    assert names["one_pass"](names["x"], names["eps"]).shape == (1, 2, 1)
    assert (caught.value.expected, caught.value.actual) == ("None", "AssertionError: too strict")
    assert re.match("1 of 1 right versions were refused, at line [0-9]+: raise Assert", caught.value.told.en)


def test_a_version_that_got_through_is_drawn():
    """The picture shows the input on which the version shows, and what it makes of it."""
    answers = {"check_instance_norm": lambda function: None}
    result = judge(CHECK, answers, 0).broken[0]
    assert len(panels(CHECK, answers, result)) == 3
