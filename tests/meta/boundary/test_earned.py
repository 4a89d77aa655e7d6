"""Submissions that answer rightly and do something else on the side: they keep their marks, and so do the next."""

from collections.abc import Callable
from functools import cache

import pytest

from grader.grade import Grader
from grading import WITNESS, exercises, grade, submissions
from notebooks import ROOT
from submitted import as_notebook


@pytest.fixture(scope="module")
def solved(on_few_cases) -> Callable[[str], list[dict]]:
    """What the reference solution of an exercise gets from a grader that never graded anything else."""

    @cache
    def told_of(exercise: str) -> list[dict]:
        with Grader() as unused:
            return exercises(grade(unused, ROOT / "solutions" / f"{exercise}.py"))

    return told_of


@pytest.mark.parametrize("path", submissions("earned"))
def test_a_right_answer_earns_what_it_earns_alone(grader, alone, solved, path, tmp_path):
    """Whatever it does on the side changes neither its own mark nor the next one's."""
    notebook = tmp_path / "handed-in.ipynb"  # since some have magics
    exercise = "check_instance_norm" if path.stem.startswith("asks_") else "instance_norm"
    course = {"course": {"exercise": exercise}}
    notebook.write_text(as_notebook([path.read_text(encoding="utf-8")], metadata=course), encoding="utf-8")
    record = grade(grader, notebook)
    assert exercises(record) == solved(exercise)
    assert record["error"] is None
    assert grade(grader, WITNESS) == alone
