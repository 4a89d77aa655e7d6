"""A folder of pages, of which only what an earlier run wrote there is ever overwritten or removed.

What a run wrote is listed in a hidden file of the folder, each page with a digest of its text: a page that somebody
changed, or put there, is not ours.
"""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from grader.reports.atomic import write_whole
from grader.text import CourseError, Text

LIST = ".grade-pages.json"
SUFFIX = ".html"
NOT_OURS = Text(
    vi="Không ghi trang nào vào {folder}: ở đó có {names} mà lệnh này không viết ra, hoặc có người đã sửa từ lần trước."
    " Hãy chuyển đi nơi khác, hoặc chọn thư mục khác.",
    en="No pages are written into {folder}: this command did not write {names} there, or somebody changed it since."
    " Move it elsewhere, or choose another folder.",
)
MAX_NAMES = 3


class FolderError(CourseError):
    """A folder holds pages of somebody else's."""


def refuse_others_pages(folder: Path) -> None:
    """Raise FolderError where the folder holds a page that no run wrote as it is."""
    written = _written(folder)
    others = [path.name for path in _pages(folder) if not _is_ours(path, written)]
    if others:
        names = ", ".join(others[:MAX_NAMES]) + (", …" if len(others) > MAX_NAMES else "")
        raise FolderError(NOT_OURS.format(folder=folder, names=names))


def write_pages(folder: Path, pages: Mapping[str, str]) -> int:
    """Write pages by name, in this order, remove those that an earlier run wrote, and say how many these were.

    Each page is whole or as it was before. Raises FolderError before anything is changed, and OSError when a page
    cannot be written; then what is there is still known to be ours.
    """
    folder.mkdir(parents=True, exist_ok=True)
    refuse_others_pages(folder)
    known = {name: [_digest(text.encode())] for name, text in pages.items()}
    earlier = _written(folder)
    _list(folder, {name: [*known.get(name, ()), *earlier.get(name, ())] for name in {*known, *earlier}})
    for name, text in pages.items():
        write_whole(folder / name, text)
    old = [path for path in _pages(folder) if path.name not in pages]
    for path in old:
        path.unlink()
    _list(folder, known)
    return len(old)


def _pages(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.suffix.lower() == SUFFIX) if folder.is_dir() else []


def _written(folder: Path) -> dict[str, list[str]]:
    """By the names of pages, the digests of what was written there."""
    try:
        listed = json.loads((folder / LIST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return listed if isinstance(listed, dict) else {}


def _list(folder: Path, pages: Mapping[str, list[str]]) -> None:
    write_whole(folder / LIST, json.dumps(dict(sorted(pages.items())), indent=0) + "\n")


def _is_ours(path: Path, written: Mapping[str, list[str]]) -> bool:
    return path.is_file() and _digest(path.read_bytes()) in written.get(path.name, ())


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
