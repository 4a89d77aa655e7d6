"""Writing a result so that what stood there before stays whole until the new one is complete."""

import contextlib
import errno
import os
from pathlib import Path

from grader.text import Text

IS_FOLDER = Text(
    vi="Không thể ghi {path}: đó là một thư mục. Hãy đưa vào tên của một tập tin.",
    en="{path} cannot be written: it is a directory. Give the name of a file.",
)
NO_FOLDER = Text(
    vi="Không thể ghi {path}: không có thư mục {folder}. Hãy tạo thư mục đó trước.",
    en="{path} cannot be written: there is no directory {folder}. Create it first.",
)
NOT_ALLOWED = Text(
    vi="Không thể ghi {path}: bạn không có quyền ghi ở đó. Hãy chọn thư mục khác.",
    en="{path} cannot be written: you have no permission to write there. Choose another directory.",
)
OTHERWISE = Text(vi="Không thể ghi {path}: {reason}.", en="{path} cannot be written: {reason}.")


class UnwritableError(OSError):
    """A file could not be written; `text` says why and what to do, in both languages, `strerror` only why."""

    def __init__(self, cause: OSError, text: Text) -> None:
        super().__init__(cause.errno or errno.EIO, cause.strerror or str(cause))
        self.text = text

    def __str__(self) -> str:
        return self.text.en


def write_whole(path: Path, content: str | bytes) -> None:
    """Write bytes, or text as UTF-8 with newlines as they are, all of it or nothing.

    Raises OSError when it cannot: the file keeps what it held before, and no temporary file stays behind.
    """
    data = content.encode("utf-8") if isinstance(content, str) else content
    if _is_stream(path):
        path.write_bytes(data)
        return
    path = path.resolve()  # through a symbolic link: its target is replaced, not the link
    temporary = _sibling(path)
    try:
        temporary.unlink(missing_ok=True)
        with temporary.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:  # a Ctrl+C half way leaves nothing behind either
        _remove(temporary)
        raise


def refuse_unwritable(path: Path) -> None:
    """Raise UnwritableError when `path` could not be written by `write_whole`; leaves nothing behind.

    To be asked before grading, so that nobody waits for results that then have no place to go.
    """
    try:
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if _is_stream(path):
            return
        temporary = _sibling(path.resolve())
        try:
            temporary.open("w").close()
        finally:
            _remove(temporary)
    except OSError as error:
        raise UnwritableError(error, _reason(path, error)) from error


def _reason(path: Path, error: OSError) -> Text:
    if isinstance(error, IsADirectoryError):
        return IS_FOLDER.format(path=path)
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return NO_FOLDER.format(path=path, folder=path.parent)
    if isinstance(error, PermissionError):
        return NOT_ALLOWED.format(path=path)
    return OTHERWISE.format(path=path, reason=error.strerror or type(error).__name__)


def _is_stream(path: Path) -> bool:
    """/dev/stdout, /dev/null or a pipe: written into, for replacing it would put a plain file in its place."""
    return path.exists() and not path.is_file() and not path.is_dir()


def _sibling(path: Path) -> Path:
    # In the same folder, because only there os.replace is one step; cut, because names have a greatest length.
    return path.with_name(f".{path.name[:40]}.{os.getpid()}.tmp")


def _remove(temporary: Path) -> None:
    with contextlib.suppress(OSError):  # the error that brought us here says more
        temporary.unlink(missing_ok=True)
