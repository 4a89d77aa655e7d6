"""Moodle's archive of feedback files: one page a student, in a folder that names the participant.

https://github.com/moodle/moodle/blob/main/mod/assign/feedback/file/importziplib.php says which names it takes:
“Name_12345_assignsubmission_file”, of which the number counts.
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterable

from grader.assignment.roster import Roster
from grader.results import SubmissionResult

LONG_AGO = (1980, 1, 1, 0, 0, 0)  # no time of its own, so that the same pages are the same archive
NOT_IN_NAMES = re.compile(r'[\x00-\x1f/\\:*?"<>|_]+')
PAGE = "feedback.html"


def moodle_feedback(
    roster: Roster, results: Iterable[SubmissionResult], page: Callable[[SubmissionResult], str]
) -> bytes:
    """The archive to upload as “multiple feedback files”; `page` makes the page of a student.

    Whoever Moodle knows no number of, and whoever handed in nothing and of whom nothing was said, is left out.
    """
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for result in results:
            number = roster.known_as(result.student.id).moodle if result.student is not None else ""
            if number and result.student is not None and (result.hand_ins or (result.mark and result.mark.remarks)):
                name = NOT_IN_NAMES.sub(" ", result.student.name).strip() or result.student.id
                entry = zipfile.ZipInfo(f"{name}_{number}_assignsubmission_file/{PAGE}", LONG_AGO)
                entry.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(entry, page(result))
    return packed.getvalue()
