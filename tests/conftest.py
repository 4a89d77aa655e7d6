"""How the tests are spread over workers, and what a skipped one means."""

import os

import pytest

from grader.nbval_plugin import REQUIRE_ALL


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo):
    """Under REQUIRE_ALL=1 a skipped test is a failed one."""
    report = yield
    if REQUIRE_ALL and report.skipped:
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, and REQUIRE_ALL=1 allows no skips: {report.longrepr}"
    return report


# What takes longest starts first, so that no worker is left alone with it at the end. The twin of a page that measures
# much reads what the other one has kept.
LONGEST = (
    "vi/who-grades-the-grader.ipynb",
    "test_unearned.py",
    "test_earned.py",
    "test_bank.py",
    "test_in_three_browsers.py",
    "test_browser.py",
    "test_cells_in_page.py",
    "test_check.py",
    "test_ordinary_user.py",
    "test_one_judgment.py",
    "test_packaging.py",
    "test_grade.py",
    "test_hostile_files.py",
)


def pytest_xdist_auto_num_workers() -> int:
    """Twice as many workers as cores, since many tests wait: for a browser, a sandbox, another process."""
    return 2 * (os.cpu_count() or 1)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Sort the longest files to the front; xdist hands files out in this order."""

    def place(item: pytest.Item) -> int:
        return next((place for place, name in enumerate(LONGEST) if item.path.match(name)), len(LONGEST))

    items.sort(key=place)
