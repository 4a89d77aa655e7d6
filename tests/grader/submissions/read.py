"""What a submitted file holds. Strangers' files are parsed in a process of their own, which may die of them."""

import hashlib
import locale
import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from grader import time_limits
from grader.exercises import EXERCISES, Exercise
from grader.sandbox.inside.messages import Parse, Parsed, Problem
from grader.sandbox.inside.wire import Channel, WireError
from grader.sandbox.launcher import end, start_parser
from grader.submissions.find import kind_of
from grader.text import LANGUAGES, CourseError, Text

NOT_THERE = Text(vi="Không có tập tin {path}. Hãy kiểm tra lại tên.", en="There is no file {path}. Check its name.")
NOT_A_FILE = Text(vi="{path} không phải là tập tin .ipynb hay .py.", en="{path} is neither an .ipynb nor a .py file.")
UNREADABLE = Text(
    vi="Không đọc được {path}. Hãy kiểm tra quyền truy cập.", en="{path} cannot be read. Check its permissions."
)
TOO_LARGE = Text(
    vi="{path} lớn hơn {size} MB. Hãy xóa các đầu ra (Clear All Outputs) rồi lưu lại.",
    en="{path} is larger than {size} MB. Clear its outputs (Clear All Outputs) and save it again.",
)
TOO_COMPLEX = Text(
    vi="{path} dài hoặc lồng nhau quá mức đọc được. Hãy bỏ những gì không thuộc về lời giải.",
    en="{path} is too long or too deeply nested to be read. Leave out what does not belong to the solution.",
)
REFUSALS = {
    "not a notebook": Text(
        vi="{path} không đọc được như một notebook. Hãy chép lại bài tập gốc (make start) rồi dán lời giải vào.",
        en="{path} cannot be read as a notebook. Copy the exercise anew (make start) and paste your solution into it.",
    ),
    "not text": Text(
        vi="{path} không phải là văn bản UTF-8. Hãy lưu lại tập tin với mã hóa UTF-8.",
        en="{path} is not UTF-8 text. Save it again with the encoding UTF-8.",
    ),
    "too large": Text(
        vi="{path} có quá nhiều code. Hãy chỉ nộp phần thuộc về lời giải.",
        en="{path} holds too much code. Hand in only what belongs to the solution.",
    ),
    "too complex": TOO_COMPLEX,
}
CELL = Text(vi="{path}, ô code số {number}", en="{path}, code cell {number}")
SYNTAX = Text(
    vi="{place}, dòng {line}: sai cú pháp Python ({error}).", en="{place}, line {line}: not valid Python ({error})."
)
RAISED = Text(vi="{place}: code phát sinh ngoại lệ {error}.", en="{place}: the code raised {error}.")
RAISED_AT = Text(
    vi="{place}, dòng {line}: code phát sinh ngoại lệ {error}.", en="{place}, line {line}: the code raised {error}."
)
STOPPED_AT = Text(
    vi="{place}, dòng {line}: bị dừng vì tính toán quá {seconds} giây hoặc chờ quá lâu; phần còn lại vẫn được chấm.",
    en="{place}, line {line}: stopped, since it computed for more than {seconds} seconds or waited too long; the rest"
    " is graded all the same.",
)
ENDED_AT = Text(
    vi="{place}, dòng {line}: code làm kết thúc tiến trình đang chạy nó; phần còn lại vẫn được chấm.",
    en="{place}, line {line}: the code ended the process that ran it; the rest is graded all the same.",
)

MAX_BYTES = 20 << 20
READ_SECONDS = 10


class SubmissionError(CourseError):
    """A submission cannot be judged."""


@dataclass(frozen=True)
class Metadata:
    """What a file says of itself: the exercise it answers and its language, None where it does not."""

    exercise: str | None = None
    lang: str | None = None


@dataclass(frozen=True)
class SubmittedFile:
    """A file as it was read, once: what it says of itself, and the code of its cells (of a .py the one).

    `path` is what the file is called, also where it was unpacked from an archive. `defined` are the names of answers
    that the code defines or assigns, of which `stubs` are still to be written; `imported` are those that it imports.
    `syntax` says where it is no Python. `refused` says why the file could not be read, and then it has no cells.
    `digest` changes with every byte of it, `likeness` only with what its code does, and `likenesses` by name with what
    the code does that defines it. `modified` is when it was saved, in seconds, `order` grows with each file that a
    system received which keeps no times.
    """

    path: Path
    metadata: Metadata = Metadata()
    cells: tuple[str, ...] = ()
    defined: frozenset[str] = frozenset()
    stubs: frozenset[str] = frozenset()
    imported: frozenset[str] = frozenset()
    syntax: Text | None = None
    refused: Text | None = None
    digest: str = ""
    likeness: str = ""
    likenesses: tuple[tuple[str, str], ...] = ()
    modified: float = 0.0
    order: int = 0

    @property
    def exercises(self) -> list[Exercise]:
        """The exercises that it answers: those whose names it defines, and the one that its metadata or name says.

        Where that gives none, those whose names it imports.
        """
        if self.refused is not None:
            return []
        answered = [
            exercise
            for exercise in EXERCISES.values()
            if self.is_named_after(exercise) or self.defined.issuperset(exercise.names)
        ]
        return answered or [exercise for exercise in EXERCISES.values() if self.has(exercise)]

    def is_named_after(self, exercise: Exercise) -> bool:
        """Whether its metadata or, of a Python file, its name say that it answers the exercise: no more than a hint."""
        named = self.metadata.exercise if self.is_notebook else self.path.name.split(".")[0]
        return named == exercise.id

    def has(self, exercise: Exercise) -> bool:
        """Whether it defines or imports all that the exercise asks for."""
        return (self.defined | self.imported).issuperset(exercise.names)

    def likeness_of(self, exercise: Exercise) -> str:
        """The same for answers that differ in nothing but comments, layout and words; empty where it defines none."""
        return likeness_of(exercise, dict(self.likenesses))

    @property
    def is_notebook(self) -> bool:
        return kind_of(self.path.name) == ".ipynb"

    @property
    def problem(self) -> Text | None:
        """Why it answers no exercise, where that can be said: it could not be read, or it is no Python."""
        return self.refused or (None if self.exercises else self.syntax)

    def said(self, problem: Problem) -> Text:
        """What went wrong when a cell was run, in words."""
        place = _place(self.path, problem.cell)
        if problem.kind in ("stopped", "ended"):
            said = STOPPED_AT if problem.kind == "stopped" else ENDED_AT
            return said.format(place=place, line=problem.line or 1, seconds=time_limits.COMPUTING_SECONDS)
        if problem.kind == "syntax":
            return SYNTAX.format(place=place, line=problem.line or 1, error=problem.said)
        if problem.line is None:
            return RAISED.format(place=place, error=problem.said)
        return RAISED_AT.format(place=place, line=problem.line, error=problem.said)


