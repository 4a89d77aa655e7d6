"""How the tests are spread over workers, and what a skipped one means."""

import os

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling

import spread
from grader.nbval_plugin import REQUIRE_ALL


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo):
    """Under REQUIRE_ALL=1 a skipped test is a failed one."""
    report = yield
    if REQUIRE_ALL and report.skipped:
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, and REQUIRE_ALL=1 allows no skips: {report.longrepr}"
    return report


def pytest_xdist_auto_num_workers() -> int:
    """Twice as many workers as cores, since many tests wait: for a browser, a sandbox, another process."""
    return 2 * (os.cpu_count() or 1)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadFileScheduling | None:
    """With --dist loadfile one worker for a file, but where `spread` says otherwise."""
    if config.getvalue("dist") != "loadfile":
        return None

    class Scheduling(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return spread.scope_of(nodeid)

    return Scheduling(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Sort what takes longest to the front; xdist hands scopes out in this order."""
    items.sort(key=lambda item: spread.place_of(item.nodeid))
