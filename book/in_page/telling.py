"""What went wrong in a run, for its author: the lines of their own that led there, the exception, a sentence."""

import linecache
import re
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from types import TracebackType

from grader.judging.verdict import EndedError
from grader.text import Text
from in_page.words import (
    EXITED,
    IN_FUNCTION,
    LEFT_OUT,
    LINE,
    LINE_OF_CELL_BEFORE,
    MAGIC,
    NOT_HERE,
    STOPPED,
    TOO_DEEP,
    TOO_MUCH_MEMORY,
)

MAX_STEPS = 8  # of the way to where it raised: the first ones and the last ones
MAX_LETTERS = 4000
# What NumPy says where a size is beyond what an address of 32 bits reaches.
BEYOND_32_BITS = ("larger than the maximum possible size", "Maximum allowed dimension exceeded")
NOTHING = Text(vi="", en="")


@dataclass(frozen=True)
class Told:
    """How a run failed: the text, the learner's line in the code that was run, and a sentence or nothing."""

    text: str
    line: int | None
    words: str
    stopped: bool = False


def remember(name: str, code: str) -> None:
    """Let the lines of code that calls itself `name` be found."""
    linecache.cache[name] = len(code), None, code.splitlines(keepends=True), name


def told(error: BaseException, name: str, code: str, lang: str) -> Told:
    """What is said of an exception that code called `name` raised, or of code that is no Python."""
    if isinstance(error, SyntaxError) and error.filename == name:
        return _no_python(error, code, lang)
    # What was interrupted is behind the exception that tells of it.
    where = error.__context__ or error if isinstance(error, EndedError) else error
    steps = _steps(where.__traceback__)
    line = next((number for file, number, _ in reversed(steps) if file == name), None)
    if isinstance(error, EndedError):
        said, words = "", STOPPED[lang].format(how=error.text[lang])
    else:
        said, words = _said(error), _words(error)[lang]
    return Told(
        "\n".join([*_way(steps, name, lang), *([said] if said else [])]), line, words, isinstance(error, EndedError)
    )


def _no_python(error: SyntaxError, code: str, lang: str) -> Told:
    magic = next((number for number, text in enumerate(code.splitlines(), 1) if re.match(r"\s*(%|!)", text)), None)
    words = "" if magic is None else MAGIC[lang].format(line=magic)
    line = error.lineno or 1
    shown = traceback.format_exception_only(error)[1:]  # without the name of a file, which there is none
    return Told("\n".join([LINE[lang].format(line=line), "".join(shown).rstrip()]), magic or line, words)


def _steps(trace: TracebackType | None) -> list[tuple[str, int, str]]:
    """The learner's own lines: file, number, function."""
    steps = []
    while trace is not None:
        code = trace.tb_frame.f_code
        if is_a_cell(code.co_filename):
            steps.append((code.co_filename, trace.tb_lineno, code.co_name))
        trace = trace.tb_next
    return steps


def is_a_cell(file: str) -> bool:
    """Whether code of this name is the learner's."""
    return file.startswith("<cell ")


def _way(steps: Sequence[tuple[str, int, str]], name: str, lang: str) -> list[str]:
    shown = []
    for file, number, function in steps:
        place = (LINE if file == name else LINE_OF_CELL_BEFORE)[lang].format(line=number)
        if function != "<module>":
            place = IN_FUNCTION[lang].format(place=place, function=function)
        shown.append(f"{place}:\n    {linecache.getline(file, number).strip()}")
    if len(shown) > MAX_STEPS:
        left_out = LEFT_OUT[lang].format(count=len(shown) - MAX_STEPS)
        shown[MAX_STEPS // 2 : -MAX_STEPS // 2] = [left_out]
    return shown


def _said(error: BaseException) -> str:
    """The exception as Python prints it, with its notes, as Hypothesis adds them."""
    try:
        said = "".join(traceback.format_exception_only(error)).rstrip()
    except Exception:  # noqa: BLE001 - a learner's own exception may fail to say anything
        said = type(error).__name__
    return said if len(said) <= MAX_LETTERS else said[:MAX_LETTERS] + "…"


def _words(error: BaseException) -> Text:
    if isinstance(error, ValueError) and any(part in str(error) for part in BEYOND_32_BITS):
        return TOO_MUCH_MEMORY
    if isinstance(error, ModuleNotFoundError) and error.name:
        return NOT_HERE.format(name=error.name.partition(".")[0])
    for kind, words in KINDS:
        if isinstance(error, kind):
            return words
    return NOTHING


KINDS = (
    (MemoryError, TOO_MUCH_MEMORY),
    (RecursionError, TOO_DEEP),
    (SystemExit, EXITED),
)
