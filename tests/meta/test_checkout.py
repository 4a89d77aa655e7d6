"""A checkout on Windows, where git turns the ends of lines into CRLF unless .gitattributes forbids it."""

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.skipif(
    shutil.which("git") is None or not (ROOT / ".git").exists(), reason="this folder is no checkout of git's"
)


def checked_out(folder: Path, *settings: str) -> dict[str, bytes]:
    """Every file of git's index as git writes it into the folder under these settings, by its path."""
    command = ["git", "-c", "safe.directory=*", *settings, "checkout-index", "--all", f"--prefix={folder}/"]
    subprocess.run(command, cwd=ROOT, check=True, timeout=60)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_windows_gets_the_same_bytes(tmp_path):
    """With git's settings for Windows every file is what it is here."""
    here = checked_out(tmp_path / "here", "-c", "core.autocrlf=false", "-c", "core.eol=lf")
    windows = checked_out(tmp_path / "windows", "-c", "core.autocrlf=true", "-c", "core.eol=crlf")
    assert {path for path in here.keys() | windows.keys() if here.get(path) != windows.get(path)} == set()
    assert "README.md" in here
