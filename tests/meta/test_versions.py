"""The versions that a learner's own test is tried on are fair: each wrong one shows, and the right ones are right."""

import contextlib
import re
import tracemalloc

import numpy as np
import pytest

from each import for_each
from graded import definition
from graded import test_check_instance_norm as graded_tests
from grader.exercises import EXERCISES
from grader.feedback.diagnosis import named_mistake, panels
from grader.judging.assertions import MisjudgedError
from grader.judging.black_box import MAX_CALLS, BlackBox
from grader.judging.cases import cases_of
from grader.judging.verdict import Verdict, judge
from grader.sandbox.inside.remote_function import LARGEST, MAX_NUMBERS, MAX_TOKENS, SMALLEST_EPS, refuse_bad_arguments
from grader.sandbox.inside.silenced import silenced
from grader.text import LANGUAGES
from mistakes.bank import mistakes_of
from mistakes.trials import assert_told_apart, mostly_once, tried
from mistakes.versions import forget_earlier_calls, versions
from mistakes.witness import INPUTS, witness
from notebooks import ROOT
from solutions.check_instance_norm import check_instance_norm

CHECK = EXERCISES["check_instance_norm"]
WRONG = [version for version in versions().values() if not version.is_right]
RIGHT = [version for version in versions().values() if version.is_right]
READABLE_WORDS = 45


def judged(check, seed: int = 0) -> Verdict:
    """The verdict on a test of instance_norm."""
    return judge(CHECK, {"check_instance_norm": check}, seed)


def misjudged(check, order: str) -> MisjudgedError:
    """What is said of a test that misjudges some of these versions."""
    with pytest.raises(MisjudgedError) as caught:
        assert_told_apart(check, order)
    return caught.value


# Which versions there are


def test_every_version_is_tried():
    """Each version stands once in the graded test, as what it is, and each mistake of exercise 2 is a wrong version."""
    assert sorted(graded_tests.WRONG) == sorted(version.id for version in WRONG)
    assert sorted(graded_tests.RIGHT) == sorted(version.id for version in RIGHT)
    assert set(mistakes_of("instance_norm")) < set(graded_tests.WRONG)


def test_the_seed_draws_the_order():
    """All versions come once, and then again; each seed shuffles them, and another one otherwise."""
    orders = [cases_of(CHECK, seed)["told_apart"] for seed in range(5)]
    for (case,) in orders:
        names = case["versions"].split()
        first, again = names[: len(versions())], names[len(versions()) :]
        assert sorted(first) == sorted(again) == sorted(versions())
        assert first != again and all(set(names[: len(WRONG)]) & set(graded_tests.RIGHT) for names in (first, again))
    assert len({case["versions"] for (case,) in orders}) == len(orders)


def test_an_order_is_shortened():
    """To measure, every version comes once, and one of eight again, all in the order in which they came."""
    ((case,),) = [cases_of(CHECK, 0)["told_apart"]]
    shorter = mostly_once(case["versions"]).split()
    assert case["versions"].split()[: len(shorter)] == shorter
    assert set(shorter) == set(versions()) and len(shorter) == len(versions()) * 9 // 8


@for_each(WRONG, name=lambda version: version.id)
def test_a_wrong_version_shows(version):
    """Calls that are allowed and easy to read show it, and where its numbers are wrong, by more than 1e-3."""
    shown = witness(version.id)
    refuse_bad_arguments(shown.case["x"], shown.case.get("eps"))
    assert 2 <= len(shown.code) <= 3 and shown.code[0] in [f"x = {expression}" for expression in INPUTS]
    given = _given(shown.code, BlackBox(version.answer, forget_earlier_calls))
    assert any(np.array_equal(x, shown.case["x"]) for x in given)


def _given(code: list[str], instance_norm) -> list[np.ndarray]:
    """What a function is given when the code runs as a learner would paste it."""
    given = []

    def listening(x, *eps, **named):
        given.append(x.copy())
        with contextlib.suppress(ValueError, TypeError, ZeroDivisionError):
            instance_norm(x, *eps, **named)

    exec("\n".join(code), {"np": np, "instance_norm": listening})
    return given


