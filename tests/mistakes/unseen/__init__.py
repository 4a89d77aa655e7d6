"""Answers written by somebody who had not seen the graded tests nor the bank of mistakes, a file for each exercise.

Whoever wrote them had read the exercises alone, so they measure the grader on the page "Who grades the grader?": how
many wrong answers it lets pass, how many right ones it refuses, and how often it names a mistake truly. Each answer
stands as a learner would hand it in, which is why the styles differ. None may be changed to suit the grader; `deserves`
was filled in afterwards, from the names and explanations of the bank.
"""

import importlib
import importlib.util
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Unseen:
    """One answer: `deserves` is the id of the bank's mistake that truly describes it, or None.

    `of` says what it is an answer to, where the exercise asks for several things, else it is empty.
    """

    id: str
    answer: Callable[..., Any]
    is_right: bool
    deserves: str | None = None
    of: str = ""


def wrong(*, deserves: str | None = None, of: str = "") -> Callable:
    """Mark the decorated function or class as a wrong answer; its Python name is its id."""
    return _marked(is_right=False, deserves=deserves, of=of)


def correct(*, of: str = "") -> Callable:
    """Mark the decorated function or class as a right answer; its Python name is its id."""
    return _marked(is_right=True, of=of)


def _marked(**said: object) -> Callable:
    def mark(answer):
        answer.unseen_entry = Unseen(answer.__name__, answer, **said)
        return answer

    return mark


def unseen(exercise: str) -> list[Unseen]:
    """The answers to one exercise, in the order of its file; none where nobody has written any."""
    name = f"mistakes.unseen.{exercise}"
    if importlib.util.find_spec(name) is None:
        return []
    things = vars(importlib.import_module(name)).values()
    entries = ((thing, getattr(thing, "unseen_entry", None)) for thing in things)
    return [entry for thing, entry in entries if entry is not None and entry.answer is thing]  # no inherited one
