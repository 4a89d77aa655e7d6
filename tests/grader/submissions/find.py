"""What was handed in: which files make up which submission, and what is none."""

import os
from collections import deque
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from grader.results import PassedOver
from grader.submissions.archives import Allowance, Archives, for_a_class, for_a_submission
from grader.text import LANGUAGES, CourseError, Text

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
NOTHING_INSIDE = Text(vi="{path} không có tập tin nào.", en="{path} holds no file.")
NO_CODE_INSIDE = Text(
    vi="{path} không có notebook hay tập tin Python nào, chỉ có {names}.",
    en="{path} holds no notebook or Python file, only {names}.",
)
SAID_AFTER = Text(vi="{said} {after}", en="{said} {after}")

PASSED_OVER = Text(vi="Bỏ qua: {said}.", en="Passed over: {said}.")
PASSED_OVER_FOR = Text(vi="{names} ({reason})", en="{names} ({reason})")
AND_FOR = Text(vi="{said}; {after}", en="{said}; {after}")
HIDDEN = Text(vi="tên ẩn", en="a hidden name")
LEFT_BY_ARCHIVES = Text(vi="do chương trình nén để lại", en="left by an archive")
LINK = Text(vi="liên kết", en="a link")
INSTALLED = Text(vi="gói cài sẵn hay bộ nhớ đệm", en="installed packages or a cache")
NO_KIND = Text(
    vi="không phải notebook, tập tin Python hay zip", en="neither a notebook nor a Python file nor a zip file"
)
RESULT = Text(vi="kết quả chấm", en="a result of grading")

KINDS = (".ipynb", ".py", ".zip")
ADDED_BY_SYSTEMS = (".txt", ".json", ".download")  # what some systems put after a name that they do not know
FOLDERS_OF_OTHERS = {"site-packages", "dist-packages", "__pycache__", "node_modules"}
MARKS_OF_ENVIRONMENTS = ("pyvenv.cfg", "conda-meta")
MAX_ENTRIES, MAX_NESTED, MAX_NAMES = 2000, 3, 3


class UsageError(CourseError):
    """Grading cannot begin."""


@dataclass(frozen=True)
class FoundFile:
    """A file of a submission: where it lies, and what it is `called`, also where it was unpacked from an archive.

    `order` grows with each file that a system received which keeps no times.
    """

    path: Path
    called: Path
    order: int = 0

    @property
    def kind(self) -> str | None:
        """One of KINDS, however its name is written, or None."""
        return kind_of(self.path.name)


@dataclass(frozen=True)
class FoundSubmission:
    """One submission: its name, its notebooks and Python files, and where it is a folder, all files in that.

    `problem` says what could not be read of it, or why there is nothing to read. `saved` is when the newest of its
    files was, in seconds, and of an archive when that was. The files of a checkout have the time of the checkout.
    """

    name: str
    files: tuple[FoundFile, ...]
    below: tuple[FoundFile, ...] = ()
    problem: Text | None = None
    saved: float = 0.0
    is_checkout: bool = False

    def beside(self, file: FoundFile) -> dict[str, Path]:
        """All that was handed in with a file, by its path from the file's folder: what its code may import or read.

        What lies further up than the file is left out, and the file itself.
        """
        folder = file.called.parent
        others = (other for other in self.below if other != file and other.called.is_relative_to(folder))
        return {other.called.relative_to(folder).as_posix(): other.path.absolute() for other in others}


@dataclass(frozen=True)
class HandedIn:
    """The submissions, and what else lay between them."""

    submissions: tuple[FoundSubmission, ...]
    passed_over: tuple[PassedOver, ...]


def kind_of(name: str) -> str | None:
    """What a file of this name is, one of KINDS, or None: X.IPYNB and x.ipynb.txt are notebooks too."""
    name = name.lower()
    for added in ADDED_BY_SYSTEMS:
        name = name.removesuffix(added)
    return next((kind for kind in KINDS if name.endswith(kind)), None)


