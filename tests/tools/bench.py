"""Timings, printed and never asserted: `make bench`."""

import itertools
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bank_files import as_file
from grader.batch import Journal, grade_all
from grader.exercises import EXERCISES, Exercise
from grader.feedback.compose import Feedback, feedback_on
from grader.grade import Task
from grader.judging.cases import DEFAULT_SEED
from grader.judging.verdict import Answers
from grader.judgment import judged
from grader.sandbox.launcher import isolation
from grader.sandbox.local import LocalSubmission
from grader.submissions.read import Reader
from mistakes.bank import mistakes_of

ROOT = Path(__file__).resolve().parents[2]
SUBMISSIONS = 200

FIRST_CHECK = """
import time; start = time.perf_counter()
from grader.check import check
exec(open({solution!r}, encoding="utf-8").read())
check("{id}", {names}, lang="en")
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


def first_check(exercise: Exercise, cache: str) -> float:
    """`check` in a new process, imports included; `cache` is the folder of drawn cases."""
    code = "from pathlib import Path; import grader.judging.cases as cases"
    code += f"; cases.cache_folder = lambda: Path({cache!r})"
    solution = str(ROOT / "solutions" / f"{exercise.id}.py")
    code += FIRST_CHECK.format(id=exercise.id, names=", ".join(exercise.names), solution=solution)
    command = [sys.executable, "-c", code]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()[-1])


def tasks(folder: Path, codes: list[str]) -> list[Task]:
    """As many submissions as are to be graded, with these codes in turn."""
    made = []
    with Reader() as reader:
        for number, code in zip(range(SUBMISSIONS), itertools.cycle(codes), strict=False):
            path = folder / f"{number:03}.py"
            path.write_text(code, encoding="utf-8")
            files = (reader.read(path),)
            made.append(Task(path.name, files, asked=("instance_norm",), seed=DEFAULT_SEED, trusted=True))
    return made


def submissions_a_minute(codes: list[str]) -> float:
    """How many of 200 submissions with these codes are graded a minute, on all cores, reading and starting included."""
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        journal = Journal(tasks(Path(folder), codes))
        graded = sum(1 for _ in grade_all(journal, os.cpu_count() or 1))
        journal.remove()
    return 60 * graded / (time.perf_counter() - start)


def wrong_codes() -> list[str]:
    """A file for every mistake of the bank."""
    exercise = EXERCISES["instance_norm"]
    return [as_file(exercise, entry) for entry in mistakes_of(exercise.id).values()]


def bench_grade() -> None:
    right = (ROOT / "solutions" / "instance_norm.py").read_text(encoding="utf-8")
    hostile = [
        "import os\ndef instance_norm(x, eps=1e-5):\n    os._exit(1)\n",
        "import os\nwhile os.fork(): pass\n",
        "def instance_norm(x, eps=1e-5):\n    return [0] * 10**11\n",
    ]
    mixed = [code for wrong in wrong_codes() for code in (right, wrong)]
    mixed[9::20] = hostile[: len(mixed[9::20])] + hostile[: len(mixed[9::20]) - len(hostile)]
    print(f"grade: submissions a minute, {SUBMISSIONS} of instance_norm, {os.cpu_count()} cores, {isolation().kind}")
    print(f"{'all right':20}{submissions_a_minute([right]):8.0f}", flush=True)
    print(f"{'right, wrong, hostile':20}{submissions_a_minute(mixed):8.0f}", flush=True)


def bench_check() -> None:
    print("check: seconds to the verdict on a right solution, and on a wrong one with feedback")
    print(f"{'exercise':20}{'cases not drawn':>16}{'first call':>12}{'later calls':>12}{'wrong, later':>14}")
    for exercise in EXERCISES.values():
        bench_check_of(exercise)


def checked(exercise: Exercise, answers: Answers) -> Feedback:
    """What `check` finds out and says of these answers."""
    return feedback_on(judged(exercise, LocalSubmission(exercise, answers), DEFAULT_SEED), "vi", DEFAULT_SEED)


def bench_check_of(exercise: Exercise) -> None:
    with tempfile.TemporaryDirectory() as cache:
        undrawn = first_check(exercise, cache)
        first = first_check(exercise, cache)
    later = seconds(lambda: checked(exercise, exercise.solution))
    mistake = next(iter(mistakes_of(exercise.id).values()))
    wrong = exercise.answers_with(mistake.of, mistake.answer)
    said = seconds(lambda: checked(exercise, wrong))
    print(f"{exercise.id:20}{undrawn:16.2f}{first:12.2f}{later:12.3f}{said:14.3f}", flush=True)


def main() -> None:
    bench_check()
    bench_grade()


if __name__ == "__main__":
    main()
