"""Files that are hard to read, names that are hard to print, helpers that are in the way: each only harms itself."""

import contextlib
import json
from dataclasses import replace
from pathlib import Path

import pytest

from grader import cli
from grader.reports.document import as_json
from grader.submissions.archives import Archives
from grader.submissions.find import FoundFile, submissions_in
from grading import READER, RIGHT
from hostile_files import FILES, HELPERS, NAMES, PLACES, STUB
from submitted import task

ANSWER = "import numpy as np\n\n\n" + RIGHT
MEGABYTE = 1 << 20


def outcome(grader, path, **more):
    """The score of a file and what is said of it, as a teacher's file has it."""
    result = grader.grade(replace(task(path, reader=READER), **more))
    submission = json.loads(as_json([result], 0).encode())["submissions"][0]
    texts = [submission["error"] or {}]
    texts += [prop["message"] for exercise in submission["exercises"] for prop in exercise["properties"]]
    return submission["score"], [text for said in texts for text in said.values()]


# Each takes about a second, all of them minutes: these here, and every fifth of the others.
WORST = ("statements.py", "statements.ipynb", "lines.py", "names.py", "f-strings.py", "brackets.py", "digits.py")


@pytest.mark.parametrize("name", dict.fromkeys([*WORST, *list(FILES)[::5]]))
def test_a_file_costs_nobody_else_anything(grader, tmp_path, name):
    """It earns nothing, its end is said in words, and the process that judges does not grow."""
    path = tmp_path / name
    path.write_bytes(FILES[name]())
    before = largest()
    score, texts = outcome(grader, path)
    assert score == 0
    assert texts and all(text and text.replace("\n", "").replace("\t", "").isprintable() for text in texts)
    assert largest() - before < 200 * MEGABYTE


def largest():
    """The bytes that this process has had in memory at once."""
    status = Path("/proc/self/status").read_text()
    return next(int(line.split()[1]) << 10 for line in status.splitlines() if line.startswith("VmHWM"))


@pytest.mark.parametrize("name", PLACES)
def test_what_is_no_file_ends_in_a_sentence(grader, tmp_path, monkeypatch, name):
    """A pipe, a device, a folder, a link that leads nowhere: nothing is earned, and nobody waits for ever."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / name
    PLACES[name](path)
    score, texts = outcome(grader, path)
    assert score == 0
    assert texts and all(texts)
    if name == "locked-folder":
        path.chmod(0o700)  # so that pytest can remove it


def test_names_of_files_reach_no_terminal_and_no_table_as_they_are(tmp_path, capfd):
    """A class whose files have names that are commands: what is printed and written holds none of them."""
    folder = tmp_path / "class"
    folder.mkdir()
    made = 0
    for name in NAMES:
        with contextlib.suppress(OSError):  # a file system may refuse some
            (folder / name).write_text(STUB)
            made += 1
    assert made > len(NAMES) // 2
    tables = [tmp_path / "out.json", tmp_path / "out.csv"]
    assert (
        cli.main([str(folder), "--exercise", "instance_norm", "--json", str(tables[0]), "--csv", str(tables[1])]) == 1
    )
    printed = "".join(capfd.readouterr())
    for text in (printed, tables[1].read_text(encoding="utf-8-sig")):
        assert not {sign for sign in text if not sign.isprintable()} - {"\n", "\r", "\t"}
    cells = [cell for line in tables[1].read_text(encoding="utf-8-sig").splitlines() for cell in line.split(",")]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@", '"=', '"+', '"@'))]


@pytest.mark.parametrize("name", HELPERS)
def test_helpers_harm_only_their_own_submission(grader, tmp_path, name):
    """Whatever they are called: what was handed in with them is judged, and the next one as if they had not been."""
    folder = tmp_path / "handed-in"
    for file, content in {**HELPERS[name], "instance_norm.py": ANSWER.encode()}.items():
        with contextlib.suppress(FileExistsError, NotADirectoryError, IsADirectoryError):
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            (folder / file).write_bytes(content)
    score, said = graded_folder(grader, folder)
    assert score in (0, 10)
    assert score == 10 or all(said)
    alone = tmp_path / "instance_norm.py"
    alone.write_text(ANSWER)
    assert outcome(grader, alone)[0] == 10


def test_links_beside_an_answer_lead_nowhere(grader, tmp_path):
    """A helper that is a link, to a file or a folder of somebody else, is not there for the answer."""
    folder, other = tmp_path / "handed-in", tmp_path / "other"
    folder.mkdir()
    other.mkdir()
    (other / "helper.py").write_text(ANSWER)
    (folder / "helper.py").symlink_to(other / "helper.py")
    (folder / "package").symlink_to(other, target_is_directory=True)
    (folder / "instance_norm.py").write_text(
        "try:\n    from helper import instance_norm\n"
        "except ImportError:\n    from package.helper import instance_norm\n"
    )
    assert graded_folder(grader, folder)[0] == 0


def test_a_helper_of_ones_own_works(grader, tmp_path):
    """An answer may stand in a helper file, and read data beside it."""
    folder = tmp_path / "handed-in"
    (folder / "own").mkdir(parents=True)
    (folder / "own" / "helper.py").write_text(ANSWER)
    (folder / "data.txt").write_text("1e-5")
    (folder / "instance_norm.py").write_text(
        "from own.helper import instance_norm as right\n\nEPS = float(open('data.txt').read())\n\n\n"
        "def instance_norm(x, eps=EPS):\n    return right(x, eps)\n"
    )
    assert graded_folder(grader, folder)[0] == 10


def graded_folder(grader, folder):
    """The score of a folder's instance_norm.py with all that lies beside it, and what is said."""
    (found,) = submissions_in([folder], Archives(), one=True).submissions
    answer = folder / "instance_norm.py"
    return outcome(grader, answer, beside=(found.beside(FoundFile(answer, answer)),))
