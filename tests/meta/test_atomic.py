"""Writing results: whole or not at all, and refused beforehand where it would not work."""

import errno
import os
from pathlib import Path
from typing import NoReturn

import pytest

from grader.reports.atomic import UnwritableError, refuse_unwritable, write_whole


def test_write_whole_replaces(tmp_path: Path) -> None:
    """The file holds exactly the text, in UTF-8, and nothing else is in the folder."""
    path = tmp_path / "kết quả.json"
    path.write_text("old", encoding="utf-8")
    write_whole(path, "mới\r\n\n")
    assert path.read_bytes() == "mới\r\n\n".encode()
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_full_disk_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    """When writing fails half way, the old file is whole and no temporary file stays."""

    def full_disk(*_: object) -> NoReturn:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    path = tmp_path / "out.json"
    path.write_text("old", encoding="utf-8")
    monkeypatch.setattr(os, step, full_disk)
    with pytest.raises(OSError, match="No space left"):
        write_whole(path, "new")
    assert path.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_text_that_cannot_be_encoded_leaves_the_old_file(tmp_path: Path) -> None:
    """A half character is an error before anything is replaced."""
    path = tmp_path / "out.json"
    path.write_text("old", encoding="utf-8")
    with pytest.raises(UnicodeEncodeError):
        write_whole(path, "new \udce9")
    assert path.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    """Through a symbolic link its target is written."""
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_text("old", encoding="utf-8")
    link.symlink_to(target)
    write_whole(link, "new")
    assert link.is_symlink() and target.read_text(encoding="utf-8") == "new"


def test_a_stream_is_written_into(tmp_path: Path) -> None:
    """A pipe, like /dev/stdout, is not replaced by a file."""
    path = tmp_path / "pipe"
    os.mkfifo(path)
    reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    try:
        refuse_unwritable(path)
        write_whole(path, "new")
        assert os.read(reader, 10) == b"new"
        assert path.is_fifo()
    finally:
        os.close(reader)


def test_what_can_be_written_is_not_refused(tmp_path: Path) -> None:
    """A file that is there or not yet passes, unchanged, and nothing stays behind."""
    path = tmp_path / "out.json"
    refuse_unwritable(path)
    assert list(tmp_path.iterdir()) == []
    path.write_text("old", encoding="utf-8")
    refuse_unwritable(path)
    assert path.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    "name, words",
    [
        (".", "is a directory"),
        ("none/out.json", "there is no directory"),
        ("file/out.json", "there is no directory"),
        ("x" * 300, "too long"),
    ],
)
def test_what_cannot_be_written_is_refused(tmp_path: Path, name: str, words: str) -> None:
    """A directory, a missing folder, a file in place of one and an endless name are refused, in both languages."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(UnwritableError, match=words) as caught:
        refuse_unwritable(tmp_path / name)
    assert caught.value.text.vi != caught.value.text.en and caught.value.strerror
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_no_permission_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the folder does not take a new file, the reason says so (simulated: root may write anywhere)."""

    def refused(*_: object, **__: object) -> NoReturn:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(Path, "open", refused)
    with pytest.raises(UnwritableError, match="no permission"):
        refuse_unwritable(tmp_path / "out.json")
