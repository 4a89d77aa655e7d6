"""Cases are drawn once for a seed, the same for everybody, and can be trusted when read back."""

import numpy as np
import pytest

from grader.exercises import EXERCISES
from grader.judging import cases as cases_module
from grader.judging import draw_cases
from grader.judging.cases import cases_of, fresh, size
from grader.rubric import graded

NORM = EXERCISES["instance_norm"]


def equal(one: dict, other: dict) -> bool:
    return repr(one) == repr(other)


@pytest.fixture
def empty_cache(tmp_path, monkeypatch):
    """Cases are drawn into a folder of the test's own."""
    monkeypatch.setattr(cases_module, "cache_folder", lambda: tmp_path)
    cases_of.cache_clear()
    yield tmp_path
    cases_of.cache_clear()


def test_the_same_seed_draws_the_same_cases(empty_cache):
    """Drawn twice from nothing, the cases are equal; another seed gives others."""
    first = cases_of(NORM, 7)
    (file,) = empty_cache.iterdir()
    file.unlink()
    cases_of.cache_clear()
    assert equal(cases_of(NORM, 7), first)
    assert not equal(cases_of(NORM, 8), first)


def test_a_spoilt_file_is_drawn_again(empty_cache):
    """What is left of an interrupted or overwritten file is replaced."""
    first = cases_of(NORM, 7)
    (file,) = empty_cache.iterdir()
    file.write_bytes(file.read_bytes()[:1000])
    cases_of.cache_clear()
    assert equal(cases_of(NORM, 7), first)


def test_a_pickle_is_never_opened(empty_cache, tmp_path):
    """A file with objects in it is refused by the reader, not run."""
    path = tmp_path / "evil.npz"
    np.savez(path, **{"p/0/x": np.array([print], dtype=object)})
    with pytest.raises(ValueError, match="allow_pickle"):
        draw_cases.load(path)


def test_cases_come_from_small_to_large():
    """The first failing case is the easiest to read."""
    for drawn in cases_of(NORM, 7).values():
        assert [size(case) for case in drawn] == sorted(size(case) for case in drawn)


def test_rare_shapes_are_among_the_cases():
    """Every property meets one token, two tokens, a constant instance, L = F, B = L, and both dtypes."""
    for drawn in cases_of(NORM, 7).values():
        shapes = [case["x"].shape for case in drawn]
        assert any(length == 1 for _, length, _ in shapes)
        assert any(length == 2 for _, length, _ in shapes)
        assert any(length == features > 1 for _, length, features in shapes)
        assert any(batch == length > 1 for batch, length, _ in shapes)
        assert any(np.ptp(case["x"], axis=1).min() == 0 for case in drawn if case["x"].shape[1] > 1)
        assert {case["x"].dtype.name for case in drawn} == {"float32", "float64"}


def test_a_fresh_case_can_be_overwritten():
    """What a submission does to its copy does not reach the next property."""
    case = cases_of(NORM, 7)["zero_mean"][0]
    before = case["x"].copy()
    fresh(case)["x"][:] = 99
    assert np.array_equal(case["x"], before)


@pytest.mark.parametrize("worth", [{}, {"points": 1, "costs": 1}, {"points": 0}, {"costs": -1}])
def test_a_property_is_core_or_guard(worth):
    """A graded test earns or costs points, never both and never neither."""
    with pytest.raises(ValueError, match="exactly one of the two"):
        graded(vi="a", en="a", **worth)


def test_a_text_needs_both_languages():
    """Leaving a translation out is an error where it is written."""
    with pytest.raises(TypeError):
        graded(points=1, vi="a")
