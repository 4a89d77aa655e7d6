"""Which hand-ins are alike: a hint and no proof, since there are few ways to write something short."""

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import solutions
from grader.exercises import EXERCISES, Exercise
from grader.results import SubmissionResult
from grader.sandbox.inside.definitions import definitions_in, likenesses
from grader.submissions.read import likeness_of

NOTEBOOKS = Path(__file__).parents[3] / "exercises"  # in a checkout, which whoever installed the course may not have
STUB = "raise NotImplementedError"


def alike(submissions: Sequence[SubmissionResult]) -> list[tuple[list[str], list[int]]]:
    """Exercises, and the places of submissions whose answers to all of them are the same code.

    Those with the most exercises in common come first. What the course itself gave to all counts for nothing.
    """
    groups: dict[tuple[str, str], list[int]] = {}
    for place, submission in enumerate(submissions):
        for result in submission.exercises:
            if result.likeness and result.likeness not in given(EXERCISES[result.exercise]):
                groups.setdefault((result.exercise, result.likeness), []).append(place)
    together: dict[tuple[int, ...], list[str]] = {}
    for (exercise, _), places in groups.items():
        if len(places) > 1:
            together.setdefault(tuple(places), []).append(exercise)
    in_order = sorted(together.items(), key=lambda item: (-len(item[1]), item[0]))
    return [(exercises, list(places)) for places, exercises in in_order]


@cache
def given(exercise: Exercise) -> frozenset[str]:
    """The likenesses of what the course gives: its solution and, begun or not, what stands in its notebooks."""
    published = Path(str(solutions.__file__)).parent / f"{exercise.id}.py"
    known = [[published.read_text(encoding="utf-8")]]
    for path in sorted(NOTEBOOKS.glob(f"*/{exercise.id}.ipynb")):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        codes = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
        known += [codes, [_begun(code) for code in codes]]
    return frozenset(likeness_of(exercise, likenesses(definitions_in(codes), exercise.names)) for codes in known)


def _begun(code: str) -> str:
    """Code as its learner leaves it who only deletes what says that it is not written."""
    return "\n".join(line for line in code.splitlines() if not line.strip().startswith(STUB))
