"""What pages are called: the same name for the same student every time, whoever else is graded."""

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from grader.results import SubmissionResult

MAX_SLUG, DIGITS = 40, 8
# Names that look as if they had a digest, that mean a device to Windows, or the page of the class.
RESERVED = re.compile(rf"index|con|prn|aux|nul|com\d|lpt\d|.*-[0-9a-f]{{{DIGITS}}}")


def page_names(submissions: Sequence[SubmissionResult]) -> list[str]:
    """A safe file name for the page of each submission, told by itself alone.

    That is the id of its student, where it is known. Else, and where an id is no safe name, it is what can be read of
    the name, with a digest of all of it.
    """
    names = names_apart(submissions)
    return [
        f"{_safe_id(submission.student.id) if submission.student is not None else _with_digest(name)}.html"
        for submission, name in zip(submissions, names, strict=True)
    ]


def names_apart(submissions: Sequence[SubmissionResult]) -> list[str]:
    """What each submission is called without the place where it lies, or with so much of it as tells two apart."""
    names = [submission.name for submission in submissions]
    for depth in range(2, max((len(Path(each.path).parts) for each in submissions), default=0) + 1):
        counts = Counter(names)
        names = [
            name if counts[name] == 1 or submission.student is not None else _end(submission.path, depth)
            for submission, name in zip(submissions, names, strict=True)
        ]
    return names


def _end(path: str, depth: int) -> str:
    return "/".join(Path(path).parts[-depth:])


def _safe_id(name: str) -> str:
    is_safe = name != "" and name == _slug(name) and not RESERVED.fullmatch(name)
    return name if is_safe else _with_digest(name, "student")


def _with_digest(name: str, kind: str = "hand-in") -> str:
    digest = hashlib.sha256(f"{kind} {name}".encode("utf-8", "surrogatepass")).hexdigest()[:DIGITS]
    return "-".join(filter(None, (_slug(name), digest)))


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.lower().replace("đ", "d")).encode("ascii", "ignore").decode("ascii")
    return re.sub("[^a-z0-9]+", "-", plain).strip("-")[:MAX_SLUG].strip("-")