def likeness_of(exercise: Exercise, likenesses: Mapping[str, str]) -> str:
    """The likenesses, by name, of all that an exercise asks for, as one; empty where one is not there."""
    own = [likenesses.get(name, "") for name in exercise.names]
    return hashlib.sha256(" ".join(own).encode()).hexdigest()[:32] if all(own) else ""


def _place(path: Path, cell: int) -> Text:
    is_notebook = kind_of(path.name) == ".ipynb"
    return CELL.format(path=path, number=cell) if is_notebook else Text(vi=str(path), en=str(path))


def language_of(file: SubmittedFile | None) -> str:
    """The language to answer in: the notebook's own, else the system's where the course has it, else Vietnamese."""
    if file is not None and file.metadata.lang in LANGUAGES:
        return file.metadata.lang
    return next((lang for lang in LANGUAGES if _system_language().startswith(lang)), LANGUAGES[0])


def _system_language() -> str:
    """What the environment or, on Windows, the system calls its language, in small letters; "c" says nothing."""
    settings = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return next(filter(None, settings), locale.getlocale()[0] or "").lower()


class Reader:
    """Reads submitted files, each once; close it, or use it in a `with`.

    The process that parses is started at the first file, and anew after one that it did not survive.
    """

    def __init__(self) -> None:
        self._read: dict[Path, SubmittedFile] = {}
        self._names = tuple(name for exercise in EXERCISES.values() for name in exercise.names)
        self._channel: Channel | None = None
        self._process: subprocess.Popen[bytes] | None = None

    def read(self, path: Path, called: Path | None = None) -> SubmittedFile:
        """What a file holds, which is `called` by another name than its path where it was unpacked.

        Never raises: where it cannot be read, `refused` says why.
        """
        if path not in self._read:
            self._read[path] = self._now(path, called or path)
        return self._read[path]

    def _now(self, path: Path, called: Path) -> SubmittedFile:
        try:
            content, modified = _content(path, called)
        except SubmissionError as error:
            return SubmittedFile(called, refused=error.text)
        digest = hashlib.sha256(content).hexdigest()[:32]
        parsed, codes = self._parsed(content, kind_of(called.name) or "")
        if parsed.refused is not None:
            refused = REFUSALS[parsed.refused].format(path=called)
            return SubmittedFile(called, refused=refused, digest=digest, modified=modified)
        syntax = None
        if parsed.syntax is not None:
            cell, line, said = parsed.syntax
            syntax = SYNTAX.format(place=_place(called, cell), line=line, error=said)
        return SubmittedFile(
            called,
            Metadata(parsed.exercise, parsed.lang),
            tuple(code.decode("utf-8", "surrogatepass") for code in codes),
            frozenset(parsed.defined),
            frozenset(parsed.stubs),
            frozenset(parsed.imported),
            syntax,
            digest=digest,
            likeness=parsed.likeness,
            likenesses=tuple(zip(parsed.defined, parsed.likenesses, strict=False)),
            modified=modified,
        )

    def _parsed(self, content: bytes, suffix: str) -> tuple[Parsed, list[bytes]]:
        if self._channel is None:
            self._channel, self._process = start_parser()
        try:
            self._channel.send(Parse(suffix, self._names).as_json(), [content], READ_SECONDS)
            message, codes = self._channel.receive(READ_SECONDS)
            parsed = Parsed.from_json(message)
        except WireError:  # it took too long, or died of it
            parsed, codes = Parsed(refused="too complex"), []
        if parsed.refused == "too complex":
            self.close()
        return parsed, codes

    def close(self) -> None:
        """End the process that parses."""
        if self._channel is not None and self._process is not None:
            self._channel.close()
            end(self._process)
        self._channel = self._process = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _content(path: Path, called: Path) -> tuple[bytes, float]:
    """The bytes of a file that may be a submission, and when it was saved. SubmissionError where it cannot be read."""
    try:
        if not path.exists():
            raise SubmissionError(NOT_THERE.format(path=called))
        if not path.is_file() or kind_of(called.name) not in (".ipynb", ".py"):
            raise SubmissionError(NOT_A_FILE.format(path=called))
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
        modified = path.stat().st_mtime
    except OSError as error:
        raise SubmissionError(UNREADABLE.format(path=called)) from error
    if len(content) > MAX_BYTES:
        raise SubmissionError(TOO_LARGE.format(path=called, size=MAX_BYTES >> 20))
    return content, modified
