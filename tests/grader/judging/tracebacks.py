"""Which line of the learner's code raised an exception."""

import linecache
import site
import sysconfig
from pathlib import Path
from types import TracebackType

import numpy

OURS = Path(__file__).resolve().parents[2]
LIBRARIES = (
    *(sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")),
    *site.getsitepackages(),
    site.getusersitepackages(),
    str(Path(numpy.__file__).parent),
)
MOST_LETTERS = 200


def name_and_words(error: BaseException) -> str:
    """The name of an exception and what it says, cut short; also where it cannot even say that."""
    try:
        said = " ".join(str(error).split())[:MOST_LETTERS]
    except Exception:  # a learner's own exception may fail to say anything
        said = ""
    return f"{type(error).__name__}: {said}" if said else type(error).__name__


def told_first(error: BaseException) -> BaseException:
    """Of a group, as Hypothesis raises for several failures, the first exception that is no AssertionError, if any."""
    if not isinstance(error, BaseExceptionGroup):
        return error
    parts = [told_first(part) for part in error.exceptions]
    return next((part for part in parts if not isinstance(part, AssertionError)), parts[0])


def line_that_raised(error: BaseException) -> tuple[int, str] | None:
    """The number and the text of the innermost line of the learner's own code, or None when none was running."""
    if hasattr(error, "learners_line"):  # raised in another process, where the line was found
        return error.learners_line
    line = None
    trace: TracebackType | None = error.__traceback__
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        text = linecache.getline(file, trace.tb_lineno).strip()
        if text and _is_the_learners(file):
            line = trace.tb_lineno, text
        trace = trace.tb_next
    return line


def _is_the_learners(file: str) -> bool:
    path = Path(file)
    in_ours = any(path.is_relative_to(OURS / folder) for folder in ("grader", "graded", "mistakes"))
    return not in_ours and not file.startswith(LIBRARIES) and not file.startswith("<frozen")
