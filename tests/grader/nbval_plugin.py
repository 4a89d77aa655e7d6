"""Pytest plugin: how nbval runs the course's notebooks.

Loaded through `addopts` in pyproject.toml, so that it holds for whatever part of the course is tested.
"""

import os
import sys
from contextlib import ExitStack
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import nbval.kernel
import pytest
from nbval.plugin import IPyNbCell
from packaging.requirements import Requirement

from grader.notebook_kernels import SocketKernelManager, own_settings_ignored

REQUIRE_ALL = os.environ.get("REQUIRE_ALL") == "1"


def why_lax(pins: Path) -> str | None:
    """Why stored outputs cannot be compared byte for byte here, or None on Linux with every package as pinned."""
    if sys.platform != "linux":
        return f"the stored outputs come from Linux, this is {sys.platform}"
    for line in pins.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        pin = Requirement(line)
        if pin.marker is None or pin.marker.evaluate():
            try:
                installed = version(pin.name)
            except PackageNotFoundError:
                continue
            if not pin.specifier.contains(installed, prereleases=True):
                return f"{pin.name} {installed} is installed, the pin is {pin.specifier}"
    return None


def pytest_configure(config: pytest.Config) -> None:
    """Only run the notebooks, without comparing, where the stored outputs cannot come out the same.

    Their kernels, like all that the tests start, ignore the contributor's own settings.
    """
    if not hasattr(config, "workerinput"):  # the workers of pytest-xdist inherit what is set here
        settings = ExitStack()
        settings.enter_context(own_settings_ignored())
        config.add_cleanup(settings.close)
    nbval.kernel.KernelManager = SocketKernelManager  # nbval has no option for it
    reason = why_lax(config.rootpath / "requirements.txt")
    if reason and REQUIRE_ALL:
        raise pytest.UsageError(f"REQUIRE_ALL=1 compares notebooks strictly, but {reason}")
    config.option.nbval = reason is None
    config.option.nbval_lax = reason is not None


def pytest_report_header(config: pytest.Config) -> str:
    reason = why_lax(config.rootpath / "requirements.txt")
    return f"nbval: lax, because {reason}" if reason else "nbval: strict, every stored output byte for byte"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Have every cell compared: nbval takes one without an execution count, as all are stored here, for one not run."""
    for item in items:
        if isinstance(item, IPyNbCell):
            item.cell.execution_count = item.cell_num + 1


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what to do about a notebook that failed."""
    failed = {report.nodeid.split("::")[0] for report in terminalreporter.stats.get("failed", [])}
    if notebooks := sorted(name for name in failed if name.endswith(".ipynb")):
        terminalreporter.section("notebooks to mend")
        terminalreporter.write_line(
            "What these store is not what their code gives now. If the code is right, run `make notebooks` "
            "and look at what changed; if not, mend the code: " + ", ".join(notebooks)
        )
