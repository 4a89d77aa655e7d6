"""A graded test is tried on the reference before anybody is graded: what is wrong with it is its author's."""

import sys
from dataclasses import replace
from types import ModuleType

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graded import test_instance_norm
from grader import cli
from grader.check import check
from grader.exercises import EXERCISES
from grader.judging import cases, soundness, verdict
from grader.judging.cases import BrokenTestsError, cases_of
from grader.judging.soundness import refuse_broken_tests
from grader.rubric import graded
from notebooks import ROOT

SEED = 0
NORM = EXERCISES["instance_norm"]


@pytest.fixture(autouse=True)
def nothing_tried_yet(tmp_path_factory, monkeypatch):
    """As with code that was never tried; drawn cases are shared."""
    folder = tmp_path_factory.mktemp("tried")
    drawn = {"centred": [{"x": np.ones((1, 2, 1))}]}
    monkeypatch.setattr(cases, "cache_folder", lambda: folder)
    monkeypatch.setattr(verdict, "cases_of", lambda asked, seed: drawn if asked.id == "new" else cases_of(asked, seed))
    soundness._refuse.cache_clear()
    yield folder
    soundness._refuse.cache_clear()


@pytest.fixture
def new_exercise(monkeypatch):
    """Makes an exercise of a solution and a test."""

    def made(test, solution=lambda x: x - x.mean(axis=1, keepdims=True)):
        tests, solved = ModuleType("graded.test_new"), ModuleType("solutions.new")
        tests.__file__, tests.test_centred, solved.centred = __file__, test, solution
        monkeypatch.setitem(sys.modules, tests.__name__, tests)
        monkeypatch.setitem(sys.modules, solved.__name__, solved)
        return replace(NORM, id="new", names=("centred",))

    return made


def a_test(body, points=10):
    """A graded test of `centred` that asserts what `body` says."""

    @graded(points=points, vi="tâm", en="centred")
    @given(x=st.just(np.ones((1, 2, 1))))
    def test_centred(centred, x):
        body(centred, x)

    return test_centred


def right(centred, x):
    assert np.allclose(centred(x).mean(axis=1), 0)


def why(exercise) -> str:
    with pytest.raises(BrokenTestsError) as refused:
        refuse_broken_tests(exercise, SEED)
    return refused.value.text["en"]


def test_what_is_right_is_tried_once(new_exercise, monkeypatch):
    """The reference passes; it is not asked again until the code changes, also by another process."""
    exercise = new_exercise(a_test(right))
    refuse_broken_tests(exercise, SEED)
    monkeypatch.setattr(soundness, "judge", lambda *given: pytest.fail("tried again"))
    soundness._refuse.cache_clear()
    refuse_broken_tests(exercise, SEED)
    monkeypatch.setattr(soundness, "fingerprint_of_the_code", lambda: "other")
    soundness._refuse.cache_clear()
    with pytest.raises(pytest.fail.Exception, match="tried again"):
        refuse_broken_tests(exercise, SEED)


def test_a_bug_in_a_test_is_told_with_its_traceback(new_exercise):
    """The line of the test that raised, the case, and nothing of the grader's own."""

    def misspelt(centred, x):
        assert np.allclose(centred(x).maen(axis=1), 0)

    told = why(new_exercise(a_test(misspelt)))
    assert told.startswith("The exercise new cannot be graded: its reference solution does not pass test_centred.")
    assert "assert np.allclose(centred(x).maen(axis=1), 0)" in told
    assert "x = array([[[1.],\n        [1.]]])" in told
    assert told.endswith("AttributeError: 'numpy.ndarray' object has no attribute 'maen'")
    assert "verdict.py" not in told


@pytest.mark.parametrize(
    "test, says",
    [
        (a_test(right, points=9), "add up to 9 instead of 10"),
        (lambda centred, x: None, "no function test_… in tests/graded/test_new.py has @graded"),
        (graded(points=10, vi="tâm", en="centred")(lambda centred, x: None), "test_centred is no test of Hypothesis"),
        (
            graded(points=10, vi="tâm", en="centred")(given(x=st.just(1))(lambda centered, x: None)),
            "test_centred takes centered, which @given does not draw",
        ),
    ],
)
def test_what_no_answer_could_earn_is_said(new_exercise, test, says):
    """Points that do not add up to the marks, and tests that test nothing."""
    assert says in why(new_exercise(test))


def test_a_reference_that_is_wrong_is_said(new_exercise):
    """As is one that lacks what the exercise asks for."""
    assert "does not pass test_centred" in why(new_exercise(a_test(right), solution=lambda x: x))
    assert "cannot be loaded" in why(replace(new_exercise(a_test(right)), names=("centred", "scaled")))


def test_cases_that_cannot_be_drawn_are_said(new_exercise, monkeypatch):
    """With the traceback of the process that should have drawn them."""
    monkeypatch.setattr(verdict, "cases_of", cases_of)
    told = why(new_exercise(a_test(right)))
    assert told.startswith("No cases could be drawn for the exercise new.")
    assert "there is no exercise 'new'" in told


@pytest.mark.parametrize("lang, says", [("vi", "cộng lại được 9 thay vì 10"), ("en", "add up to 9 instead of 10")])
def test_nobody_is_graded_by_broken_tests(monkeypatch, capsys, tmp_path, lang, says):
    """`grade` ends with 2 and `check` gives no verdict; both say why in the language asked for."""
    worth_less = replace(test_instance_norm.test_zero_mean.grading, points=2)
    monkeypatch.setattr(test_instance_norm.test_zero_mean, "grading", worth_less)
    result = tmp_path / "out.json"
    options = ["--trust", "--seed", str(SEED), "--lang", lang, "--json", str(result)]
    assert cli.main([*options, str(ROOT / "solutions" / "instance_norm.py")]) == cli.NOTHING_GRADED
    assert says in capsys.readouterr().err
    assert not result.exists()
    check("instance_norm", lambda x, eps=1e-5: x, lang=lang)
    assert says in capsys.readouterr().out
