"""Archives that were handed in: unpacked beside each other into a folder that goes with the run, within bounds."""

import contextlib
import errno
import lzma
import os
import shutil
import stat
import tempfile
import time
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Self

from grader.text import Text

MAX_FILES, MAX_BYTES = 2000, 100 << 20
MAX_DEPTH = 100  # Python makes and removes folders in folders by recursion
STUDENTS = 500  # a class may hold as much as so many submissions
CHUNK = 1 << 20
IS_ENCRYPTED = 1  # the first of an entry's flags
NO_ZIP = (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError, OSError, ValueError, RuntimeError)
NO_ENTRY = (*NO_ZIP, zlib.error, lzma.LZMAError)

NO_ARCHIVE = Text(
    vi="{path} không mở được như một tập tin zip. Hãy nén lại rồi nộp lại.",
    en="{path} cannot be opened as a zip file. Pack it again and hand it in again.",
)
DAMAGED = Text(
    vi="{path} bị hỏng trong tập tin zip nên không lấy ra được. Hãy nén lại rồi nộp lại.",
    en="{path} is damaged in its zip file and cannot be taken out. Pack it again and hand it in again.",
)
ENCRYPTED = Text(
    vi="{path} bị khóa bằng mật khẩu trong tập tin zip. Hãy nén lại không có mật khẩu rồi nộp lại.",
    en="{path} is locked with a password in its zip file. Pack it again without one and hand it in again.",
)
LEADS_OUT = Text(
    vi="{path} có đường dẫn đi ra ngoài tập tin zip nên không lấy ra. Hãy nén lại rồi nộp lại.",
    en="{path} has a path that leads out of its zip file and is not taken out. Pack it again and hand it in again.",
)
NO_PLACE = Text(
    vi="{path} không ghi ra được ({error}). Hãy đổi tên cho ngắn hơn, không trùng với thư mục nào, rồi nộp lại.",
    en="{path} cannot be written ({error}). Give it a shorter name, of no other folder, and hand it in again.",
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
        self._lost: dict[Path, Text] = {}

    def unpacked(self, path: Path, called: Path, allowance: Allowance) -> tuple[Path, Text | None]:
        """The folder with what an archive holds, and why that is not all, or None. Archives in it stay packed.

        `called` is what the sentence calls the archive; what is unpacked is taken off the `allowance`.
        """
        if path not in self._unpacked:
            folder = Path(tempfile.mkdtemp(dir=self._root()))
            self._unpacked[path] = folder, self._unpack(path, folder, called, allowance)
        return self._unpacked[path]

    def why_lost(self, place: Path) -> Text | None:
        """Why a file could not be taken out of an archive which would lie at this place or below it; None for none.

        An archive of a class is the class's all the same: what is lost of it is lost to one student.
        """
        return self._lost.get(place)

    def lost_in(self, folder: Path) -> set[Path]:
        """The places in a folder at or below which something is lost."""
        return {place for place in self._lost if place.parent == folder}

    def _unpack(self, path: Path, folder: Path, called: Path, allowance: Allowance) -> Text | None:
        """Write the files of an archive below a folder, under their own names, as far as these lead nowhere else.

        Of two with one name the last counts, as for every program that unpacks. Files that cannot be had are lost.
        """
        try:
            with zipfile.ZipFile(path) as archive:
                for entry in {entry.filename: entry for entry in archive.infolist()}.values():
                    place = _place(folder, entry.filename)
                    if entry.is_dir() or stat.S_ISLNK(entry.external_attr >> 16) or place == folder:
                        continue
                    allowance.files -= 1
                    if allowance.is_exceeded:
                        break
                    said = _take_out(archive, entry, place, called / place.relative_to(folder), allowance)
                    if said is not None:
                        self._lose(place, folder, said)
        except NO_ZIP:
            return NO_ARCHIVE.format(path=called)
        if allowance.is_exceeded:
            return TOO_LARGE.format(path=called, files=allowance.max_files, size=allowance.max_bytes >> 20)
        return None

    def _lose(self, place: Path, folder: Path, said: Text) -> None:
        """Keep why a file is lost for its place and each folder above it, up to that of its archive."""
        while place != folder.parent:
            self._lost.setdefault(place, said)
            place = place.parent

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


def _take_out(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, place: Path, called: Path, allowance: Allowance
) -> Text | None:
    """Write one file to its place; or why that cannot be, and then nothing is there."""
    if ".." in _parts(entry.filename):
        return LEADS_OUT.format(path=called)
    if entry.flag_bits & IS_ENCRYPTED:
        return ENCRYPTED.format(path=called)
    if len(_parts(entry.filename)) > MAX_DEPTH:
        return NO_PLACE.format(path=called, error=os.strerror(errno.ENAMETOOLONG))
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        target = place.open("wb")
    except OSError as error:
        return NO_PLACE.format(path=called, error=error.strerror)
    try:
        with target, archive.open(entry) as source:
            _copy(source, target, allowance)
    except NO_ENTRY:
        place.unlink()
        return DAMAGED.format(path=called)
    _keep_time(entry, place)
    return None


def _place(folder: Path, name: str) -> Path:
    """Where a file of this name lies, always below the folder."""
    parts = [part.replace(":", "_").replace("\0", "_") for part in _parts(name) if part != ".."]
    return folder.joinpath(*parts[:MAX_DEPTH])


def _parts(name: str) -> list[str]:
    return [part for part in name.replace("\\", "/").split("/") if part not in ("", ".")]


def _copy(source: IO[bytes], target: IO[bytes], allowance: Allowance) -> None:
    """Write a file as far as it is allowed, whatever the archive says of its size."""
    while not allowance.is_exceeded and (chunk := source.read(CHUNK)):
        allowance.bytes -= len(chunk)
        target.write(b"" if allowance.is_exceeded else chunk)


def _keep_time(entry: zipfile.ZipInfo, place: Path) -> None:
    """Of two answers the newest may count."""
    with contextlib.suppress(ValueError, OverflowError, OSError):
        seconds = time.mktime((*entry.date_time, 0, 0, -1))
        os.utime(place, (seconds, seconds))
