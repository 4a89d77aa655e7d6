"""Which line of the learner's code raised an exception, seen from the judge's process."""

from pathlib import Path

from grader.sandbox.inside import tracebacks
from grader.sandbox.inside.tracebacks import is_outside_libraries
from grader.sandbox.inside.tracebacks import name_and_words as name_and_words
from grader.sandbox.inside.tracebacks import told_first as told_first

COURSE = Path(__file__).resolve().parents[2]


def line_that_raised(error: BaseException) -> tuple[int, str] | None:
    """The number and the text of the innermost line of the learner's own code, or None when none was running."""
    if hasattr(error, "learners_line"):  # raised in another process, where the line was found
        found: tuple[int, str] | None = error.learners_line
        return found
    return tracebacks.line_that_raised(error, _is_learners)


def _is_learners(file: str) -> bool:
    is_ours = any(Path(file).is_relative_to(COURSE / folder) for folder in ("grader", "graded", "mistakes"))
    return not is_ours and is_outside_libraries(file)
