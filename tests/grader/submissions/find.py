"""What was handed in: which files make up which submission."""

from collections import deque
from dataclasses import dataclass
from pathlib import Path

from grader.text import CourseError, Text

NOT_THERE = Text(vi="Không có {path}. Hãy kiểm tra lại đường dẫn.", en="There is no {path}. Check the path.")
UNREADABLE = Text(
    vi="Không đọc được {path} ({error}). Hãy kiểm tra quyền truy cập.",
    en="{path} cannot be read ({error}). Check its permissions.",
)
EMPTY = Text(
    vi="Thư mục {path} không có bài nộp nào. Hãy chỉ đến thư mục chứa các bài nộp.",
    en="There is no submission in the folder {path}. Name the folder that holds the submissions.",
)
TWICE = Text(vi="{path} được đưa vào hai lần. Hãy bỏ bớt một.", en="{path} is given twice. Leave one of them out.")

MAX_ENTRIES = 2000


class UsageError(CourseError):
    """Grading cannot begin."""


@dataclass(frozen=True)
class FoundSubmission:
    """One submission: its name, its notebooks and Python files, and where it is a folder, all files in that."""

    name: str
    files: tuple[Path, ...]
    below: tuple[Path, ...] = ()

    def beside(self, file: Path) -> dict[str, Path]:
        """All that was handed in with a file, by its path from the file's folder: what its code may import or read.

        What lies further up than the file is left out, and the file itself.
        """
        others = (path for path in self.below if path != file and path.is_relative_to(file.parent))
        return {path.relative_to(file.parent).as_posix(): path for path in others}


def submissions_in(paths: list[Path], *, one: bool) -> list[FoundSubmission]:
    """Every submission, in a fixed order.

    A file is a submission. A folder is a class, in which each file or folder is one; with `one` it is a submission
    itself. Hidden names, __MACOSX and .ipynb_checkpoints are passed over. Raises UsageError.
    """
    found: dict[str, FoundSubmission] = {}
    for path in paths:
        try:
            if not path.exists():
                raise UsageError(NOT_THERE.format(path=path))
            members = [path] if one or path.is_file() else sorted(filter(_counts, path.iterdir()))
            for member in members:
                if str(member) in found:
                    raise UsageError(TWICE.format(path=member))
                found[str(member)] = _submission(member)
        except OSError as error:
            raise UsageError(UNREADABLE.format(path=path, error=error.strerror)) from error
        if not members or (one and not found[str(path)].files):
            raise UsageError(EMPTY.format(path=path))
    return list(found.values())


def _counts(path: Path) -> bool:
    """Not hidden, not left by an archive, and no link, which may point at somebody else's work."""
    return not path.name.startswith(".") and path.name != "__MACOSX" and not path.is_symlink()


def _submission(path: Path) -> FoundSubmission:
    if not path.is_dir():
        return FoundSubmission(str(path), (path,))
    below = _files_below(path)
    files = tuple(file for file in below if file.suffix in (".ipynb", ".py"))
    return FoundSubmission(str(path), files, below)


def _files_below(folder: Path) -> tuple[Path, ...]:
    """The files in a folder, those nearest its top first; a folder of thousands is looked at up to MAX_ENTRIES only."""
    found, folders, left = [], deque([folder]), MAX_ENTRIES
    while folders and left > 0:
        entries = _entries(folders.popleft())[:left]
        left -= len(entries)
        found += [path for path in entries if path.is_file()]
        folders += [path for path in entries if path.is_dir()]
    return tuple(found)


def _entries(folder: Path) -> list[Path]:
    try:
        return sorted(filter(_counts, folder.iterdir()))
    except OSError:  # it may not be entered
        return []