def in_class(submission: FoundSubmission) -> FoundSubmission:
    """The submission with its files called by their place in the class: where that lies is no student's business."""
    above = Path(submission.name).parent

    def inside(files: tuple[FoundFile, ...]) -> tuple[FoundFile, ...]:
        return tuple(replace(file, called=file.called.relative_to(above)) for file in files)

    said = submission.problem
    if said is not None:
        said = Text(**{lang: said[lang].replace(f"{above}{os.sep}", "") for lang in LANGUAGES})
    return replace(submission, files=inside(submission.files), below=inside(submission.below), problem=said)


def no_names(names: Collection[str]) -> frozenset[str]:
    """None of them."""
    return frozenset()


def submissions_in(
    paths: list[Path],
    archives: Archives,
    *,
    one: bool = False,
    results: frozenset[Path] = frozenset(),
    claimed: Callable[[Collection[str]], frozenset[str]] = no_names,
) -> HandedIn:
    """Every submission, in a fixed order, and what was passed over. Raises UsageError where there is none.

    A file is a submission. A folder is a class, in which each notebook, Python file, archive and folder is one; with
    `one` it is a submission itself. An archive is what it holds. `results` are where this run writes: no submissions.
    `claimed` says which of the names in a class are a student's, whatever kind of file they are.
    """
    found: dict[str, FoundSubmission] = {}
    passed_over: list[PassedOver] = []
    for path in paths:
        if not path.exists():
            raise UsageError(NOT_THERE.format(path=path))
        is_class = not one and (path.is_dir() or kind_of(path.name) == ".zip")
        members, others = _members(path, archives, results, claimed) if is_class else ([FoundFile(path, path)], [])
        if not members:
            raise UsageError(_empty(path, others))
        passed_over += others
        for member in members:
            if str(member.called) in found:
                raise UsageError(TWICE.format(path=member.called))
            found[str(member.called)] = _submission(member, archives)
        if one and not found[str(path)].files:
            raise UsageError(found[str(path)].problem or EMPTY.format(path=path))
    return HandedIn(tuple(found.values()), tuple(passed_over))


def _members(
    path: Path,
    archives: Archives,
    results: frozenset[Path],
    claimed: Callable[[Collection[str]], frozenset[str]],
) -> tuple[list[FoundFile], list[PassedOver]]:
    """The submissions of a class, and what else lies between them. Raises UsageError when it cannot be read."""
    members, passed_over = [], []
    try:
        folder, problem = _folder_of(FoundFile(path, path), archives, for_a_class())
        if problem is not None:
            raise UsageError(problem)
        lost = archives.lost_in(folder.path)
        entries = sorted({*folder.path.iterdir(), *lost})
        students = claimed([entry.name for entry in entries])
        for entry in entries:
            reason = RESULT if entry.resolve() in results else why_no_submission(entry)
            if reason is NO_KIND and (entry.name in students or entry in lost):
                reason = None
            if reason is None:
                members.append(FoundFile(entry, folder.called / entry.name))
            else:
                passed_over.append(PassedOver(folder.called / entry.name, reason))
    except OSError as error:
        raise UsageError(UNREADABLE.format(path=path, error=error.strerror)) from error
    return members, passed_over


def why_no_submission(path: Path) -> Text | None:
    """Why something in a class's folder is nobody's submission, or None where it is one."""
    return why_passed_over(path) or (None if path.is_dir() or kind_of(path.name) else NO_KIND)


def why_passed_over(path: Path) -> Text | None:
    """Why a file or folder is looked at nowhere, or None: a link may point at somebody else's work."""
    if path.name.startswith("."):
        return HIDDEN
    if path.name == "__MACOSX":
        return LEFT_BY_ARCHIVES
    if path.is_symlink():
        return LINK
    is_installed = path.name in FOLDERS_OF_OTHERS or any(_exists(path / mark) for mark in MARKS_OF_ENVIRONMENTS)
    return INSTALLED if is_installed else None


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # its folder may not be entered, which is said where that is tried
        return False


def _empty(path: Path, passed_over: list[PassedOver]) -> Text:
    """There is no submission, and why what is there is none."""
    said = EMPTY.format(path=path)
    return SAID_AFTER.format(said=said, after=said_of(passed_over)) if passed_over else said


