"""Draw the cases of an exercise and store them: `python -m grader.judging.draw_cases EXERCISE SEED FILE`.

Run in a process of its own, which has loaded the graded tests and nothing else of the course: Hypothesis mixes
constants that it finds in loaded modules into what it draws, so elsewhere the same seed would give other cases.
"""

import os
import sys
from pathlib import Path
from typing import Any

import numpy as np

from grader.exercises import Case, exercise_called, names_judged_by
from grader.rubric import GradedTest


def draw(test: GradedTest, seed: int) -> list[Case]:
    """The pinned examples of a graded test, and the cases that Hypothesis draws for it from `seed`."""
    import hypothesis  # only here: whoever loads cases need not wait for it

    cases: list[Case] = []
    judged = names_judged_by(test)
    judge, test.hypothesis.inner_test = test.hypothesis.inner_test, lambda **case: cases.append(case)
    try:
        hypothesis.seed(seed)(test)(**dict.fromkeys(judged))
    finally:
        test.hypothesis.inner_test = judge
    return [{name: value for name, value in case.items() if name not in judged} for case in cases]


def store(path: Path, cases: dict[str, list[Case]]) -> None:
    """Write the cases of every property to `path`, whole or not at all."""
    arrays: dict[str, Any] = {
        f"{prop}/{number}/{name}": np.asarray(value)
        for prop, drawn in cases.items()
        for number, case in enumerate(drawn)
        for name, value in case.items()
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"{path.stem}.{os.getpid()}.npz")
    np.savez(unfinished, **arrays)
    unfinished.replace(path)


def load(path: Path) -> dict[str, list[Case]]:
    """What `store` wrote. Nothing is unpickled, so a file that somebody else wrote can only be wrong, not run."""
    cases: dict[str, dict[int, Case]] = {}
    with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
        for key, value in arrays.items():
            prop, number, name = key.split("/")
            case = cases.setdefault(prop, {}).setdefault(int(number), {})
            case[name] = value if value.ndim else value.item()
    return {prop: [drawn[number] for number in sorted(drawn)] for prop, drawn in cases.items()}


if __name__ == "__main__":
    exercise, seed, path = exercise_called(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])
    store(path, {prop: draw(test, seed) for prop, test in exercise.tests.items()})
