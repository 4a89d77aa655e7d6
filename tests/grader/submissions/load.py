"""From a file as it was read to its answers: the file's code runs in a worker of the sandbox."""

import contextlib
import io
from collections.abc import Callable, Mapping
from pathlib import Path

from grader.exercises import Exercise
from grader.sandbox.client import Code, RemoteSubmission
from grader.sandbox.inside.limits import FILE_BYTES
from grader.sandbox.inside.messages import Loaded
from grader.sandbox.launcher import Worker
from grader.submissions.read import SubmissionError, SubmittedFile
from grader.text import Text

LACKS = Text(vi="{path} không định nghĩa {name}.", en="{path} does not define {name}.")
AND = Text(vi="{said} {more}", en="{said} {more}")
PACKAGES = Text(
    vi="{path} import gói không có ở đây khi chấm: {names}. Phần code cần đến gói đó không chạy được.",
    en="{path} imports packages that are not here when graded: {names}. The code that needs them could not run.",
)
BORROWED = Text(
    vi="{path}: {name} là code của chính khóa học, được import vào, nên không phải lời giải. Hãy tự viết {name}.",
    en="{path}: {name} is the course's own code, which was imported, so it is no answer. Write {name} yourself.",
)
MAX_FILES_BESIDE, MAX_BYTES_BESIDE = 500, 20 << 20


def load(
    connect: Callable[[], Worker], file: SubmittedFile, beside: Mapping[str, Path | bytes], exercise: Exercise
) -> RemoteSubmission:
    """Run a file in a worker, which `connect` gives, so that it answers this exercise; close it when done.

    `beside` are the files that its code may import or read, or what they hold, by the paths that it knows them by.
    Raises SubmissionError when an answer is missing or is the course's own, EndedError when the code does not come
    to an end.
    """
    if file.refused is not None:
        raise SubmissionError(file.refused)
    code = Code(file.cells, file.path.name, contents_of(beside))
    submission = RemoteSubmission(connect, code, exercise.names, exercise.methods)
    refused = _refused(file, submission, exercise)
    if refused is not None:
        submission.close()
        raise SubmissionError(refused)
    return submission


def _refused(file: SubmittedFile, submission: RemoteSubmission, exercise: Exercise) -> Text | None:
    """Why what was loaded answers the exercise not at all, or None."""
    for name in exercise.names:
        if name in submission.loaded.borrowed:
            return BORROWED.format(path=file.path.name, name=name)
        if name not in submission.answers:
            lacks = LACKS.format(path=file.path.name, name=name)
            problems = submission.loaded.problems
            # What was no Python comes first: it was never run, whatever else went wrong before it.
            cause = min(problems, key=lambda problem: problem.kind != "syntax", default=None)
            return AND.format(said=file.said(cause), more=lacks) if cause is not None else lacks
    return None


def lacking(file: SubmittedFile, loaded: Loaded) -> Text | None:
    """What should be known where points were lost: what is no Python, packages that are not there, what did not end."""
    said = [file.said(problem) for problem in loaded.problems if problem.kind == "syntax"]
    said += [PACKAGES.format(path=file.path.name, names=", ".join(loaded.packages))] if loaded.packages else []
    said += [file.said(problem) for problem in loaded.problems if problem.kind in ("stopped", "ended")]
    if not said:
        return None
    whole = said[0]
    for more in said[1:]:
        whole = AND.format(said=whole, more=more)
    return whole


def contents_of(beside: Mapping[str, Path | bytes]) -> dict[str, bytes]:
    """The contents of the files beside a submission, as far as they may take up room."""
    contents, left = {}, MAX_BYTES_BESIDE
    for name, kept in list(beside.items())[:MAX_FILES_BESIDE]:
        with contextlib.suppress(OSError), io.BytesIO(kept) if isinstance(kept, bytes) else kept.open("rb") as file:
            content = file.read(min(left, FILE_BYTES) + 1)
            if len(content) <= min(left, FILE_BYTES):
                contents[name] = content
                left -= len(content)
    return contents