@for_each(RIGHT, name=lambda version: version.id)
def test_a_right_version_is_right_on_all_that_may_be_asked(version):
    """Within 1e-6 in float64 and finite in float32, also at the largest offsets and sizes, and the worst variances."""
    with silenced():
        for x in _hard_inputs():
            for eps in ((), (SMALLEST_EPS,), (0.3,)):
                given = x.copy()
                y = version.answer(given, *eps)
                off = np.abs(y - definition.instance_norm(x, *(eps or (SMALLEST_EPS,))))
                assert off.max() < 1e-6 and np.array_equal(given, x) and not np.shares_memory(given, y)
                assert (y.shape, y.dtype, type(y), y.flags.writeable) == (x.shape, x.dtype, np.ndarray, True)
            single = x.astype(np.float32)
            y = version.answer(single.copy())
            assert (y.shape, y.dtype) == (x.shape, np.float32) and np.isfinite(y).all()


def _hard_inputs():
    rng = np.random.default_rng(0)
    for offset in (0, LARGEST / 2, LARGEST, -LARGEST):
        for scale in np.logspace(-5, 1, 13):
            for length in (1, 2, 3, 20, MAX_TOKENS):
                spread = rng.normal(size=(1, length, 3))
                spread[:, :, 2] = np.arange(length) == length // 2
                yield np.clip(offset + scale * spread, -LARGEST, LARGEST)
    for shape in ((1, 1, MAX_NUMBERS), (MAX_NUMBERS, 1, 1), (50, MAX_TOKENS, 1)):
        yield rng.uniform(-LARGEST, LARGEST, size=shape)


def test_right_versions_use_what_the_task_allows():
    """Some are off by 1e-8 to 1e-6, some coarse in float32, some not 0 for equal numbers, some elsewhere in memory."""
    x = np.random.default_rng(0).normal(3, 2, size=(2, 7, 3))
    same, expected = np.full((1, 3, 1), 49.9), definition.instance_norm(x, SMALLEST_EPS)
    results = [version.answer(x.copy()) for version in RIGHT]
    off = [np.abs(y - expected).max() for y in results]
    coarse = [np.abs(version.answer(x.astype(np.float32)) - expected).max() for version in RIGHT]
    assert sum(1e-8 < each < 1e-6 for each in off) >= 2
    assert sum(each > 1e-4 for each in coarse) >= 2
    assert sum(not y.flags.c_contiguous for y in results) >= 3 and sum(not y.flags.owndata for y in results) >= 2
    assert sum(np.any(version.answer(same)) for version in RIGHT) >= 2
    assert sum(not np.array_equal(y, results[0]) for y in results) >= 5


@for_each(versions().values(), name=lambda version: version.id)
def test_a_version_is_told_shortly(version):
    """Its name and what is wrong or right with it are short in both languages."""
    assert max(len(version.name[lang]) for lang in LANGUAGES) <= 60
    assert max(len(version.why[lang].split()) for lang in LANGUAGES) <= READABLE_WORDS


def test_no_version_makes_far_more_numbers_than_it_is_given():
    """What may be asked costs the judge, in whose process the versions compute, little memory."""
    most = {}
    for shape in ((1, 1, MAX_NUMBERS), (MAX_NUMBERS, 1, 1), (100, 1, 100), (1, 100, 100), (50, MAX_TOKENS, 1)):
        for version in versions().values():
            forget_earlier_calls()
            tracemalloc.start()
            with contextlib.suppress(Exception), silenced():
                version.answer(np.ones(shape))
            most[version.id, shape] = tracemalloc.get_traced_memory()[1] / 2**20
            tracemalloc.stop()
    assert {version: megabytes for version, megabytes in most.items() if megabytes > 20} == {}


def test_the_task_says_what_may_be_asked():
    """The limits of the black box are those that the notebooks state."""
    for lang in LANGUAGES:
        text = (ROOT / "exercises" / lang / "check_instance_norm.ipynb").read_text(encoding="utf-8")
        for limit in (f"{MAX_NUMBERS:,}".replace(",", " "), MAX_TOKENS, f"−{LARGEST}", "`1e-5`", MAX_CALLS):
            assert f" {limit} " in text, (lang, limit)
    assert SMALLEST_EPS == 1e-5


