"""One judgment: answers judged in this process, as `check` does, and in a sandbox, as `grade` does, come out alike.

    python tests/tools/both_ways.py [EXERCISE...]

judges all answers that the course has, and some of odd kinds, and fails where score, status or message differ.
"""

import contextlib
import inspect
import linecache
import sys
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path

from bank_files import as_file, with_reference
from grader import time_limits
from grader.exercises import EXERCISES, Exercise
from grader.grade import Grader, Task
from grader.judgment import judged
from grader.reports.record import exercise_result
from grader.results import ExerciseResult
from grader.sandbox.local import LocalSubmission
from grader.submissions.read import SubmittedFile
from mistakes.bank import mistakes_of, right_versions_of
from mistakes.unseen import unseen

SEED = 0
NO_CHANCE = "\nimport numpy\nnumpy.random.seed(0)\n"  # some answers from elsewhere draw
# Seconds for a property, and for an exercise; a test is called for ninety versions.
SHORT, SHORT_FOR_TESTS = (0.3, 3), (2, 20)
PATIENT = 1000  # the WAITING_FACTOR for what computes: on a busy machine the clock ends none of it


@dataclass(frozen=True)
class Written:
    """An answer as the text of a file."""

    exercise: Exercise
    name: str
    code: str


def from_the_course(exercise: Exercise) -> Iterator[Written]:
    """The bank, and the answers from elsewhere."""
    bank = {**mistakes_of(exercise.id), **right_versions_of(exercise.id)}.values()
    for entry in bank:
        yield Written(exercise, f"bank:{entry.id}", as_file(exercise, entry))
    for entry in unseen(exercise.id):
        yield Written(exercise, f"unseen:{entry.id}", as_file(exercise, entry) + NO_CHANCE)


def of_odd_kinds(exercise: Exercise) -> Iterator[Written]:
    """The reference solution with its results, or what it does besides, changed in ways that tell processes apart."""
    for kind, change in {**RESULTS, **EFFECTS}.items():
        yield changed(exercise, kind, change)


def changed(exercise: Exercise, kind: str, change: str) -> Written:
    """The reference solution with its result `y` replaced by what `change` makes of it."""
    return Written(exercise, f"kind:{kind}", with_reference(exercise) + changing(exercise).format(change=change))


RESULTS = {
    "namedtuple": "collections.namedtuple('Result', 'a b c'[:2 * len(y) - 1])(*y) if isinstance(y, tuple) else (y,)",
    "subclass of tuple": "type('Mine', (tuple,), {})(y if isinstance(y, tuple) else (y,))",
    "list": "list(y)",
    "nested list": "[part.tolist() for part in y]",
    "long tuple": "(*y, *[0] * 10)",
    "view": "y[0][None].repeat(1, 0)[:] if isinstance(y, tuple) else y[:]",
    "views": "tuple(part[...] for part in y) if isinstance(y, tuple) else y[...]",
    "transposed twice": "tuple(map(fortran, y)) if isinstance(y, tuple) else fortran(y)",
    "read only": "tuple(np.broadcast_to(part, part.shape) for part in y) if isinstance(y, tuple)"
    " else np.broadcast_to(y, y.shape)",
    "subclass of ndarray": "y.view(Derived) if isinstance(y, np.ndarray) else tuple(part.view(Derived) for part in y)",
    "masked array": "np.ma.array(y) if isinstance(y, np.ndarray) else tuple(np.ma.array(part) for part in y)",
    "matrix": "np.matrix(np.ravel(y[0]))",
    "0-d": "np.array(1.0)",
    "number": "1.0",
    "scalar": "np.float64(1)",
    "None": "None",
    "text": "'y'",
    "array of text": "np.full(np.shape(y), 'y')",
    "array of objects": "y.astype(object) if isinstance(y, np.ndarray) else tuple(p.astype(object) for p in y)",
    "big-endian": "y.astype('>f8') if isinstance(y, np.ndarray) else tuple(part.astype('>f8') for part in y)",
    "long double": "y.astype('g') if isinstance(y, np.ndarray) else tuple(part.astype('g') for part in y)",
    "complex": "y.astype(complex) if isinstance(y, np.ndarray) else tuple(part.astype(complex) for part in y)",
    "half": "y.astype('e') if isinstance(y, np.ndarray) else tuple(part.astype('e') for part in y)",
    "integers": "y.astype(int) if isinstance(y, np.ndarray) else tuple(part.astype(int) for part in y)",
    "booleans": "y.astype(bool) if isinstance(y, np.ndarray) else tuple(part.astype(bool) for part in y)",
    "empty": "y[:0]",
    "generator": "(part for part in y)",
    "iterator": "iter(y)",
    "dict": "{'y': y}",
    "set": "{1}",
    "function": "lambda: y",
    "class": "Derived",
    "NaN": "float('nan')",
    "large integer": "10**30",
    "other sizes": "y[..., :1] if isinstance(y, np.ndarray) else y[::-1]",
}
EFFECTS = {
    "prints": "print('here', file=sys.stderr) or print(y) or y",
    "warns": "warnings.warn('careful') or y",
    "warns of a division": "(np.ones(1) / 0, y)[1]",
    "raises": "1 / 0",
    "raises with a long text": "fail(ValueError('x' * 1000))",
    "raises of its own": "fail(Mine('mine'))",
    "raises with no words": "fail(Mute())",
    "raises a key": "{}['key']",
    "raises a group": "fail(ExceptionGroup('several', [ValueError(1), TypeError(2)]))",
    "raises StopIteration": "next(iter(()))",
    "raises of no Exception": "fail(BaseException('base'))",
    "raises GeneratorExit": "fail(GeneratorExit())",
    "raises AssertionError": "fail(AssertionError('mine'))",
    "raises RuntimeError": "fail(RuntimeError('mine'))",
    "is unwritten": "fail(NotImplementedError())",
    "is unwritten, with words": "fail(NotImplementedError('later'))",
    "exits": "sys.exit(3)",
    "recurs": "recur()",
    "asks": "input('x? ') and y",
    "asks until it hears": "[answer for answer in iter(input, 'yes')] and y",
    "raises for some": "fail(ValueError(np.size(y))) if np.size(y) > 9 else y",
    "is wrong for some": "0 if np.size(y) > 9 else y",
    "is wrong, then slow": "0 if np.size(y) < 9 else burn(30)",
    "is slow": "burn(30)",
    "is slow for some": "burn(30) if np.size(y) > 9 else y",
    "is slow and holds on": "hold_on()",
}
SLEEPS = "time.sleep(1000)"
HELPERS = """
import collections, sys, time, warnings
import numpy as np
class Derived(np.ndarray): pass
class Mine(Exception): pass
class Mute(Exception):
    def __str__(self): raise ValueError
def fortran(y): return np.array(y, order="F")
def fail(error): raise error
def recur(): return recur()
def burn(seconds):
    began = time.process_time()
    while time.process_time() < began + seconds: pass
def hold_on():
    while True:
        try: burn(1)
        except: pass
"""
FUNCTION = (
    HELPERS
    + """
right = {name}
def {name}(*given, **named):
    y = right(*given, **named)
    return {{change}}
"""
)
CLASS = (
    HELPERS
    + """
Right = {name}
class {name}(Right):
    def {method}(self, *given):
        y = super().{method}(*given)
        return {{change}}
"""
)