def said_of(passed_over: list[PassedOver] | tuple[PassedOver, ...]) -> Text:
    """One sentence on what was passed over, each with its reason."""
    by_reason: dict[Text, list[str]] = {}
    for each in passed_over:
        by_reason.setdefault(each.reason, []).append(each.path.name)
    parts = [PASSED_OVER_FOR.format(names=", ".join(names), reason=reason) for reason, names in by_reason.items()]
    whole = parts[0]
    for part in parts[1:]:
        whole = AND_FOR.format(said=whole, after=part)
    return PASSED_OVER.format(said=whole)


def _submission(member: FoundFile, archives: Archives) -> FoundSubmission:
    name = str(member.called)
    lost = archives.why_lost(member.path)
    if lost is not None and not member.path.exists():
        return FoundSubmission(name, (), problem=lost)
    if not member.path.is_dir() and member.kind != ".zip":
        return FoundSubmission(name, (member,), problem=lost, saved=_saved(member.path))
    below, problem = _files_below(member, archives)
    files = tuple(file for file in below if file.kind in (".ipynb", ".py"))
    said = problem or (None if files else without_code(name, below))
    saved = max((_saved(_outside(file, member)) for file in below), default=_saved(member.path))
    return FoundSubmission(name, files, below, said, saved, _exists(member.path / ".git"))


def _outside(file: FoundFile, member: FoundFile) -> Path:
    """Where a file of a submission lies outside of any archive: the archive that it came in, else itself."""
    place = member.path / file.called.relative_to(member.called)
    return next((each for each in (place, *place.parents) if each.is_file()), member.path)


def _saved(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:  # gone, or in a folder that may not be entered, which is said where it is read
        return 0.0


def without_code(name: str, below: Sequence[FoundFile]) -> Text:
    """Why a submission that holds these files has nothing to grade."""
    if not below:
        return NOTHING_INSIDE.format(path=name)
    names = [file.called.name for file in below]
    shown = ", ".join(names[:MAX_NAMES]) + (", …" if len(names) > MAX_NAMES else "")
    return NO_CODE_INSIDE.format(path=name, names=shown)


def _files_below(top: FoundFile, archives: Archives) -> tuple[tuple[FoundFile, ...], Text | None]:
    """The files in a folder or archive, those nearest its top first, and the first thing that could not be read.

    A folder of thousands is looked at up to MAX_ENTRIES only, archives in archives up to MAX_NESTED, and all of them
    together may hold no more than one alone.
    """
    allowance = for_a_submission()
    found, waiting, left, problem = [], deque([(top, 0)]), MAX_ENTRIES, None
    while waiting and left > 0:
        place, depth = waiting.popleft()
        entries, said = _entries(place, archives, allowance)
        problem = problem or said
        for entry in entries[:left]:
            is_archive = entry.kind == ".zip" and entry.path.is_file() and depth < MAX_NESTED
            if entry.path.is_dir() or is_archive:
                waiting.append((entry, depth + is_archive))
            elif entry.path.is_file():
                found.append(entry)
        left -= len(entries)
    return tuple(found), problem


def _entries(place: FoundFile, archives: Archives, allowance: Allowance) -> tuple[list[FoundFile], Text | None]:
    """What lies in a folder or archive and is not passed over, and why not all of it could be read."""
    folder, problem = _folder_of(place, archives, allowance)
    problem = problem or archives.why_lost(folder.path)
    try:
        entries = [entry for entry in sorted(folder.path.iterdir()) if why_passed_over(entry) is None]
    except OSError as error:  # it may not be entered
        return [], UNREADABLE.format(path=place.called, error=error.strerror)
    return [FoundFile(entry, folder.called / entry.name) for entry in entries], problem


def _folder_of(place: FoundFile, archives: Archives, allowance: Allowance) -> tuple[FoundFile, Text | None]:
    """The folder to look into: the place itself, or of an archive what it holds, past a folder that holds it all."""
    if place.path.is_dir():
        return place, None
    folder, problem = archives.unpacked(place.path, place.called, allowance)
    inside = [entry for entry in folder.iterdir() if why_passed_over(entry) is None]
    if len(inside) == 1 and inside[0].is_dir():
        return FoundFile(inside[0], place.called / inside[0].name), problem
    return FoundFile(folder, place.called), problem