# How a trial goes


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

    def hands_over_what_may_not_be_written(function):
        x = np.array([[[0.0], [2.0]]])
        x.flags.writeable = False
        function(x)

    assert tried(lets_through, "missing_keepdims").refused
    assert not tried(lets_through, "formula").refused
    assert tried(fails_by_itself, "missing_keepdims").raised
    assert tried(groups, "formula").refused
    assert tried(hands_over_what_may_not_be_written, "overwrites_input").refused
    assert tried(hands_over_what_may_not_be_written, "formula").error is None


# The score


def test_the_score_is_in_proportion():
    """The share of the wrong ones refused, less that of the right ones: refusing all or none gives nothing."""
    names = [*graded_tests.WRONG[:8], *graded_tests.RIGHT[:4]]

    def refusing(*refused):
        tried_on = iter(names)

        def check(function):
            assert next(tried_on) not in refused

        return misjudged(check, " ".join(names)).share

    assert refusing(*names[:6]) == pytest.approx(6 / 8)
    assert refusing(*names[:6], names[8]) == pytest.approx(6 / 8 - 1 / 4)
    assert refusing(*names) == refusing() == refusing(*names[8:]) == 0


def test_one_version_misjudged_is_not_full_marks():
    """Only a test that judges all versions justly has ten points; each wrong one that gets through costs 0.1 or 0.2."""
    missed = {version.id: judged(_but_not(version)).score for version in WRONG[::26]}
    accused = {version.id: judged(_but_not(version)).score for version in RIGHT[::6]}
    assert set(missed.values()) == {9.8}
    assert set(accused.values()) == {9.1}


def _but_not(version):
    """The course's own test, wrong about one version only."""

    def check(function):
        is_it = function._function is version.answer
        if is_it and version.is_right:
            raise AssertionError
        if not is_it:
            check_instance_norm(function)

    return check


def test_guessing_earns_nothing():
    """A wrong version must be refused both times, and a right one not even once."""
    rng, calls = np.random.default_rng(0), []

    def by_chance(function):
        assert rng.random() < 0.5

    def by_turns(function):
        calls.append(function)
        assert len(calls) % 2

    assert [judged(guess, seed).score for guess in (by_chance, by_turns) for seed in range(5)] == [0] * 10


def test_many_calls_are_as_good_as_few():
    """A right test that makes nearly as many calls as it may, of the costliest, has full marks."""
    inputs = [np.random.default_rng(0).uniform(-LARGEST, LARGEST, size=(1, MAX_TOKENS, 5)) for _ in range(290)]

    def check(function):
        check_instance_norm(function)
        for x in inputs:
            assert np.abs(function(x) - definition.instance_norm(x, 1e-5)).max() <= 1e-5

    assert judged(check).score == 10


# What is said


def test_what_was_misjudged_is_told():
    """The counts, the versions and calls that show them stand in the error, in both languages."""
    said = misjudged(lambda function: None, "formula batch_norm clips_above_10")
    assert said.told.en == (
        "Your test refuses 0 of 2 wrong versions and 0 of 1 right ones. Wrong versions that got through:"
        " 1. “Batch normalization”; 2. “Clips the output at 10”."
    )
    assert said.told.vi.startswith("Kiểm thử của bạn từ chối 0 trong 2 phiên bản sai và 0 trong 1 phiên bản đúng.")
    assert said.code[0] == "# 1" and said.code[3] == "# 2" and said.code[4].startswith("x = np.eye(1, 200)")
    names = {"np": np, "instance_norm": BlackBox(versions()["clips_above_10"].answer)}
    exec("\n".join(said.code[4:]), names)
    assert names["y"].max() == 10


def test_an_exception_of_the_tests_own_is_told():
    """It refuses nothing, and the words are named; where a right version met with one, that is shown first."""
    said = misjudged(lambda function: 1 / 0, "formula batch_norm")
    assert "refuses 0 of 1 wrong versions and 1 of 1" in said.told.en
    assert said.actual == "ZeroDivisionError: division by zero"
    said = misjudged(lambda function: function(np.ones((1, 1, 1))).shape, "formula forgets_return").told.en
    assert "raises something other than AssertionError, which is no refusal, with 1 of them" in said
    assert "AttributeError: 'NoneType' object has no attribute 'shape'" in said


