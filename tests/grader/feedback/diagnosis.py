"""What is behind a verdict: the named mistake, and the numbers for a picture of the counterexample.

Both ask the learner's objects once more. Whatever speaks about an answer afterwards takes a `Diagnosis` and does not
see them.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from grader.exercises import FOR_STUDENTS, Answer, Case, Exercise, names_judged_by
from grader.feedback.far_from_zero import LostDigits, lost_digits
from grader.judging.assertions import MisjudgedError, MismatchError
from grader.judging.cases import fresh
from grader.judging.verdict import Answers, EndedError, Result, Verdict
from grader.sandbox.inside.silenced import silenced
from grader.text import Text

if TYPE_CHECKING:
    from mistakes.bank import Mistake
    from mistakes.behaviour import Behaviour

INPUT = Text(vi="Instance ở đầu vào", en="The instance in the input")
ACTUAL = Text(vi="Nhận được", en="What came out")
EXPECTED = Text(vi="Mong đợi", en="What should have come out")


@dataclass(frozen=True)
class Panel:
    """The numbers of one picture along the sequence, shape (L,), and for statistics a mean and a std."""

    title: Text
    numbers: np.ndarray
    mean: float | None = None
    std: float | None = None


@dataclass(frozen=True)
class Diagnosis:
    """A verdict, the one mistake of the bank that explains it, if any, and panels for the property told first.

    The panels are the instance in the input, what came out and what should have; () where nothing can be drawn. Of a
    right answer `lost_digits` is an input, beyond what the exercise asks for, for which it is far off.
    """

    verdict: Verdict
    mistake: "Mistake | None" = None
    panels: tuple[Panel, ...] = ()
    lost_digits: LostDigits | None = None


def diagnose(
    verdict: Verdict,
    answers: Answers,
    *,
    with_panels: bool = True,
    during: Callable[[], AbstractContextManager[object]] = nullcontext,
) -> Diagnosis:
    """Ask the learner's objects, by name, what is behind a verdict on them; `during` may end that by EndedError."""
    if not verdict.solved and (verdict.unsolved or isinstance(verdict.broken[0].error, EndedError)):
        return Diagnosis(verdict)
    try:
        with during():
            if verdict.solved:
                return Diagnosis(verdict, lost_digits=lost_digits(verdict.exercise, answers))
            mistake = named_mistake(verdict, answers)
            drawn = panels(verdict.exercise, answers, verdict.broken[0]) if with_panels else ()
    except EndedError:
        return Diagnosis(verdict)
    return Diagnosis(verdict, mistake, drawn)


# The named mistake


def named_mistake(verdict: Verdict, answers: Answers) -> "Mistake | None":
    """The one mistake of the bank that explains the property told first, or None when none fits or several do.

    Of an exercise that asks for several functions, those that this property judges are compared with the bank.
    """
    if verdict.solved or verdict.unsolved or FOR_STUDENTS:
        return None
    # The bank is imported only here, and below: what students are given goes without.
    from mistakes.bank import mistakes_of
    from mistakes.behaviour import behaviour, same_behaviour
    from mistakes.trials import tests_like

    exercise = verdict.exercise
    first = verdict.broken[0]
    if isinstance(first.error, MisjudgedError):
        with silenced():
            alike = tests_like(first.error.outcomes)
        return mistakes_of(exercise.id)[alike[0]] if len(alike) == 1 else None
    alike = []
    for name in names_judged_by(exercise.tests[first.prop]):
        with silenced():
            known = _known_behaviours(exercise.id, name)
            seen = behaviour(name, answers[name]) if known else ()
        alike += [entry for entry, expected in known.items() if same_behaviour(seen, expected)]
    return mistakes_of(exercise.id)[alike[0]] if len(alike) == 1 else None


@cache
def _known_behaviours(exercise: str, name: str) -> dict[str, "Behaviour"]:
    """What the mistakes of the bank do; without those of which nothing can be seen, for want of probes."""
    from mistakes.bank import mistakes_of
    from mistakes.behaviour import behaviour

    entries = mistakes_of(exercise).items()
    known = {entry: behaviour(name, wrong.answer) for entry, wrong in entries if wrong.of == name}
    return {entry: seen for entry, seen in known.items() if seen}


# The numbers of a picture


def panels(exercise: Exercise, answers: Answers, result: Result) -> tuple[Panel, ...]:
    """What to draw for a failed property; () where no instance can be drawn."""
    error = result.error
    if not isinstance(error, MismatchError):
        return ()
    case = error.case if isinstance(error, MisjudgedError) else result.case
    if case is None or case.get("x") is None:
        return ()
    x = case["x"]
    place = error.index if error.index is not None and len(error.index) == 3 else (0, 0, 0)
    sample, feature = place[0] % x.shape[0], place[2] % x.shape[2]
    if np.shape(error.actual) == x.shape:
        sides = [(ACTUAL, error.actual), (EXPECTED, error.expected)]
        drawn = [Panel(title, side[sample, :, feature]) for title, side in sides]
    elif not exercise.has_solution:
        return ()
    else:
        name, *_ = names_judged_by(exercise.tests[result.prop])
        both = [(ACTUAL, answers[name]), (EXPECTED, exercise.solution[name])]
        outputs = [_output(title, exercise, name, answer, case, sample, feature) for title, answer in both]
        drawn = [panel for panel in outputs if panel is not None]
    return (Panel(INPUT, x[sample, :, feature]), *drawn) if len(drawn) == 2 else ()


def _output(
    title: Text, exercise: Exercise, name: str, answer: Answer, case: Case, sample: int, feature: int
) -> Panel | None:
    """A panel of an answer's output on a case: numbers, or x with a mean and a std; None where it cannot be drawn."""
    x = case["x"]
    try:
        with silenced():
            output = exercise.output(name, answer, fresh(case))
            if output is None:
                return None
            if np.shape(output) == x.shape:
                return Panel(title, np.asarray(output[sample, :, feature], np.float64))
            mean, var = (float(part[sample, 0, feature]) for part in output)
    except Exception:  # noqa: BLE001 - whatever the learner's code does, there is only nothing to draw
        return None
    return Panel(title, x[sample, :, feature], mean, float(np.sqrt(var)) if var >= 0 else float("nan"))
