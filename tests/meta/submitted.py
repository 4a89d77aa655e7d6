"""What tests of submissions share: files read as `grade` reads them, and tasks and loaded answers made of them."""

import atexit
import contextlib
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from grader.exercises import Exercise
from grader.grade import Task
from grader.sandbox.client import RemoteSubmission
from grader.sandbox.launcher import Sandbox, isolation
from grader.submissions.load import load
from grader.submissions.read import Reader, SubmittedFile


def read_file(path: Path) -> SubmittedFile:
    """The file as it is read before it is graded."""
    with Reader() as reader:
        return reader.read(path)


def task(
    *paths: Path, asked: tuple[str, ...] = (), seed: int = 0, lang: str | None = None, reader: Reader | None = None
) -> Task:
    """The task to grade these files as one submission, called as the first is; trusted, for the tests wrote them."""
    files = tuple(map(reader.read if reader else read_file, paths))
    return Task(paths[0].name, files, asked=asked, seed=seed, lang=lang, trusted=True)


@contextlib.contextmanager
def loaded(path: Path, exercise: Exercise, beside: dict[str, Path] | None = None) -> Iterator[RemoteSubmission]:
    """The submission running in a sandbox, which serves one after the other; raises as `load` does."""
    file, sandbox = read_file(path), _sandbox(isolation().kind)
    try:
        with contextlib.closing(load(sandbox.renewed_worker, file, beside or {}, exercise)) as submission:
            yield submission
    finally:
        sandbox.clean()


@cache
def _sandbox(kind: str) -> Sandbox:
    """The sandbox of this process, where what shuts it in is of this kind."""
    sandbox = Sandbox()
    atexit.register(sandbox.close)
    return sandbox


def defined_by(code: str) -> dict[str, object]:
    """What code defines when a learner runs it in a notebook."""
    names: dict[str, object] = {"__name__": "__main__"}
    exec(code, names)
    return names


def as_notebook(codes: list, **changes: object) -> str:
    """A notebook with these code cells, as the text of its file."""
    cells = [{"cell_type": "code", "metadata": {}, "source": code, "outputs": []} for code in codes]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5, **changes})
