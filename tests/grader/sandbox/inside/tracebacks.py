"""What an exception says, and which line of the learner's code raised it."""

import linecache
import os
import site
import sysconfig
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

import numpy as np

# Python in a page has no folder of its user's, keeps most of itself in a zip, and calls its folders by names with two
# slashes: so the folders of modules that are surely there count too.
LIBRARIES = tuple(
    folder
    for folder in (
        *(sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")),
        *(str(Path(str(module.__file__)).parent) for module in (os, linecache)),
        *site.getsitepackages(),
        site.getusersitepackages(),
        str(Path(np.__file__).parents[1]),
        str(Path(__file__).parent),
    )
    if folder
)
MAX_LETTERS = 200


def name_and_words(error: BaseException) -> str:
    """The name of an exception and what it says, cut short; also where it cannot even say that."""
    try:
        said = " ".join(str(error).split())[:MAX_LETTERS]
    except Exception:  # a learner's own exception may fail to say anything
        said = ""
    return f"{type(error).__name__}: {said}" if said else type(error).__name__


def told_first(error: BaseException) -> BaseException:
    """Of a group, as Hypothesis raises for several failures, the first exception that is no AssertionError, if any."""
    if not isinstance(error, BaseExceptionGroup):
        return error
    parts = [told_first(part) for part in error.exceptions]
    return next((part for part in parts if not isinstance(part, AssertionError)), parts[0])


def is_outside_libraries(file: str) -> bool:
    """Whether a file of code is neither Python's, nor a package's, nor of this folder."""
    return not file.startswith(LIBRARIES) and not file.startswith("<frozen")


def line_that_raised(
    error: BaseException, is_learners: Callable[[str], bool] = is_outside_libraries
) -> tuple[int, str] | None:
    """The number and the text of the innermost line of the learner's own code, or None when none was running.

    `is_learners` tells of the file of a piece of code whether the learner wrote it.
    """
    line = None
    trace: TracebackType | None = error.__traceback__
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        text = linecache.getline(file, trace.tb_lineno).strip()
        if text and is_learners(file):
            line = trace.tb_lineno, text
        trace = trace.tb_next
    return line
