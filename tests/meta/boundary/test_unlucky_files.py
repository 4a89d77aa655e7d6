"""Huge, deep, empty files, or of another encoding or form: each ends in a sentence."""

import pytest

from grading import RIGHT, WITNESS, assert_named, grade
from submitted import as_notebook

NOT_UTF_8 = RIGHT.encode("utf-16")
UNREADABLE = {
    "empty.ipynb": b"",
    "empty.py": b"",
    "blank.py": b"\n" * 1_000_000,
    "null.py": b"def instance_norm(x):\0",
    "not-utf-8.py": NOT_UTF_8,
    "not-utf-8.ipynb": NOT_UTF_8,
    "latin.py": "def instance_norm(x):\n    'é'".encode("latin-1"),
    "huge.py": b"#" * (21 << 20),
    "huge.ipynb": b"[" + b"0," * (10 << 20) + b"0]",
    "long.py": b"def instance_norm(x): return x\n" + b"#" * (3 << 20),
    "deep.ipynb": b"[" * 5_000_000,
    "deep-objects.ipynb": b'{"cells":' * 500_000,
    "digits.ipynb": b'{"cells": [], "a": ' + b"9" * 100_000 + b"}",
    "digits.py": b"def instance_norm(x): return x\n" + b"9" * 100_000,
    "brackets.py": b"def instance_norm(x): return x\n" + b"(" * 100_000,
    "minus.py": b"def instance_norm(x): return x\ny = " + b"-" * 100_000 + b"1",
    "dots.py": b"def instance_norm(x): return x\ny = x" + b".a" * 200_000,
    "sums.py": b"def instance_norm(x): return x\ny = 1" + b"+1" * 200_000,
    "elifs.py": b"def instance_norm(x): return x\nif 1: pass\n" + b"elif 1: pass\n" * 50_000,
    "indents.py": b"def instance_norm(x): return x\n" + b"".join(b" " * n + b"if 1:\n" for n in range(1500)),
    "escape.py": b'def instance_norm(x): return "\\d"',
    "half-character.ipynb": as_notebook(["def instance_norm(x): return '\ud800'"]).encode(),
    "no-cells.ipynb": as_notebook([], cells=7).encode(),
    "cell-of-text.ipynb": as_notebook([], cells=["def instance_norm(x): return x"]).encode(),
    "source-of-number.ipynb": as_notebook([7]).encode(),
    "source-of-numbers.ipynb": as_notebook([["a", 7]]).encode(),
    "no-metadata.ipynb": as_notebook([], metadata=None).encode(),
    "metadata-of-list.ipynb": as_notebook([], metadata=[1]).encode(),
    "course-of-text.ipynb": as_notebook([], metadata={"course": "instance_norm"}).encode(),
    "exercise-of-list.ipynb": as_notebook([], metadata={"course": {"exercise": ["instance_norm"]}}).encode(),
    "many-cells.ipynb": as_notebook(["def instance_norm(x): return x"] + ["1 / 0"] * 300).encode(),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_an_unlucky_file_ends_in_a_sentence(grader, tmp_path, name):
    """Huge, deep, empty, of another encoding or form: no point, a named outcome, and no exception."""
    path = tmp_path / name
    path.write_bytes(UNREADABLE[name])
    record = grade(grader, path)
    assert record["score"] == 0
    assert_named(record)


def test_the_others_are_graded_as_before(grader, alone):
    """After all that came before, the same grader grades as a new one does."""
    assert grade(grader, WITNESS) == alone
