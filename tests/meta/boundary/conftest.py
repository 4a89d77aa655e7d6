"""One grader for many hostile submissions, as a class has it, and a look around after each."""

import os
from collections.abc import Iterator
from typing import Any

import pytest

from few_cases import few_cases
from grader import time_limits
from grader.grade import Grader
from grader.sandbox.launcher import isolation
from grader.submissions import read
from grading import READER, WITNESS, descendants, files, grade

SECONDS = {"COMPUTING_SECONDS": 0.5, "LOADING_SECONDS": 1, "EXERCISE_SECONDS": 5, "WAITING_FACTOR": 4}


@pytest.fixture(scope="module", autouse=True)
def others() -> set[tuple[int, str]]:
    """The processes that tests before these have left in this worker."""
    return descendants(os.getpid())


@pytest.fixture(scope="module", autouse=True)
def on_few_cases() -> Iterator[None]:
    """What crosses the boundary does not depend on how many cases are judged.

    With all, most of these tests would spend their time on cases that test_one_judgment judges with all answers.
    """

    with few_cases():
        yield


@pytest.fixture(scope="module")
def grader(others, on_few_cases) -> Iterator[Grader]:
    """One grader for all, as a class has it; nothing that it started may outlive it."""
    if isolation().kind != "bwrap":
        pytest.skip(f"hostile submissions run only where bwrap works, and here: {isolation().why}")
    with pytest.MonkeyPatch.context() as patched, Grader() as made, READER:
        grade(made, WITNESS)  # draws the cases, which may take its time
        for name, seconds in SECONDS.items():
            patched.setattr(time_limits, name, seconds)
        patched.setattr(read, "READ_SECONDS", 3)
        yield made
    assert descendants(os.getpid()) <= others


@pytest.fixture(scope="module")
def alone(on_few_cases) -> dict[str, Any]:
    """What the witness gets from a grader that never graded anything else."""
    with Grader() as unused:
        return grade(unused, WITNESS)


@pytest.fixture(autouse=True)
def nothing_left(others) -> Iterator[None]:
    """No process, and no file, is left by what a test graded; the sandbox itself stays for the next."""
    before = files()
    yield
    left = descendants(os.getpid()) - others
    # The sandbox is bwrap and the first process of its namespace; so is what reads files.
    assert len(left) in (0, 2, 4), left
    assert files() == before
