"""Which line of the learner's code raised an exception."""

import linecache
import sysconfig
from pathlib import Path
from types import TracebackType

OURS = Path(__file__).resolve().parents[1]
LIBRARIES = tuple(sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib"))


def line_that_raised(error: BaseException) -> tuple[int, str] | None:
    """The number and the text of the innermost line of the learner's own code, or None when none was running."""
    line = None
    trace: TracebackType | None = error.__traceback__
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        if _is_the_learners(file):
            line = trace.tb_lineno, linecache.getline(file, trace.tb_lineno).strip()
        trace = trace.tb_next
    return line


def _is_the_learners(file: str) -> bool:
    path = Path(file)
    in_ours = any(path.is_relative_to(OURS / folder) for folder in ("grader", "graded", "mistakes"))
    return not in_ours and not file.startswith(LIBRARIES) and not file.startswith("<frozen")
