"""The results as pages: one for every submission, and index.html for the class."""

import re
import unicodedata
from pathlib import Path

from grader.reports.atomic import write_whole
from grader.reports.class_page import class_page
from grader.reports.submission_page import submission_page
from grader.results import SubmissionResult

LONGEST_SLUG = 40


def write_html(folder: Path, submissions: list[SubmissionResult], lang: str) -> Path:
    """Write the pages into `folder`, made if it is not there, and return the path of its index.html.

    Every page is whole or as it was before; the index comes last, so that it never names a page that is not there.
    Raises OSError when a page cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    files = page_names([submission.path for submission in submissions])
    for submission, file in zip(submissions, files, strict=True):
        write_whole(folder / file, submission_page(submission, lang))
    index = folder / "index.html"
    write_whole(index, class_page(submissions, files, lang))
    return index


def page_names(paths: list[str]) -> list[str]:
    """A safe file name for the page of each submission: its number, which makes it unique, and a readable slug."""
    digits = max(3, len(str(len(paths))))
    return [f"{place:0{digits}}{_slug(path)}.html" for place, path in enumerate(paths, 1)]


def _slug(path: str) -> str:
    plain = unicodedata.normalize("NFKD", path.lower().replace("đ", "d")).encode("ascii", "ignore").decode("ascii")
    slug = re.sub("[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_SLUG].strip("-")
    return f"-{slug}" if slug else ""
