"""How a wrong or a right version of an exercise is put into the bank, and how the bank is read."""

import importlib
from collections.abc import Callable
from dataclasses import dataclass

from grader.text import Text


@dataclass(frozen=True)
class Mistake:
    """A wrong version of an exercise, and what a learner who wrote it should hear.

    `read` is the name of the chapter that explains it, the same in both languages: "formula".
    """

    id: str
    answer: object
    name: Text
    why: Text
    read: str


@dataclass(frozen=True)
class RightVersion:
    """A right version of an exercise, written in a way of its own."""

    id: str
    answer: object


def mistake(*, name: Text, why: Text, read: str) -> Callable:
    """Put the decorated function or class into the bank as a wrong version; its Python name is its id."""

    def enter(answer):
        answer.bank_entry = Mistake(answer.__name__, answer, name, why, read)
        return answer

    return enter


def right(answer):
    """Put the decorated function or class into the bank as a right version; its Python name is its id."""
    answer.bank_entry = RightVersion(answer.__name__, answer)
    return answer


def mistakes_of(exercise: str) -> dict[str, Mistake]:
    """The wrong versions of an exercise by id, in the order of the file."""
    return _entries(exercise, Mistake)


def right_versions_of(exercise: str) -> dict[str, RightVersion]:
    """The right versions of an exercise by id, in the order of the file."""
    return _entries(exercise, RightVersion)


def _entries(exercise: str, kind: type) -> dict:
    module = importlib.import_module(f"mistakes.{exercise}")
    entries = (getattr(thing, "bank_entry", None) for thing in vars(module).values())
    return {entry.id: entry for entry in entries if isinstance(entry, kind)}