def changing(exercise: Exercise) -> str:
    """Code that changes what the first answer of an exercise returns, of a class its first method; `change` is how."""
    name, answer = next(iter(exercise.solution.items()))
    if not inspect.isclass(answer):
        return FUNCTION.format(name=name)
    method = next(part for part, value in vars(answer).items() if inspect.isfunction(value) and part != "__init__")
    return CLASS.format(name=name, method=method)


def here(written: Written) -> ExerciseResult:
    """As `check` judges, in this process."""
    name = f"<{written.name}.py, 1>"  # as it calls itself in a worker
    linecache.cache[name] = len(written.code), None, written.code.splitlines(keepends=True), name
    names: dict[str, object] = {"__name__": "submission"}
    exec(compile(written.code, name, "exec"), names)  # noqa: S102 - answers that the course has
    answers = {name: names[name] for name in written.exercise.names}
    submission = LocalSubmission(written.exercise, answers)
    return exercise_result(judged(written.exercise, submission, SEED, with_panels=False), None)


def apart(written: Written, grader: Grader) -> ExerciseResult:
    """As `grade` judges, in a sandbox."""
    file = SubmittedFile(Path(f"{written.name}.py"), cells=(written.code,), defined=frozenset(written.exercise.names))
    task = Task(written.name, (file,), asked=(written.exercise.id,), seed=SEED, trusted=True)
    (result,) = grader.grade(task).exercises
    return result


def differences(written: Written, grader: Grader, waiting_factor: float = PATIENT) -> list[str]:
    """Where the two judgments differ, in words."""
    with pressed_for_time(written.exercise, waiting_factor):
        one, other = here(written), apart(written, grader)
    pairs = [("exercise", one, other)]
    pairs += [(mine.name, mine, theirs) for mine, theirs in zip(one.properties, other.properties, strict=True)]
    return [
        f"{written.exercise.id}, {written.name}, {name}, {field.name}:\n    here   {getattr(mine, field.name)}\n"
        f"    apart  {getattr(theirs, field.name)}"
        for name, mine, theirs in pairs
        for field in fields(mine)
        if field.name != "properties" and getattr(mine, field.name) != getattr(theirs, field.name)
    ]


@contextlib.contextmanager
def pressed_for_time(exercise: Exercise, waiting_factor: float) -> Iterator[None]:
    """With a small part of the time that answers have elsewhere."""
    kept = time_limits.COMPUTING_SECONDS, time_limits.EXERCISE_SECONDS, time_limits.WAITING_FACTOR
    computing, in_all = SHORT_FOR_TESTS if exercise.id == "check_instance_norm" else SHORT
    time_limits.COMPUTING_SECONDS, time_limits.EXERCISE_SECONDS = computing, in_all
    time_limits.WAITING_FACTOR = waiting_factor
    try:
        yield
    finally:
        time_limits.COMPUTING_SECONDS, time_limits.EXERCISE_SECONDS, time_limits.WAITING_FACTOR = kept


def answers(exercise: Exercise) -> list[Written]:
    """All answers to an exercise that are judged both ways."""
    return [*from_the_course(exercise), *of_odd_kinds(exercise)]


def main() -> int:
    """Judge all both ways."""
    failed = False
    with Grader() as grader:
        for name in sys.argv[1:] or EXERCISES:
            all_answers = answers(EXERCISES[name])
            told = {written.name: differences(written, grader) for written in all_answers}
            print(*(line for lines in told.values() for line in lines), sep="\n")
            print(f"{name}: {len(told)} answers, {sum(map(bool, told.values()))} judged in two ways", flush=True)
            failed |= any(told.values())
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
