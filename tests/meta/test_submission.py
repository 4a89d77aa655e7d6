"""What a file hands in, however it is broken: its names where it has them, else one clear sentence."""

import dataclasses
import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from grader import cli, seed
from grader.exercises import EXERCISES
from grader.grade import Grader
from grader.judging.cases import DEFAULT_SEED
from grader.sandbox import launcher
from grader.sandbox.launcher import Isolation, SandboxError, isolation
from grader.submissions import read
from grader.submissions.read import Reader, SubmissionError, language_of
from grader.text import Text
from notebooks import ROOT
from submitted import loaded, read_file, task

if isolation().kind == "none":
    pytest.skip("submissions run in workers that are forked, which this system cannot do", allow_module_level=True)

# Looks for the definitions wherever they may lie.
WALK = """import os
for place, _, files in os.walk('/'):
    if 'definition.py' in files and 'graded' in place:
        exec(open(f'{place}/definition.py').read())"""
NORM = EXERCISES["instance_norm"]
RIGHT = (ROOT / "solutions" / "instance_norm.py").read_text(encoding="utf-8")
ONES = np.ones((1, 2, 1))


def notebook(path, *cells, **course):
    """A notebook with these code cells at `path`."""
    made = {
        "cells": [{"cell_type": "code", "metadata": {}, "source": cell, "outputs": []} for cell in cells],
        "metadata": {"course": course},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    path.write_text(json.dumps(made), encoding="utf-8")
    return path


def refusal(path, exercise=NORM):
    """The sentences with which a submission is refused."""
    with pytest.raises(SubmissionError) as caught, loaded(path, exercise):
        pass
    return caught.value.text


def problems(path):
    """What is said of the cells of a submission that went wrong, in English."""
    with loaded(path, NORM) as submission:
        assert submission.answers["instance_norm"](ONES).shape == ONES.shape
        return [read_file(path).said(problem).en for problem in submission.loaded.problems]


def test_a_notebook_is_run_cell_by_cell(tmp_path):
    """Names go from cell to cell, and the last definition of a name counts."""
    path = notebook(
        tmp_path / "a.ipynb", "k = 2", "def instance_norm(x):\n    return 0", "def instance_norm(x):\n    return k"
    )
    with loaded(path, NORM) as submission:
        assert submission.answers["instance_norm"](None) == 2


def test_magics_shell_and_check_do_nothing(tmp_path):
    """Lines for IPython neither fail nor run, input() does not wait, and check does not judge."""
    path = notebook(
        tmp_path / "a.ipynb",
        "%matplotlib inline\n!touch made-by-the-shell\nfiles = !ls\n%timeit 1",
        "%%time\n1",
        "from grader.check import check\ncheck('instance_norm', None)\ninput('name? ')",
        "import os\nassert not os.path.exists('made-by-the-shell')",
        RIGHT,
    )
    assert problems(path) == []


def test_plots_are_drawn_nowhere(tmp_path):
    """Plotting works and leaves no figure open."""
    plots = "import matplotlib.pyplot as plt\nplt.plot([1])\nplt.show()"
    path = notebook(tmp_path / "a.ipynb", plots, RIGHT)
    assert problems(path) == []


def test_a_failing_cell_does_not_stop_the_next(tmp_path):
    """What fails is noted with cell, line and error; what works counts."""
    path = notebook(tmp_path / "a.ipynb", "x = 1\n1 / 0", RIGHT)
    with loaded(path, NORM) as submission:
        (problem,) = submission.loaded.problems
    said = read_file(path).said(problem)
    assert said.en == f"{path}, code cell 1, line 2: the code raised ZeroDivisionError: division by zero."
    assert said.vi == f"{path}, ô code số 1, dòng 2: code phát sinh ngoại lệ ZeroDivisionError: division by zero."


def test_a_syntax_error_is_named(tmp_path):
    """The cell and the line of a syntax error are said, when the function is missing for it."""
    text = refusal(notebook(tmp_path / "a.ipynb", "1", "def instance_norm(x:\n    return x"))
    assert "does not define instance_norm" in text.en
    assert f"{tmp_path / 'a.ipynb'}, code cell 2, line 1: not valid Python" in text.en
    assert "ô code số 2, dòng 1: sai cú pháp Python" in text.vi


def test_exit_is_noted(tmp_path):
    """A cell that calls exit() ends neither the grader nor the notebook."""
    assert len(problems(notebook(tmp_path / "a.ipynb", "exit()", "raise SystemExit(3)", RIGHT))) == 2


SET_UPS = sorted(
    {
        "".join(cell["source"])
        for path in (ROOT / folder for folder in ("book", "exercises"))
        for page in path.glob("*/*.ipynb")
        for cell in json.loads(page.read_text(encoding="utf-8"))["cells"]
        if "setup" in cell["metadata"].get("tags", [])
    }
)


def test_every_set_up_cell_runs(tmp_path):
    """What the course's notebooks import at their beginning can be imported where they are graded."""
    assert len(SET_UPS) > 5
    assert problems(notebook(tmp_path / "a.ipynb", *SET_UPS, RIGHT)) == []


@pytest.mark.parametrize(
    "code, words",
    [
        ("from solutions.instance_norm import instance_norm", "is the course's own code"),
        ("from graded.definition import instance_norm", "is the course's own code"),
        ("import solutions\ninstance_norm = solutions.instance_norm.instance_norm", "is the course's own code"),
        ("from grader.exercises import EXERCISES\ninstance_norm = EXERCISES['instance_norm'].solution['instance_norm']",
         "is the course's own code"),
        ("from solutions.instance_norm import *", "does not define"),
        (WALK, "does not define"),
    ],
    ids=["import", "definition", "module", "registry", "star", "walk"],
)  # fmt: skip
def test_the_course_s_own_code_is_no_answer(tmp_path, code, words):
    """The reference solution is not there; who hands in what stands in for it is told so, in both languages."""
    text = refusal(notebook(tmp_path / "a.ipynb", code))
    assert words in text.en and text.vi != text.en


def test_the_course_s_own_code_cannot_be_called(tmp_path):
    """Called inside an answer, the reference solution is not there either, and the learner reads why."""
    path = notebook(
        tmp_path / "a.ipynb",
        "from solutions.instance_norm import instance_norm as theirs\ndef instance_norm(x):\n    return theirs(x)",
    )
    with loaded(path, NORM) as submission, pytest.raises(Exception, match="own code, not here when graded") as caught:
        submission.answers["instance_norm"](ONES)
    assert type(caught.value).__name__ == "CourseCodeError" and "hãy tự viết" in str(caught.value)


def test_files_beside_a_submission_can_be_used(tmp_path):
    """Of a folder that is a submission, helper modules, packages and data are there, and only to be read."""
    (tmp_path / "mine" / "package").mkdir(parents=True)
    (tmp_path / "mine" / "helper.py").write_text("K = 1\n", encoding="utf-8")
    (tmp_path / "mine" / "package" / "part.py").write_text("K = 2\n", encoding="utf-8")
    (tmp_path / "mine" / "data.csv").write_text("3\n", encoding="utf-8")
    (tmp_path / "mine" / "link").symlink_to(ROOT / "README.md")
    (tmp_path / "other.py").write_text("K = 4\n", encoding="utf-8")
    code = (
        "import os, helper\nfrom package import part\n"
        "assert (helper.K, part.K, open('data.csv').read()) == (1, 2, '3\\n')\n"
        "assert not os.path.exists('link') and not os.path.exists('other.py')\n"
        "assert os.stat('helper.py').st_mode & 0o222 == 0\n"
    )
    (tmp_path / "mine" / "instance_norm.py").write_text(code + RIGHT, encoding="utf-8")
    out = tmp_path / "out.json"
    assert cli.main([str(tmp_path / "mine"), "--trust", "--one", "--seed", "0", "--json", str(out)]) == 0


# Reading


@pytest.mark.parametrize(
    "name, content, words",
    [
        ("gone.ipynb", None, "There is no file"),
        ("a.ipynb", b"", "cannot be read as a notebook"),
        ("a.ipynb", b"[1]", "cannot be read as a notebook"),
        ("a.ipynb", b"\xff\xfe\x00", "cannot be read as a notebook"),
        ("a.ipynb", b"[" * 100_000, "cannot be read as a notebook"),
        ("a.py", b"\xff\xfe\x00", "is not UTF-8 text"),
        ("a.txt", b"x = 1", "neither an .ipynb nor a .py"),
        ("a.py", b"", "does not define instance_norm"),
        ("a.py", b"def instance_norm(x\n", "line 1: not valid Python"),
        ("a.py", b"import nowhere_to_be_found", "line 1: the code raised ModuleNotFoundError"),
    ],
)
def test_bad_input_gets_one_sentence_in_each_language(tmp_path, name, content, words):
    """A file that cannot be judged is refused by a sentence that names it."""
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    text = refusal(path)
    assert words in text.en
    assert path.name in text.en and path.name in text.vi
    assert text.vi != text.en


@pytest.mark.parametrize(
    "code", ["a;" * 10**6, "-" * 10**6 + "1", "(" * 10**6], ids=["statements", "signs", "brackets"]
)
def test_code_that_breaks_parsers_ends_in_a_sentence(tmp_path, code, monkeypatch):
    """What takes too much memory or time to parse costs neither the judge nor the next file anything."""
    monkeypatch.setattr(read, "READ_SECONDS", 3)
    (tmp_path / "a.py").write_text(code, encoding="utf-8")
    (tmp_path / "b.py").write_text(RIGHT, encoding="utf-8")
    with Reader() as reader:
        problem = reader.read(tmp_path / "a.py").problem
        assert "too long or too deeply nested" in problem.en or "not valid Python" in problem.en
        assert reader.read(tmp_path / "b.py").exercises == [NORM]


def test_a_file_is_read_once(tmp_path):
    """What a reader has read it knows, whatever becomes of the file."""
    path = tmp_path / "a.py"
    path.write_text(RIGHT, encoding="utf-8")
    with Reader() as reader:
        first = reader.read(path)
        path.unlink()
        assert reader.read(path) is first


def test_a_folder_is_no_submission(tmp_path):
    """A folder is refused, not crashed on."""
    (tmp_path / "folder.py").mkdir()
    assert "neither an .ipynb nor a .py" in refusal(tmp_path / "folder.py").en


@pytest.mark.parametrize(
    "name, code, course, expected",
    [
        ("a.ipynb", "", {"exercise": "instance_stats"}, ["instance_stats"]),
        ("instance_norm_1d.py", "", {}, ["instance_norm_1d"]),
        ("mine.py", "def instance_norm(x): ...\nclass InstanceNorm1D: ...", {}, ["instance_norm", "instance_norm_1d"]),
        ("mine.py", "instance_norm = lambda x: x", {}, ["instance_norm"]),
        ("mine.py", "from elsewhere import instance_norm\nclass InstanceNorm1DBase: ...", {}, ["instance_norm"]),
        ("mine.py", "instance_norm: object = None", {}, ["instance_norm"]),
        ("a.ipynb", "x = 1", {}, []),
    ],
)
def test_which_exercises_a_file_answers(tmp_path, name, code, course, expected):
    """The metadata or the file name say it, else what is defined."""
    path = tmp_path / name
    if path.suffix == ".ipynb":
        notebook(path, code, **course)
    else:
        path.write_text(code, encoding="utf-8")
    assert [exercise.id for exercise in read_file(path).exercises] == expected


@pytest.mark.parametrize(
    "system, expected", [("C.UTF-8", "vi"), ("en_GB.UTF-8", "en"), ("vi_VN.UTF-8", "vi"), ("fr_FR", "vi")]
)
def test_the_language_is_the_notebooks(tmp_path, monkeypatch, system, expected):
    """A notebook is answered in its own language, any other file in the system's, else in Vietnamese."""
    monkeypatch.setenv("LC_ALL", system)
    assert language_of(read_file(notebook(tmp_path / "a.ipynb", lang="en"))) == "en"
    assert language_of(read_file(tmp_path / "gone.ipynb")) == expected


@pytest.mark.parametrize(
    "code, options, status, words",
    [
        (RIGHT, [], 0, "13 passed"),
        (RIGHT.replace("np.var(x", "np.var(x, ddof=1"), ["--lang", "vi"], 1, "Chuẩn hóa instance: 0/10 điểm"),
        (RIGHT.replace("np.mean", "np.maen"), ["--lang", "en"], 1, "at line 18: mean = np.maen("),
        ("x = 1 +", ["--lang", "vi"], 4, "sai cú pháp Python"),
        (None, ["--lang", "en"], 4, "There is no file"),
    ],
    ids=["right", "wrong", "raising", "broken", "gone"],
)
def test_pytest_grades_a_file_live(tmp_path, code, options, status, words):
    """`pytest tests/graded --submission FILE` runs the properties of the exercise that the file answers."""
    path = tmp_path / "instance_norm.py"
    if code is not None:
        path.write_text(code, encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "tests/graded",
        "--trust",
        "--submission",
        path,
        "--color",
        "no",
        *options,
    ]
    result = subprocess.run(
        [*map(str, command), "-p", "no:cacheprovider"], cwd=ROOT, check=False, capture_output=True, text=True
    )
    assert result.returncode == status, result.stdout + result.stderr
    assert words in result.stdout + result.stderr
    assert "Traceback" not in result.stdout and "assertions.py" not in result.stdout


# Where nothing shuts submissions in


@pytest.fixture
def no_isolation(monkeypatch):
    """As on a machine where bwrap does not work."""
    limits = Isolation("limits", Text(vi="thử", en="a trial"))
    monkeypatch.setattr(launcher, "isolation", lambda: limits)


def test_without_isolation_nothing_is_graded(tmp_path, no_isolation, capsys):
    """`grade` says why bwrap does not work and what to do, and runs nothing."""
    path = tmp_path / "instance_norm.py"
    path.write_text(RIGHT, encoding="utf-8")
    assert cli.main([str(path), "--seed", "0", "--lang", "en"]) == 2
    said = capsys.readouterr()
    assert "a trial" in said.err and "--trust" in said.err and said.out == ""
    with Grader() as grader:
        assert "--trust" in grader.grade(dataclasses.replace(task(path), trusted=False)).error.en


def test_trusted_submissions_are_graded_all_the_same(tmp_path, no_isolation, capsys):
    """With --trust they run without isolation, get the same mark, and have the same stand-ins for the course."""
    (tmp_path / "class").mkdir()
    (tmp_path / "class" / "right.py").write_text(RIGHT, encoding="utf-8")
    (tmp_path / "class" / "imported.py").write_text(
        "from solutions.instance_norm import instance_norm", encoding="utf-8"
    )
    command = [
        str(tmp_path / "class"),
        "--seed",
        "0",
        "--lang",
        "en",
        "--jobs",
        "1",
        "--json",
        str(tmp_path / "out.json"),
    ]
    assert cli.main([*command, "--trust"]) == 1
    imported, right = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["submissions"]
    assert (right["score"], imported["score"]) == (10, 0)
    assert "course's own code" in imported["error"]["en"]


# The seed


def test_a_teacher_has_a_seed_of_their_own(tmp_path, monkeypatch):
    """It is made once, is not the public one, and stays; another teacher has another."""
    places = [tmp_path / "one" / "seed", tmp_path / "other" / "seed"]
    seeds = []
    for place in [*places, places[0]]:
        monkeypatch.setattr(seed, "seed_file", lambda place=place: place)
        seeds.append(seed.teachers_seed())
    assert seeds[0] == seeds[2] != seeds[1] and DEFAULT_SEED not in seeds
    assert places[0].stat().st_mode & 0o077 == 0


def test_two_seeds_made_at_once_are_one(tmp_path, monkeypatch):
    """Whoever finds that there is no seed while another makes one reads the other's, and never half of it."""
    place = tmp_path / "configuration" / "seed"
    monkeypatch.setattr(seed, "seed_file", lambda: place)
    with ThreadPoolExecutor(8) as pool:
        made = set(pool.map(lambda _: seed.teachers_seed(), range(8)))
    before = place.read_bytes()
    seed._make(place)  # as by one who looked before
    assert len(made) == 1 and place.read_bytes() == before == f"{made.pop()}\n".encode()
    assert list(place.parent.iterdir()) == [place]


@pytest.mark.parametrize("content", ["", "-1", "x", "99999999999", "1 2"])
def test_a_spoilt_seed_is_no_seed(tmp_path, monkeypatch, content):
    """What is no number is not graded with, and the sentence names the file."""
    place = tmp_path / "seed"
    place.write_text(content, encoding="utf-8")
    monkeypatch.setattr(seed, "seed_file", lambda: place)
    with pytest.raises(seed.SeedError, match="must hold a whole number"):
        seed.teachers_seed()


def test_a_lost_sandbox_says_so(monkeypatch):
    """A sandbox that does not start ends in a sentence with what it said last."""
    isolation()
    monkeypatch.setattr(launcher, "_promised_packages", dict)
    with pytest.raises(SandboxError, match="No module named 'numpy'"):
        launcher.Sandbox()
