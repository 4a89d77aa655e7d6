"""Timings, printed and never asserted: `make bench`."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable

from grader.cases import DEFAULT_SEED
from grader.exercises import EXERCISES
from grader.feedback import feedback_on
from grader.verdict import judge
from mistakes.bank import mistakes_of

FIRST_CHECK = """
import time; start = time.perf_counter()
from grader.check import check
from solutions.{id} import {name}
check("{id}", {name}, lang="en")
print(time.perf_counter() - start)
"""


def seconds(call: Callable, repetitions: int = 5) -> float:
    """The best of a few repetitions."""
    times = []
    for _ in range(repetitions):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return min(times)


def first_check(exercise_id: str, name: str, cache: str) -> float:
    """`check` in a new process, imports included; `cache` is the folder of drawn cases."""
    code = f"from pathlib import Path; import grader.cases; grader.cases.cache_folder = lambda: Path({cache!r})"
    command = [sys.executable, "-c", code + FIRST_CHECK.format(id=exercise_id, name=name)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()[-1])


def main() -> None:
    print("check: seconds to the verdict on a right solution, and on a wrong one with feedback")
    print(f"{'exercise':20}{'cases not drawn':>16}{'first call':>12}{'later calls':>12}{'wrong, later':>14}")
    for exercise in EXERCISES.values():
        (name,) = exercise.names
        with tempfile.TemporaryDirectory() as cache:
            undrawn = first_check(exercise.id, name, cache)
            first = first_check(exercise.id, name, cache)
        later = seconds(lambda: judge(exercise, exercise.solution, DEFAULT_SEED))
        wrong = {name: next(iter(mistakes_of(exercise.id).values())).answer}
        said = seconds(lambda: feedback_on(judge(exercise, wrong, DEFAULT_SEED), wrong, "vi", DEFAULT_SEED))
        print(f"{exercise.id:20}{undrawn:16.2f}{first:12.2f}{later:12.3f}{said:14.3f}", flush=True)


if __name__ == "__main__":
    main()