def test_a_refused_right_version_is_shown_as_code():
    """Its source, and the last input it was given, can be pasted and run; and it is said why it is right."""

    def check(function):
        function(np.array([[[1.0], [2.0]]]), 0.5)
        raise AssertionError("too strict")

    for version in RIGHT:
        said = misjudged(check, f"{version.id} batch_norm")
        names = {"np": np, "math": __import__("math")}
        exec("\n".join(said.code), names)
        assert names[version.id](names["x"], names["eps"]).shape == (1, 2, 1)
        assert (said.expected, said.actual) == ("None", "AssertionError: too strict")
        assert version.why.en in said.told.en and version.why.vi in said.told.vi
        assert re.search("Right versions that were refused, at line [0-9]+: raise Assert", said.told.en)


def test_a_version_that_got_through_is_drawn():
    """The picture shows the input on which the version shows, and what it makes of it."""
    answers = {"check_instance_norm": lambda function: None}
    result = judge(CHECK, answers, 0).broken[0]
    assert len(panels(CHECK, answers, result)) == 3


def test_a_test_is_named_only_when_it_judges_every_version_as_that_mistake_does():
    """One version more or less, and nothing is named."""
    mistake = mistakes_of("check_instance_norm")["lets_nan_through"].answer

    def misses_one_more(function):
        if function._function is not versions()["clips_above_10"].answer:
            mistake(function)

    def named(check):
        found = named_mistake(judged(check), {"check_instance_norm": check})
        return found and found.id

    assert (named(mistake), named(misses_one_more)) == ("lets_nan_through", None)


# What tests get wrong


def _without(assertion: str) -> tuple[str, str]:
    """Leaves out an assertion of the course's own test, which is one line."""
    (line,) = (line for line in SOURCE.splitlines() if line.strip().startswith(f"assert {assertion}"))
    return line, line.replace(line.strip(), "pass")


