"""Recognise a named mistake: a wrong answer that behaves like exactly one of the bank."""

from functools import cache

from mistakes.bank import Mistake, mistakes_of
from mistakes.probes import Behaviour, behaviour, same_behaviour

from grader.exercises import Exercise
from grader.verdict import Answers, undisturbed


def named_mistake(exercise: Exercise, answers: Answers) -> Mistake | None:
    """The one mistake of the bank that the answer behaves like, or None when none fits or several do."""
    with undisturbed():
        seen = behaviour(exercise.id, *answers.values())
    alike = [name for name, known in _known_behaviours(exercise.id).items() if same_behaviour(seen, known)]
    return mistakes_of(exercise.id)[alike[0]] if len(alike) == 1 else None


@cache
def _known_behaviours(exercise: str) -> dict[str, Behaviour]:
    return {name: behaviour(exercise, wrong.answer) for name, wrong in mistakes_of(exercise).items()}
