"""What the site holds for Python in the page: the pinned parts, the course's own, `files.json`, notices."""

import gzip
import hashlib
import json
import os
import shutil
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from course_book.in_page import notices
from course_book.in_page.course_zip import PURE_PACKAGES, WHOLE, course_zip, folder_of
from course_book.in_page.parts import Part, pinned_parts, sent_parts
from grader.exercises import EXERCISES
from grader.judging.cases import DEFAULT_SEED, cases_of
from grader.judging.draw_cases import store

MODULES = Path(__file__).parents[3] / "_static" / "in-page"
GROUPS = ("base", "plots")

# Their versions decide what is in the bundle: the drawn cases, and the pure packages.
DECIDING = ("hypothesis", "numpy", *PURE_PACKAGES)


@dataclass(frozen=True)
class Bundle:
    """What was written: the name of the edition's folder, and what each group weighs as it is sent."""

    fingerprint: str
    bytes: dict[str, int]


def write_bundle(site: Path) -> Bundle:
    """Write the bundle below the site's root, unless it is there already; folders of other editions are left.

    Raises UnavailableError or MismatchError, and then leaves no folder of this edition.
    """
    fingerprint = fingerprint_of_sources()
    folder = site / "in-page" / fingerprint
    if not folder.is_dir():
        sent = sent_parts(pinned_parts())
        write_parts(site / "python", sent)
        unfinished = folder.with_name(f"{fingerprint}.{os.getpid()}")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(parents=True)
        write_edition(unfinished, sent)
        unfinished.replace(folder)
    listed = json.loads((folder / "files.json").read_text(encoding="utf-8"))
    return Bundle(fingerprint, listed["bytes"])


def fingerprint_of_sources() -> str:
    """Changes with anything that the bundle is made of."""
    digest = hashlib.sha256(repr([(name, version(name)) for name in DECIDING]).encode())
    digest.update(repr(sys.version_info[:2]).encode())
    for name, path in _sources():
        digest.update(f"{name}\0{path.stat().st_size}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _sources() -> Iterator[tuple[str, Path]]:
    folders = {name: folder_of(name) for name in ("grader", *WHOLE)}
    folders |= {"modules": MODULES, "build": Path(__file__).parent}
    for name, folder in folders.items():
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                yield f"{name}/{path.relative_to(folder).as_posix()}", path


def write_parts(folder: Path, sent: dict[Part, bytes]) -> None:
    """Write the third-party files and their notices; what is no longer pinned goes."""
    folder.mkdir(parents=True, exist_ok=True)
    wanted = {shipped_name(part, content): content for part, content in sent.items() if part.group in GROUPS}
    for path in folder.iterdir():
        if path.is_file() and path.name not in wanted:
            path.unlink()
    for name, content in wanted.items():
        (folder / name).write_bytes(content)
    notices.write(folder / "notices", sent)


def shipped_name(part: Part, sent: bytes) -> str:
    """Named after its content, so that no cache takes another edition's file for it."""
    return f"{part.file}.{sha256_of(sent)[:8]}.bin"


def write_edition(folder: Path, sent: dict[Part, bytes]) -> None:
    """Write what belongs to this edition of the book: the page's modules, the course, the cases, `files.json`."""
    if MODULES.is_dir():
        shutil.copytree(MODULES, folder, dirs_exist_ok=True)
    groups = {
        group: [
            entry(part.file, f"../../python/{shipped_name(part, content)}", content, part.gzip)
            for part, content in sent.items()
            if part.group == group
        ]
        for group in GROUPS
    }
    groups["base"].append(_write(folder, "course.zip", course_zip()))
    (folder / "cases").mkdir()
    listed = {
        "groups": groups,
        "cases": {name: _write(folder, f"cases/{name}.npz", cases) for name, cases in drawn_cases(folder).items()},
        "bytes": {group: sum(entry["bytes"] for entry in entries) for group, entries in groups.items()},
    }
    (folder / "files.json").write_text(json.dumps(listed, indent=1) + "\n", encoding="utf-8")


def drawn_cases(folder: Path) -> dict[str, bytes]:
    """The cases of every exercise for the seed that `check` draws with, as `grader.judging.draw_cases` stores them."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:  # each waits for a process that draws, the first time
        every = list(pool.map(lambda exercise: cases_of(exercise, DEFAULT_SEED), EXERCISES.values()))
    stored = folder / "drawn.npz"
    found = {}
    for name, cases in zip(EXERCISES, every, strict=True):
        store(stored, cases)
        found[name] = stored.read_bytes()
    stored.unlink()
    return found


def _write(folder: Path, name: str, content: bytes) -> dict[str, Any]:
    sent = gzip.compress(content, 9, mtime=0)
    (folder / f"{name}.bin").write_bytes(sent)
    return entry(Path(name).name, f"{name}.bin", sent, gzipped=True)


def entry(name: str, path: str, sent: bytes, gzipped: bool) -> dict[str, Any]:
    """What `files.json` says of a file; the path is relative to it."""
    return {"name": name, "path": path, "bytes": len(sent), "sha256": sha256_of(sent), "gzip": gzipped}


def sha256_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
