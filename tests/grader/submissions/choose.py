"""Which file of a submission answers an exercise, where several may."""

from collections.abc import Iterable
from typing import Literal, get_args

from grader.exercises import Exercise
from grader.submissions.read import SubmittedFile

# What is done with two answers between which nothing decides: the newest counts, the best, or neither.
Duplicates = Literal["newest", "best", "error"]
DUPLICATES: tuple[Duplicates, ...] = get_args(Duplicates)


def answers_to(
    exercise: Exercise, files: Iterable[SubmittedFile], duplicates: Duplicates = "error"
) -> list[SubmittedFile]:
    """The files that answer an exercise: one, several between which nothing decides, or none.

    What defines or imports all its names goes before what does not, a solution before a stub, what its metadata or its
    name calls an answer before what they do not, and a definition before an import. Of files that do the same thing,
    whatever words stand around it, the first counts; of others the newest, if that is asked for.
    """
    candidates = [
        file for file in files if file.refused is None and (file.is_named_after(exercise) or file.has(exercise))
    ]
    best = max((_worth(file, exercise) for file in candidates), default=None)
    different: dict[str, SubmittedFile] = {}
    for file in candidates:
        if _worth(file, exercise) == best:
            different.setdefault(file.likeness, file)
    found = list(different.values())
    if best is not None and not _is_solved(found[0], exercise):
        return found[:1]  # of stubs one is as good as another
    return [max(found, key=lambda file: (file.order, file.modified))] if found and duplicates == "newest" else found


def _worth(file: SubmittedFile, exercise: Exercise) -> tuple[bool, ...]:
    own = file.defined.issuperset(exercise.names)
    return file.has(exercise), _is_solved(file, exercise), file.is_named_after(exercise), own


def _is_solved(file: SubmittedFile, exercise: Exercise) -> bool:
    """Whether anything of the answer was written."""
    return not file.stubs.issuperset(exercise.names)
