"""The tests are spread over the workers so that what belongs together is together, and what is long starts early."""

import pytest

import spread
from each import for_each
from notebooks import ROOT


@pytest.mark.parametrize(
    "nodeid, scope",
    [
        ("tests/meta/test_pages.py::test_language[vi]", "the parsed pages"),
        ("tests/meta/test_wire.py::test_it[vi]", "tests/meta/test_wire.py"),
        ("book/vi/formula.ipynb::Cell 1", "book/vi/formula.ipynb"),
        ("tests/meta/test_bank.py::test_mistakes_lose_points[revin]", "the bank of revin"),
        ("tests/meta/test_bank.py::test_mistakes_differ[RevIN]", "the bank of revin"),
        ("tests/meta/test_bank.py::test_right_versions_get_full_marks[norm_family]", "the bank of norm_family"),
        ("tests/meta/test_check.py::test_right_is_solved[norm_family-vi]", "the bank of norm_family"),
        ("tests/meta/test_check.py::test_exit_is_only_an_error", "tests/meta/test_check.py"),
        ("tests/meta/test_submission.py::test_it[revin]", "tests/meta/test_submission.py"),
    ],
)
def test_scopes(nodeid, scope):
    """A file is a scope; of the tests of the bank, those of an exercise are."""
    assert spread.scope_of(nodeid) == scope


def test_what_reads_comes_after_what_is_kept():
    """The pages that show what was measured come last, and what takes longest first."""
    names = ["book/vi/who-grades-the-grader.ipynb::Cell 5", "book/vi/formula.ipynb::Cell 1"]
    names += ["tests/meta/test_quality.py::test_pooled", f"tests/meta/{spread.FIRST[0]}"]
    assert [names.index(name) for name in sorted(names, key=spread.place_of)] == [3, 1, 2, 0]


@for_each([*spread.FIRST, *spread.LAST, *spread.ON_THE_BANK])
def test_every_name_is_there(name):
    """A file that has gone, or has another name, would silently lose its place."""
    assert list(ROOT.glob(f"tests/**/{name.partition('::')[0]}")) or (ROOT / "book" / name).exists()
