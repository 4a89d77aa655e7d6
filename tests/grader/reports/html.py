"""The results as pages: one for every submission, and index.html for the class."""

from collections.abc import Sequence
from pathlib import Path

from grader.provenance import Run
from grader.reports.class_page import class_page
from grader.reports.folder import write_pages
from grader.reports.names import page_names
from grader.reports.submission_page import submission_page
from grader.results import PassedOver, SubmissionResult

INDEX = "index.html"


def write_html(
    folder: Path,
    submissions: Sequence[SubmissionResult],
    lang: str,
    run: Run | None = None,
    *,
    title: str | None = None,
    passed_over: Sequence[PassedOver] = (),
) -> int:
    """Write the pages into `folder`, made if it is not there, and say how many of an earlier run were removed.

    Each student's is in the language of the student's notebooks, where they name one. Each says at its foot what
    graded, if a `run` is given; that of the class has the `title` of an assignment, and says what was `passed_over`.
    The index comes last, so that it never names a page that is not there. Raises FolderError where somebody else's
    pages are there, and OSError when a page cannot be written.
    """
    files = page_names(submissions)
    pages = {
        file: submission_page(submission, submission.lang or lang, run)
        for submission, file in zip(submissions, files, strict=True)
    }
    index = class_page(submissions, files, lang, run, title=title, passed_over=passed_over)
    return write_pages(folder, pages | {INDEX: index})
