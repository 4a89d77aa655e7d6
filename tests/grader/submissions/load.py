"""From a file as it was read to its answers: the file's code runs in a worker of the sandbox."""

import contextlib
from collections.abc import Mapping
from pathlib import Path

from grader.exercises import Exercise
from grader.sandbox.client import Code, RemoteSubmission
from grader.sandbox.inside.limits import FILE_BYTES
from grader.sandbox.inside.wire import Channel
from grader.submissions.read import SubmissionError, SubmittedFile
from grader.text import Text

LACKS = Text(vi="{path} không định nghĩa {name}.", en="{path} does not define {name}.")
LACKS_BECAUSE = Text(vi="{path} không định nghĩa {name}. {cause}", en="{path} does not define {name}. {cause}")
BORROWED = Text(
    vi="{path}: {name} là code của chính khóa học, được import vào, nên không phải lời giải. Hãy tự viết {name}.",
    en="{path}: {name} is the course's own code, which was imported, and so no answer. Write {name} yourself.",
)
MAX_FILES_BESIDE, MAX_BYTES_BESIDE = 500, 20 << 20


def load(channel: Channel, file: SubmittedFile, beside: Mapping[str, Path], exercise: Exercise) -> RemoteSubmission:
    """Run a file in the worker at the other end of the channel, so that it answers this exercise.

    `beside` are the files that its code may import or read, by the paths that it knows them by. Raises SubmissionError
    when an answer is missing or is the course's own, EndedError when the code does not come to an end.
    """
    if file.refused is not None:
        raise SubmissionError(file.refused)
    code = Code(file.cells, file.path.name, _contents(beside))
    submission = RemoteSubmission(channel, code, exercise.names, exercise.methods)
    for name in exercise.names:
        if name in submission.loaded.borrowed:
            raise SubmissionError(BORROWED.format(path=file.path.name, name=name))
        if name not in submission.answers:
            cause = file.said(submission.loaded.problems[0]) if submission.loaded.problems else None
            lacks = LACKS if cause is None else LACKS_BECAUSE
            raise SubmissionError(lacks.format(path=file.path.name, name=name, cause=cause))
    return submission


def _contents(beside: Mapping[str, Path]) -> dict[str, bytes]:
    """The contents of the files beside a submission, as far as they may take up room."""
    contents, left = {}, MAX_BYTES_BESIDE
    for name, path in list(beside.items())[:MAX_FILES_BESIDE]:
        with contextlib.suppress(OSError), path.open("rb") as file:
            content = file.read(min(left, FILE_BYTES) + 1)
            if len(content) <= min(left, FILE_BYTES):
                contents[name] = content
                left -= len(content)
    return contents
