"""What the site holds for Python in the page: the pinned parts, the course's own, `files.json`, notices."""

import gzip
import hashlib
import itertools
import json
import os
import shutil
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from course_book import slim
from course_book.content import in_page_words
from course_book.in_page import notices
from course_book.in_page.course_zip import WHOLE, course_zip, folder_of
from course_book.in_page.parts import Part, pinned_parts, pure_packages, sent_parts

MODULES = Path(__file__).parents[3] / "_static" / "in-page"
GROUPS = ("base", "plots")


@dataclass(frozen=True)
class Bundle:
    """What was written: the name of the edition's folder, and what each group weighs as it is sent."""

    fingerprint: str
    bytes: dict[str, int]


def write_bundle(site: Path, memory: Path) -> Bundle:
    """Write the bundle below the site's root, unless it is there already; folders of other editions are left.

    `memory` is a file that remembers from which sources the last one was made. Raises UnavailableError or
    MismatchError.
    """
    sources = digest_of_sources()
    if (last := _remembered(memory, sources)) and is_whole(folder := site / "in-page" / last):
        return _bundle(folder)
    sent = sent_parts(pinned_parts())
    write_parts(site / "python", sent)
    unfinished = site / "in-page" / f"unfinished.{os.getpid()}"
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    write_edition(unfinished, sent)
    folder = unfinished.with_name(digest_of(files_below(unfinished)))
    shutil.rmtree(folder, ignore_errors=True)
    unfinished.replace(folder)
    memory.parent.mkdir(parents=True, exist_ok=True)
    memory.write_text(json.dumps({"sources": sources, "fingerprint": folder.name}), encoding="utf-8")
    return _bundle(folder)


def _remembered(memory: Path, sources: str) -> str | None:
    """The edition that was made from these sources, if the last one was."""
    try:
        last = json.loads(memory.read_text(encoding="utf-8"))
        return str(last["fingerprint"]) if last["sources"] == sources else None
    except (OSError, ValueError, KeyError):
        return None


def _bundle(folder: Path) -> Bundle:
    return Bundle(folder.name, json.loads((folder / "files.json").read_text(encoding="utf-8"))["bytes"])


def is_whole(folder: Path) -> bool:
    """Whether everything is there that the folder's `files.json` lists."""
    if not (folder / "files.json").exists():
        return False
    listed = json.loads((folder / "files.json").read_text(encoding="utf-8"))
    entries = [*itertools.chain(*listed["groups"].values()), *listed["cases"].values()]
    return all((folder / each["path"]).is_file() for each in entries)


def digest_of_sources() -> str:
    """Changes with anything that the bundle may be made of."""
    # These versions decide which cases are drawn, and what the packages in course.zip hold.
    named = ("hypothesis", "numpy", *(package.name for package in pure_packages()))
    decided_by = [sys.version_info[:2], in_page_words.words(), *((name, version(name)) for name in named)]
    folders = {name: folder_of(name) for name in ("grader", *WHOLE)}
    folders |= {"modules": MODULES, "build": Path(__file__).parent}
    files = {f"{name}/{file}": path for name, folder in folders.items() for file, path in files_below(folder).items()}
    files["slim"] = Path(slim.__file__)
    return digest_of(files, repr(decided_by))


def digest_of(files: dict[str, Path], more: str = "") -> str:
    """A short name for these files, by their names and contents."""
    digest = hashlib.sha256(more.encode())
    for name in sorted(files):
        content = files[name].read_bytes()
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()[:16]


def files_below(folder: Path) -> dict[str, Path]:
    paths = [path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc"]
    return {path.relative_to(folder).as_posix(): path for path in paths}


def write_parts(folder: Path, sent: dict[Part, bytes]) -> None:
    """Write the third-party files and their notices; what is no longer pinned goes."""
    folder.mkdir(parents=True, exist_ok=True)
    wanted = {shipped_name(part, content): content for part, content in sent.items() if part.group in GROUPS}
    for path in folder.iterdir():
        if path.is_file() and path.name not in wanted:
            path.unlink()
    for name, content in wanted.items():
        path = folder / name
        if not path.exists() or path.stat().st_size != len(content):
            path.write_bytes(content)
    notices.write(folder, {part: content for part, content in sent.items() if part.group in GROUPS})


def shipped_name(part: Part, sent: bytes) -> str:
    """Named after its content, so that no cache takes another edition's file for it."""
    return f"{part.file}.{sha256_of(sent)[:8]}.bin"


def write_edition(folder: Path, sent: dict[Part, bytes]) -> None:
    """Write what belongs to this edition of the book: the page's modules, the course, the cases, `files.json`."""
    if MODULES.is_dir():
        shutil.copytree(MODULES, folder, dirs_exist_ok=True, copy_function=slim.copy)
    (folder / "words.json").write_text(json.dumps(in_page_words.words(), ensure_ascii=False), encoding="utf-8")
    modules = sorted(path.name for path in folder.iterdir())
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
        "modules": modules,
        "groups": groups,
        "cases": {name: _write(folder, f"cases/{name}.npz", cases) for name, cases in drawn_cases(folder).items()},
        "bytes": {group: sum(entry["bytes"] for entry in entries) for group, entries in groups.items()},
    }
    (folder / "files.json").write_text(json.dumps(listed, indent=1) + "\n", encoding="utf-8")


def drawn_cases(folder: Path) -> dict[str, bytes]:
    """The cases of every exercise for the seed that `check` draws with, as `grader.judging.draw_cases` stores them."""
    # A third of a second to import, and most builds have nothing to draw.
    from grader.exercises import EXERCISES
    from grader.judging.cases import DEFAULT_SEED, cases_of
    from grader.judging.draw_cases import store

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