SOURCE = (ROOT / "solutions" / "check_instance_norm.py").read_text(encoding="utf-8")
ERROR, COPY, KEPT = "np.abs(y - definition(x, *eps, **named)).max()", "given = x.copy()", "np.array_equal(given, x)"
SECOND = "check_call(instance_norm, 1 - x[::-1] / 2)"
CALL, CALL_BEFORE = "y = instance_norm(given, *eps, **named)", "y = instance_norm(x.copy())"
SWALLOWED = "    try:\n        {}\n    except Exception:\n        return\n"
# By what it does wrong: what stands in the course's own test, and what in its place.
FAULTS = {
    "computes what it expects from x after the call": [
        ("definition(x, *eps, **named)", "definition(given, *eps, **named)"),
        _without(KEPT),
    ],
    "keeps x under another name and no copy of it": [(COPY, "given = x")],
    "looks at the input in float32 alone": [(f"assert {KEPT}", f"assert x.dtype == np.float64 or {KEPT}")],
    "looks at the input in float64 alone": [(f"assert {KEPT}", f"assert x.dtype == np.float32 or {KEPT}")],
    "lets NaN through": [("assert error <= TOLERANCE", "assert not error > TOLERANCE"), _without("np.isfinite(y)")],
    "lets NaN through in float32": [_without("np.isfinite(y)")],
    "takes no absolute value": [(ERROR, ERROR.replace("np.abs", ""))],
    "takes the absolute value of the wrong side": [
        (ERROR, ERROR.replace("np.abs(y", "(-y").replace(" - def", " + def"))
    ],
    "swallows exceptions": [(f"    {call}\n", SWALLOWED.format(call)) for call in (CALL, CALL_BEFORE)],
    "does not look for x itself": [_without("y is not given")],
    "does not look at the shape": [_without("y.shape == x.shape")],
    "does not look at the dtype": [_without("y.dtype == x.dtype")],
    "does not look at the type": [_without("type(y) is")],
    "does not keep an output": [("    for x in inputs():\n        check_output_is_kept(instance_norm, x)\n", "")],
    "calls again with the same x": [(SECOND, SECOND.replace("1 - x[::-1] / 2", "x"))],
    "demands C order": [("assert y is not given", "assert y.flags.c_contiguous")],
    "demands an array that owns its memory": [("assert y is not given", "assert y.base is None")],
    "demands eight digits": [("TOLERANCE = 1e-5", "TOLERANCE = 1e-8")],
    "uses np.allclose as it is": [("assert error <= TOLERANCE", "assert np.allclose(y, definition(x, *eps, **named))")],
    "compares float32 too": [("if x.dtype == np.float64:", "if True:")],
    "demands zeros of equal numbers": [
        ("if x.dtype == np.float64:", "assert x.any() or not y.any()\n    if x.dtype == np.float64:")
    ],
    "never tries float32": [("        check_call(instance_norm, x.astype(np.float32))\n", "")],
    "never leaves eps out": [
        ("check_call(instance_norm, x)\n", "check_call(instance_norm, x, 1e-4)\n"),
        (SECOND, SECOND[:-1] + ", 0.5)"),
    ],
    "never gives another eps": [
        ("check_call(instance_norm, x, 0.5)", "check_call(instance_norm, x)"),
        ("eps=0.25", "eps=1e-5"),
    ],
    "never gives eps by name": [("        check_call(instance_norm, x, eps=0.25)\n", "")],
    "never gives eps by position": [
        ("        check_call(instance_norm, x, 0.5)\n", ""),
        ("        check_call(instance_norm, x, 1e-5)\n", ""),
    ],
    "never tries one token": [("size=(2, 1, 3)", "size=(2, 2, 3)"), ("size=(1, 1, 1)", "size=(1, 2, 1)")],
    "never tries one sample": [
        ("size=(1, 4, 2)", "size=(2, 4, 2)"),
        ("size=(1, 6, 1)", "size=(2, 6, 1)"),
        ("lonely = np.eye(1, 200).reshape(1, 200, 1)", "lonely = np.eye(1, 200).reshape(1, 200, 1).repeat(2, 0)"),
        ("(1, 3, 100)", "(2, 3, 100)"),
        ("size=(1, 1, 1)", "size=(2, 1, 1)"),
    ],
    "never tries one feature": [
        ("size=(2, 4, 1)", "size=(2, 4, 2)"),
        ("(2, 200, 1)", "(2, 200, 2)"),
        ("(100, 3, 1)", "(100, 3, 2)"),
    ],
    "never tries equal numbers": [
        ("np.full((2, 3, 2), 2.5)", "np.ones((2, 1, 2))"),
        ("1 - x[::-1] / 2", "x[::-1] / 2"),
    ],
    "never tries zeros": [("        np.zeros((2, 3, 2)),\n", "")],
    "never tries large numbers": [
        ("rng.uniform(-50, 50", "rng.uniform(-5, 5"),
        ("[0, 20, -3], [1, 10, 0.1]", "[0, 2, -3], [1, 1, 0.1]"),
    ],
    "never tries a lonely number": [("lonely, -lonely", "lonely * 0, lonely * 0 + 2")],
    "never tries a lonely low number": [("lonely, -lonely", "lonely, lonely"), ("1 - x[::-1] / 2", "1 + x[::-1] / 2")],
    "never tries many samples": [("(100, 3, 1)", "(60, 3, 1)")],
    "never tries many features": [("(1, 3, 100)", "(1, 3, 60)")],
    "never tries B = L": [("size=(3, 3, 2)) + np.arange(3).reshape(3, 1, 1)", "size=(4, 3, 2))")],
    "never tries L = F": [("size=(2, 3, 3)", "size=(2, 3, 4)")],
}


@for_each(FAULTS)
def test_whatever_a_test_gets_wrong_costs_points(fault):
    """The course's own test with one thing wrong in it does not have all of the points, and some."""
    code = SOURCE
    for right, wrong in FAULTS[fault]:
        assert right in code, right
        code = code.replace(right, wrong)
    names: dict = {}
    exec(code, names)
    error = misjudged(names["check_instance_norm"], " ".join(versions()))  # each once, which tells as much
    assert 0 < error.share < 1, error.share
