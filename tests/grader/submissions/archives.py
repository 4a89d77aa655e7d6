"""Archives that were handed in: unpacked beside each other into a folder that goes with the run, within bounds."""

import contextlib
import shutil
import stat
import tempfile
import time
import zipfile
from dataclasses import dataclass
from os import utime
from pathlib import Path, PurePosixPath
from typing import IO, Self

from grader.text import Text

MAX_FILES, MAX_BYTES = 2000, 100 << 20
STUDENTS = 500  # a class may hold as much as so many submissions
CHUNK = 1 << 20
PROBLEMS = (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError, OSError, ValueError, RuntimeError)

NO_ARCHIVE = Text(
    vi="{path} không mở được như một tập tin zip. Hãy nén lại rồi nộp lại.",
    en="{path} cannot be opened as a zip file. Pack it again and hand it in again.",
)
TOO_LARGE = Text(
    vi="{path} chứa hơn {files} tập tin, hoặc hơn {size} MB sau khi giải nén. Hãy chỉ nén phần thuộc về lời giải.",
    en="{path} holds more than {files} files, or more than {size} MB. Pack only what belongs to the solution.",
)


@dataclass
class Allowance:
    """How many files and bytes may still be unpacked, whichever archives they are in: one in another counts too."""

    max_files: int
    max_bytes: int

    def __post_init__(self) -> None:
        self.files, self.bytes = self.max_files, self.max_bytes

    @property
    def is_exceeded(self) -> bool:
        return self.files < 0 or self.bytes < 0


def for_a_submission() -> Allowance:
    return Allowance(MAX_FILES, MAX_BYTES)


def for_a_class() -> Allowance:
    return Allowance(MAX_FILES * STUDENTS, MAX_BYTES * STUDENTS)


class Archives:
    """Unpacks archives, each once; close it, or use it in a `with`: what it unpacked goes then."""

    def __init__(self) -> None:
        self._folder: Path | None = None
        self._unpacked: dict[Path, tuple[Path, Text | None]] = {}

    def unpacked(self, path: Path, called: Path, allowance: Allowance) -> tuple[Path, Text | None]:
        """The folder with what an archive holds, and why that is not all, or None. Archives in it stay packed.

        `called` is what the sentence calls the archive; what is unpacked is taken off the `allowance`.
        """
        if path not in self._unpacked:
            folder = Path(tempfile.mkdtemp(dir=self._root()))
            self._unpacked[path] = folder, _unpack(path, folder, called, allowance)
        return self._unpacked[path]

    def _root(self) -> Path:
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="grade-archives-"))
        return self._folder

    def close(self) -> None:
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _unpack(path: Path, folder: Path, called: Path, allowance: Allowance) -> Text | None:
    """Write the files of an archive below a folder, under their own names, as far as these lead nowhere else."""
    try:
        with zipfile.ZipFile(path) as archive:
            for entry in archive.infolist():
                if entry.is_dir() or not _is_plain(entry):
                    continue
                allowance.files -= 1
                if allowance.is_exceeded:
                    break
                with archive.open(entry) as source:
                    _copy(source, _place(folder, entry.filename), allowance)
                _keep_time(entry, _place(folder, entry.filename))
    except PROBLEMS:
        return NO_ARCHIVE.format(path=called)
    if allowance.is_exceeded:
        return TOO_LARGE.format(path=called, files=allowance.max_files, size=allowance.max_bytes >> 20)
    return None


def _is_plain(entry: zipfile.ZipInfo) -> bool:
    """Whether it is a file, and not a link, of a name that leads into the folder."""
    parts = PurePosixPath(entry.filename.replace("\\", "/")).parts
    return bool(parts) and ".." not in parts and not stat.S_ISLNK(entry.external_attr >> 16)


def _place(folder: Path, name: str) -> Path:
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".")]
    return folder.joinpath(*(part.replace(":", "_").replace("\0", "_") for part in parts))


def _copy(source: IO[bytes], place: Path, allowance: Allowance) -> None:
    """Write a file as far as it is allowed, whatever the archive says of its size."""
    place.parent.mkdir(parents=True, exist_ok=True)
    with place.open("xb") as target:
        while not allowance.is_exceeded and (chunk := source.read(CHUNK)):
            allowance.bytes -= len(chunk)
            target.write(b"" if allowance.is_exceeded else chunk)


def _keep_time(entry: zipfile.ZipInfo, place: Path) -> None:
    """Of two answers the newest may count."""
    with contextlib.suppress(ValueError, OverflowError, OSError):
        seconds = time.mktime((*entry.date_time, 0, 0, -1))
        utime(place, (seconds, seconds))
