"""Recognise a named mistake: a wrong answer that behaves like exactly one of the bank."""

from functools import cache

from mistakes.bank import Mistake, mistakes_of
from mistakes.behaviour import Behaviour, behaviour, same_behaviour

from grader.exercises import names_judged_by
from grader.judging.verdict import Answers, Verdict, undisturbed


def named_mistake(verdict: Verdict, answers: Answers) -> Mistake | None:
    """The one mistake of the bank that explains the property told first, or None when none fits or several do.

    Of an exercise that asks for several functions, those that this property judges are compared with the bank.
    """
    if verdict.solved or verdict.unsolved:
        return None
    exercise = verdict.exercise
    alike = []
    for name in names_judged_by(exercise.tests[verdict.broken[0].property]):
        with undisturbed():
            seen = behaviour(name, answers[name])
            known = _known_behaviours(exercise.id, name)
        alike += [entry for entry, expected in known.items() if same_behaviour(seen, expected)]
    return mistakes_of(exercise.id)[alike[0]] if len(alike) == 1 else None


@cache
def _known_behaviours(exercise: str, name: str) -> dict[str, Behaviour]:
    entries = mistakes_of(exercise).items()
    return {entry: behaviour(name, wrong.answer) for entry, wrong in entries if wrong.of == name}
