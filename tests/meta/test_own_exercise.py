"""The page "Write your own exercise" does what it says: each of its files and commands, in a copy of the course."""

import json
import os
import re
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from grader.text import LANGUAGES
from notebooks import ROOT

pytestmark = pytest.mark.slow
HOUR = 3600
FILES = ROOT / "book" / "own_exercise"
PAGE = "book/{lang}/write-your-own-exercise.md"
# A file of the exercise behind the line that says where it goes, or commands.
BLOCK = re.compile(
    r"^\*\*(?P<path>[^*\n]+)\*\*(, (cell|ô) `(?P<cell>[\w-]+)`)?(?P<kept>, (below its first line|dưới dòng đầu))?:\n\n"
    r"```\{literalinclude\} \.\./own_exercise/(?P<file>\S+)\n:language: \w+\n```$"
    r"|^```sh\n(?P<commands>[^`]*)\n```$",
    re.MULTILINE,
)


def blocks(lang: str) -> list[re.Match]:
    """What the page shows to be written into a file, or to be run, in its order."""
    return [*BLOCK.finditer((ROOT / PAGE.format(lang=lang)).read_text(encoding="utf-8"))]


def test_the_page_shows_every_file_and_both_languages_the_same():
    """Nothing in the folder is left over, and the twins ask for the same in the same order."""
    here, there = ([(block["file"], block["commands"]) for block in blocks(lang)] for lang in LANGUAGES)
    assert here == there
    assert {file for file, _ in here if file} == {path.name for path in FILES.iterdir() if path.is_file()}
    for lang in LANGUAGES:
        text = (ROOT / PAGE.format(lang=lang)).read_text(encoding="utf-8")
        assert text.count("```") == 2 * len(blocks(lang)), "a block is neither a file of the exercise nor a command"


@pytest.fixture
def copy(tmp_path) -> Path:
    """A copy of the course with the environment of this one, which its Makefile takes for up to date."""
    if not (ROOT / ".venv" / "book").exists():
        pytest.skip("the commands of the page need the environment of make: make .venv/test .venv/book")
    folder = tmp_path / "course"
    left_out = shutil.ignore_patterns(
        ".venv*", "_build", "build", "my", "*.egg-info", ".git", "__pycache__", ".*_cache"
    )
    shutil.copytree(ROOT, folder, ignore=left_out)
    (folder / ".venv").symlink_to(ROOT / ".venv")
    for name in ("pyproject.toml", "requirements.txt"):
        os.utime(folder / name, (0, 0))
    return folder


def run(command: str, folder: Path) -> None:
    """Run a command of the page in the copy; a failure shows what it said."""
    # What the book's chapters import is not changed by an exercise, and `book` has folders that pass for packages.
    packages = os.pathsep.join(map(str, [folder, folder / "tests"]))
    environment = os.environ | {"PYTHONPATH": packages, "MAKEFLAGS": ""}
    done = subprocess.run(
        ["bash", "-euc", command], cwd=folder, env=environment, check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"


def write(block: re.Match, folder: Path) -> None:
    """Write what the page shows to where it says: a file, or the cell of a notebook."""
    path, text = folder / block["path"], (FILES / block["file"]).read_text(encoding="utf-8")
    before = path.read_text(encoding="utf-8")  # the command has made it
    if block["cell"] is None:
        path.write_text(_below_first_line(before, text) if block["kept"] else text, encoding="utf-8")
        return
    notebook = json.loads(before)
    (cell,) = (cell for cell in notebook["cells"] if cell["id"] == block["cell"])
    was = "".join(cell["source"])
    new = _below_first_line(was, "\n" + text) if block["kept"] else text
    cell["source"] = new.strip("\n").splitlines(keepends=True)
    path.write_text(json.dumps(notebook, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _below_first_line(before: str, text: str) -> str:
    return f"{before.splitlines()[0]}\n{text}"


def test_the_page_is_true_word_for_word(copy):
    """Whoever follows it has an exercise in the book within an hour, of which the machine takes a part."""
    begun = time.monotonic()
    for block in blocks("en"):
        if block["commands"] is None:
            write(block, copy)
        else:
            for command in block["commands"].splitlines():
                run(command, copy)
    assert time.monotonic() - begun < HOUR
    for lang in LANGUAGES:
        page = (copy / "_build" / "html" / "exercises" / lang / "instance_denorm.html").read_text(encoding="utf-8")
        assert "instance_denorm" in page
        contents = (copy / "_toc.yml").read_text(encoding="utf-8")
        listed = re.findall(r"file: (\S+)", contents)
        chapter = listed.index(f"book/{lang}/formula")
        assert f"exercises/{lang}/instance_denorm" in listed[chapter : chapter + 6]
