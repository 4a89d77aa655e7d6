"""What graded: the course and its commit, Python and the packages that decide, how code was shut in, and when."""

import platform
import subprocess
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import hypothesis
import numpy as np

from grader.results import Isolation
from grader.sandbox.launcher import isolation
from grader.text import Text

DISTRIBUTION = "instance-norm-course"
UNKNOWN = "?"
GIT_SECONDS = 10

SAID = Text(
    vi="Chấm bằng khóa học {course} (commit {commit}), Python {python}, NumPy {numpy}, Hypothesis {hypothesis};"
    " cách ly: {isolation}; lúc {time}",
    en="Graded with course {course} (commit {commit}), Python {python}, NumPy {numpy}, Hypothesis {hypothesis};"
    " isolation: {isolation}; at {time}",
)


@dataclass(frozen=True)
class Run:
    """One run of `grade`; `commit` ends in + where files were changed since, and is ? outside of a checkout."""

    course: str
    commit: str
    python: str
    numpy: str
    hypothesis: str
    isolation: Isolation
    time: str

    def said(self) -> Text:
        """All of it in one sentence, without the seed: a student may read it."""
        return SAID.format(**asdict(self))


def this_run() -> Run:
    """What grades now."""
    return Run(
        _course(),
        _commit(),
        platform.python_version(),
        np.__version__,
        hypothesis.__version__,
        isolation().kind,
        datetime.now().astimezone().isoformat(sep=" ", timespec="seconds"),
    )


@cache
def _course() -> str:
    try:
        return version(DISTRIBUTION)
    except PackageNotFoundError:
        return UNKNOWN


@cache
def _commit() -> str:
    """The commit of the course's own checkout."""
    root = Path(__file__).parents[2]
    if not (root / ".git").exists():
        return UNKNOWN
    try:
        commit = _git(root, "rev-parse", "--short=10", "HEAD")
        return commit + ("+" if _git(root, "status", "--porcelain", "--untracked-files=no") else "")
    except (OSError, subprocess.SubprocessError):
        return UNKNOWN


def _git(root: Path, *arguments: str) -> str:
    command = ["git", "-C", str(root), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=GIT_SECONDS).stdout.strip()
