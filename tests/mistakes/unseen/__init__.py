"""Answers written by people who had not seen the graded tests nor the bank of mistakes, a file for each exercise.

Whoever wrote them had read the exercises alone, so they measure the grader on the page "Who grades the grader?": how
many wrong answers it lets pass, how many right ones it refuses, and how often it names a mistake truly. Each answer
stands as a learner would hand it in, which is why the styles differ. None may be changed to suit the grader. Those in
`second` were written later by other people, when the tasks had come to say how they are graded; seven of theirs (a
variance in one pass, all of it in float32) were meant as wrong, and are right since the tasks say that this is allowed.

`deserves` and `also` were filled in afterwards by somebody who read the answers, and the names and explanations of the
bank, without running the grader.
"""

import importlib
import importlib.util
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

ROUNDS = ("mistakes.unseen", "mistakes.unseen.second")


@dataclass(frozen=True)
class Unseen:
    """One answer: `deserves` is the id of the bank's mistake that truly describes it, or None.

    `also` are ids that are true of it as well. `of` says what it is an answer to, where the exercise asks for several
    things, else it is empty.
    """

    id: str
    answer: Callable[..., Any]
    is_right: bool
    deserves: str | None = None
    also: tuple[str, ...] = ()
    of: str = ""


def wrong(*, deserves: str | None = None, also: tuple[str, ...] = (), of: str = "") -> Callable:
    """Mark the decorated function or class as a wrong answer; its Python name is its id."""
    return _marked(is_right=False, deserves=deserves, also=also, of=of)


def correct(*, of: str = "") -> Callable:
    """Mark the decorated function or class as a right answer; its Python name is its id."""
    return _marked(is_right=True, of=of)


def _marked(**said: object) -> Callable:
    def mark(answer):
        answer.unseen_entry = Unseen(answer.__name__, answer, **said)
        return answer

    return mark


def unseen(exercise: str) -> list[Unseen]:
    """The answers to one exercise, in the order of its files; none where nobody has written any."""
    return [entry for package in ROUNDS for entry in _entries(f"{package}.{exercise}")]


def _entries(name: str) -> list[Unseen]:
    if importlib.util.find_spec(name) is None:
        return []
    things = vars(importlib.import_module(name)).values()
    entries = ((thing, getattr(thing, "unseen_entry", None)) for thing in things)
    return [entry for thing, entry in entries if entry is not None and entry.answer is thing]  # no inherited one
