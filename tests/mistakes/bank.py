"""How a wrong or a right version of an exercise is put into the bank, and how the bank is read."""

import importlib
import importlib.util
from collections.abc import Callable
from dataclasses import dataclass, replace
from types import ModuleType
from typing import Any

from grader.exercises import exercise_called
from grader.text import Text


@dataclass(frozen=True)
class Mistake:
    """A wrong version of what an exercise asks for, and what a learner who wrote it should hear.

    `of` is the name of the function or class that it is a version of. `read` is the chapter or section that
    explains it, as `course.chapters` names it: "formula", "formula#step-eps". `hint` is the number of the hint in the
    exercise that helps, if one does.
    """

    id: str
    of: str
    answer: Callable[..., Any]
    name: Text
    why: Text
    read: str
    hint: int | None = None


@dataclass(frozen=True)
class RightVersion:
    """A right version of what an exercise asks for, written in a way of its own."""

    id: str
    of: str
    answer: Callable[..., Any]


def mistake(*, name: Text, why: Text, read: str, of: str = "", hint: int | None = None) -> Callable:
    """Put the decorated function or class into the bank as a wrong version; its Python name is its id.

    `of` says what it is a version of, and may be left out where the exercise asks for one thing.
    """

    def enter(answer):
        answer.bank_entry = Mistake(answer.__name__, of, answer, name, why, read, hint)
        return answer

    return enter


def right(answer):
    """Put the decorated function or class into the bank as a right version; its Python name is its id."""
    return right_version_of("")(answer)


def right_version_of(name: str) -> Callable:
    """The same, for one of the several names that an exercise asks for."""

    def enter(answer):
        answer.bank_entry = RightVersion(answer.__name__, name, answer)
        return answer

    return enter


def mistakes_of(exercise: str) -> dict[str, Mistake]:
    """The wrong versions of an exercise by id, in the order of the file."""
    return _entries(exercise, Mistake)


def right_versions_of(exercise: str) -> dict[str, RightVersion]:
    """The right versions of an exercise by id, in the order of the file."""
    return _entries(exercise, RightVersion)


def bank_module(exercise: str) -> ModuleType | None:
    """The module `mistakes.ID` of an exercise, or None: not every exercise has a bank."""
    name = f"mistakes.{exercise}"
    return importlib.import_module(name) if importlib.util.find_spec(name) else None


def _entries(exercise: str, kind: type) -> dict:
    module = bank_module(exercise)
    if module is None:
        return {}
    names = exercise_called(exercise).names
    entries = (getattr(thing, "bank_entry", None) for thing in vars(module).values())
    found = {entry.id: replace(entry, of=entry.of or names[0]) for entry in entries if isinstance(entry, kind)}
    strays = [entry.id for entry in found.values() if entry.of not in names]
    if strays:
        raise ValueError(f"{exercise} asks for {', '.join(names)}, and these are versions of none: {strays}")
    return found
