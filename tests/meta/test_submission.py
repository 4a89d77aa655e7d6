"""What a file hands in, however it is broken: its names where it has them, else one clear sentence."""

import json
import subprocess
import sys

import pytest
from grader.exercises import EXERCISES
from grader.submissions.read import SubmissionError, exercises_in, language_of, load
from notebooks import ROOT

NORM = EXERCISES["instance_norm"]
RIGHT = (ROOT / "solutions" / "instance_norm.py").read_text(encoding="utf-8")


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
    with pytest.raises(SubmissionError) as caught:
        load(path).answers(exercise)
    return caught.value.text


def test_a_notebook_is_run_cell_by_cell(tmp_path):
    """Names go from cell to cell, and the last definition of a name counts."""
    path = notebook(
        tmp_path / "a.ipynb", "k = 2", "def instance_norm(x):\n    return 0", "def instance_norm(x):\n    return k"
    )
    assert load(path).answers(NORM)["instance_norm"](None) == 2


def test_magics_shell_and_check_do_nothing(tmp_path):
    """Lines for IPython neither fail nor run, input() does not wait, and check does not judge."""
    forbidden = tmp_path / "made-by-the-shell"
    path = notebook(
        tmp_path / "a.ipynb",
        f"%matplotlib inline\n!touch {forbidden}\nfiles = !ls\n%timeit 1",
        "%%time\n1",
        "from grader.check import check\ncheck('instance_norm', None)\ninput('name? ')",
        RIGHT,
    )
    submission = load(path)
    assert submission.problems == []
    assert not forbidden.exists()
    assert submission.answers(NORM)


def test_plots_are_drawn_nowhere(tmp_path):
    """Plotting works and leaves no figure open."""
    import matplotlib.pyplot as plt

    path = notebook(tmp_path / "a.ipynb", "import matplotlib.pyplot as plt\nplt.plot([1])\nplt.show()", RIGHT)
    assert load(path).problems == []
    assert plt.get_fignums() == []


def test_a_failing_cell_does_not_stop_the_next(tmp_path):
    """What fails is noted with cell, line and error; what works counts."""
    path = notebook(tmp_path / "a.ipynb", "x = 1\n1 / 0", RIGHT)
    submission = load(path)
    (problem,) = submission.problems
    assert problem.en == f"{path}, code cell 1, line 2: the code raised ZeroDivisionError: division by zero."
    assert problem.vi == f"{path}, ô code số 1, dòng 2: code phát sinh ngoại lệ ZeroDivisionError: division by zero."
    assert submission.answers(NORM)


def test_a_syntax_error_is_named(tmp_path):
    """The cell and the line of a syntax error are said, when the function is missing for it."""
    text = refusal(notebook(tmp_path / "a.ipynb", "1", "def instance_norm(x:\n    return x"))
    assert "does not define instance_norm" in text.en
    assert f"{tmp_path / 'a.ipynb'}, code cell 2, line 1: not valid Python" in text.en
    assert "ô code số 2, dòng 1: sai cú pháp Python" in text.vi


def test_exit_is_noted(tmp_path):
    """A cell that calls exit() ends neither the grader nor the notebook."""
    submission = load(notebook(tmp_path / "a.ipynb", "exit()", "raise SystemExit(3)", RIGHT))
    assert len(submission.problems) == 2
    assert submission.answers(NORM)


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
    assert str(path) in text.en and str(path) in text.vi
    assert text.vi != text.en


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
    assert [exercise.id for exercise in exercises_in(path)] == expected


@pytest.mark.parametrize(
    "system, expected", [("C.UTF-8", "vi"), ("en_GB.UTF-8", "en"), ("vi_VN.UTF-8", "vi"), ("fr_FR", "vi")]
)
def test_the_language_is_the_notebooks(tmp_path, monkeypatch, system, expected):
    """A notebook is answered in its own language, any other file in the system's, else in Vietnamese."""
    monkeypatch.setenv("LC_ALL", system)
    assert language_of(notebook(tmp_path / "a.ipynb", lang="en")) == "en"
    assert language_of(tmp_path / "gone.ipynb") == expected


@pytest.mark.parametrize(
    "code, options, status, words",
    [
        (RIGHT, [], 0, "13 passed"),
        (RIGHT.replace("np.var(x", "np.var(x, ddof=1"), ["--lang", "vi"], 1, "Chuẩn hóa instance: 0/10 điểm"),
        (RIGHT.replace("np.var(x", "np.var(x, ddof=1"), ["--lang", "en"], 1, "the standard deviation of the output"),
        (RIGHT.replace("np.mean", "np.maen"), ["--lang", "en"], 1, "at line 18: mean = np.maen("),
        ("x = 1 +", ["--lang", "vi"], 4, "sai cú pháp Python"),
        (None, ["--lang", "en"], 4, "There is no file"),
    ],
    ids=["right", "wrong-vi", "wrong-en", "raising", "broken", "gone"],
)
def test_pytest_grades_a_file_live(tmp_path, code, options, status, words):
    """`pytest tests/graded --submission FILE` runs the properties of the exercise that the file answers."""
    path = tmp_path / "instance_norm.py"
    if code is not None:
        path.write_text(code, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "tests/graded", "--submission", path, "--color", "no", *options]
    result = subprocess.run([*map(str, command), "-p", "no:cacheprovider"], cwd=ROOT, capture_output=True, text=True)
    assert result.returncode == status, result.stdout + result.stderr
    assert words in result.stdout + result.stderr
    assert "Traceback" not in result.stdout and "assertions.py" not in result.stdout
