"""What the tests of hostile submissions share: grading one, and what it may have left."""

import json
import sys
from pathlib import Path

import pytest

from grader.grade import Grader
from grader.reports import as_json
from grader.submissions.read import Reader
from notebooks import ROOT
from submitted import task

HOSTILE = Path(__file__).parent / "hostile"
WITNESS = HOSTILE / "witness.py"
RIGHT = WITNESS.read_text(encoding="utf-8").split("\n\n\n")[-1].replace("    assert not LEFT, LEFT\n", "")
STATUSES = {"passed", "failed", "error", "timeout", "skipped"}
READER = Reader()  # starts nothing before the first file, and is closed with the grader


def grade(grader: Grader, path: Path) -> dict:
    """What the JSON says of a file, which any text file can hold."""
    result = grader.grade(task(path, lang="en", reader=READER))
    return json.loads(as_json([result], 0).encode())["submissions"][0]


def exercises(record: dict) -> list[dict]:
    """What the record says of each exercise."""
    return record["exercises"]


def assert_named(record: dict) -> None:
    """The record says how it ended: an error in both languages, or a status of the contract for every property."""
    assert record["isolation"] == "bwrap"
    properties = [prop for exercise in exercises(record) for prop in exercise["properties"]]
    assert {prop["status"] for prop in properties} <= STATUSES
    assert properties or (record["error"]["vi"] and record["error"]["en"])
    texts = [record["error"] or {}, *(prop["message"] for prop in properties)]
    assert all(len(text) < 5000 and "\x1b" not in text for said in texts for text in said.values())


def descendants(pid: int) -> set[tuple[int, str]]:
    """The processes below `pid`, however deep, by number and command."""
    parents = {}
    for stat in Path("/proc").glob("[1-9]*/stat"):
        try:
            number, rest = stat.read_text(errors="replace").split(" (", 1)
        except OSError:  # it ended meanwhile
            continue
        command, fields = rest.rsplit(") ", 1)
        parents[int(number)] = int(fields.split()[1]), command
    found = {(child, command) for child, (parent, command) in parents.items() if parent == pid}
    return found.union(*(descendants_in(parents, child) for child, _ in found))


def descendants_in(parents: dict[int, tuple[int, str]], pid: int) -> set[tuple[int, str]]:
    """The same in a table of parents and commands."""
    found = {(child, command) for child, (parent, command) in parents.items() if parent == pid}
    return found.union(*(descendants_in(parents, child) for child, _ in found))


def files() -> list[str]:
    """What the suite would have left if it could: files of the names it writes, or with its words in ours."""
    names = ["pickled", "made-by-the-shell", "root", "usr", "fifo", "a", "0", "folder-0", "deep", "written"]
    made = [place / name for place in (Path("/tmp"), Path("/dev/shm")) for name in names]
    ours = [ROOT / "solutions", *(ROOT / "tests" / name for name in ("graded", "grader", "mistakes", "meta"))]
    ours += [Path.home(), Path(sys.prefix), ROOT, Path("/")]
    made += [place / name for place in ours for name in ("sitecustomize.py", "IPython.py")]
    written = [path for place in ours[:5] for path in place.glob("*.py") if path.read_bytes().startswith(b"raise Sys")]
    return [str(path) for path in [*made, *written] if path.exists()]


def submissions(kind: str) -> list:
    """The files of one kind, each under its name."""
    return [pytest.param(path, id=path.stem) for path in sorted((HOSTILE / kind).glob("*.py"))]
