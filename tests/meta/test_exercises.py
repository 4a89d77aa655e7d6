"""The exercise notebooks: unsolved as stored, solved by the reference solution, and copied for learners unharmed."""

import ast
import re
import shutil
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

import notebooks
from copy_exercises import start
from grader import cli, exercises
from grader.exercises import EXERCISES, described
from grader.notebook import code_cells, read, source
from grader.notebook_kernels import AsyncSocketKernelManager
from grader.settings import SettingsError
from grader.text import LANGUAGES

ROOT = notebooks.ROOT
EVERY_EXERCISE = pytest.mark.parametrize("exercise", EXERCISES.values(), ids=EXERCISES)
EVERY_LANGUAGE = pytest.mark.parametrize("lang", LANGUAGES)


def path_of(exercise, lang):
    return ROOT / "exercises" / lang / f"{exercise.id}.ipynb"


def outcome(path) -> str:
    """What the last cell of a notebook says in plain text after a run in its own folder."""
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(
        notebook,
        timeout=60,
        kernel_name="python3",
        kernel_manager_class=AsyncSocketKernelManager,
        resources={"metadata": {"path": str(path.parent)}},
    ).execute()
    (output,) = notebook.cells[-1].outputs
    return output["data"]["text/plain"]


def test_every_notebook_is_a_known_exercise():
    """There is a notebook in each language for every exercise, and for nothing else."""
    names = {path.relative_to(ROOT / "exercises").as_posix() for path in (ROOT / "exercises").rglob("*.ipynb")}
    assert names == {f"{lang}/{exercise}.ipynb" for exercise in EXERCISES for lang in LANGUAGES}


@EVERY_LANGUAGE
@EVERY_EXERCISE
def test_notebook_says_which_exercise_it_is(exercise, lang):
    """The metadata name the exercise and the language, and one cell is the answer."""
    notebook = read(path_of(exercise, lang))
    course = notebook["metadata"]["course"]
    assert (course["exercise"], course["lang"]) == (exercise.id, lang)
    assert ["answer"] in [cell["metadata"].get("tags") for cell in code_cells(notebook)]


@EVERY_LANGUAGE
@EVERY_EXERCISE
def test_the_title_says_its_number(exercise, lang):
    """As the file that describes the exercise says it; what comes before was numbered lower."""
    title = source(read(path_of(exercise, lang))["cells"][0]).splitlines()[0]
    assert title.startswith({"vi": "# Bài tập", "en": "# Exercise"}[lang] + f" {exercise.number}: ")
    assert all(EXERCISES[need].number < exercise.number for need in exercise.needs)


@EVERY_LANGUAGE
@EVERY_EXERCISE
def test_the_head_names_what_it_needs(exercise, lang):
    """The chapter that it stands after, and the exercises before it that it builds on."""
    head = source(read(path_of(exercise, lang))["cells"][0])
    needed = [f"(../../book/{lang}/{exercise.after}.ipynb)", *(f"({need}.ipynb)" for need in exercise.needs)]
    assert [link for link in needed if link not in head] == []


@EVERY_LANGUAGE
@EVERY_EXERCISE
def test_stored_unsolved(exercise, lang):
    """As stored, the check says that the exercise is not solved yet, in the notebook's language."""
    (output,) = code_cells(read(path_of(exercise, lang)))[-1]["outputs"]
    assert {"vi": "chưa giải", "en": "not solved yet"}[lang] in "".join(output["data"]["text/plain"])
    assert exercise.title[lang] in "".join(output["data"]["text/html"])


@EVERY_EXERCISE
def test_the_reference_solution_solves_the_notebook(exercise, tmp_path):
    """Put into the answer cell, the reference solution gets full marks.

    Of the twins, whose code is the same, one is run, in either language by turns; nbval runs both with the stub.
    """
    lang = LANGUAGES[[*EXERCISES].index(exercise.id) % len(LANGUAGES)]
    path = tmp_path / f"{exercise.id}.ipynb"
    notebook = nbformat.read(path_of(exercise, lang), as_version=4)
    (answer,) = (cell for cell in notebook.cells if "answer" in cell.metadata.get("tags", []))
    answer.source = (ROOT / "solutions" / f"{exercise.id}.py").read_text(encoding="utf-8")
    nbformat.write(notebook, path)
    assert outcome(path).startswith(f"✓ {exercise.title[lang]}")


@EVERY_EXERCISE
def test_the_stub_gives_nothing_away(exercise):
    """The stub has the names and the default eps of the reference solution, and raises NotImplementedError."""
    (answer,) = (
        cell for cell in code_cells(read(path_of(exercise, "en"))) if "answer" in cell["metadata"].get("tags", [])
    )
    stub, solution = ast.parse(source(answer)), ast.parse((ROOT / "solutions" / f"{exercise.id}.py").read_text("utf-8"))
    defined = {node.name: node for node in solution.body if hasattr(node, "name")}
    for node in stub.body:
        if not isinstance(node, ast.Assign):
            assert signatures(node) == signatures(defined[node.name])
    assert "NotImplementedError" in source(answer)


def signatures(node: ast.AST) -> dict[str, str]:
    """The parameters, without types, of the functions of a definition."""
    functions = [child for child in ast.walk(node) if isinstance(child, ast.FunctionDef)]
    for function in functions:
        for argument in function.args.args:
            argument.annotation = None
    return {function.name: ast.unparse(function.args) for function in functions}


def test_start_copies_and_never_overwrites(tmp_path):
    """A learner's work is left alone; what is missing is added."""
    shutil.copytree(ROOT / "exercises", tmp_path / "exercises")
    copied, kept = start(tmp_path)
    assert (len(copied), kept) == (len(EXERCISES) * len(LANGUAGES), [])
    mine = tmp_path / "my" / "vi" / "instance_norm.ipynb"
    mine.write_text("my work", encoding="utf-8")
    (tmp_path / "my" / "en" / "instance_norm.ipynb").unlink()
    copied, kept = start(tmp_path)
    assert copied == [tmp_path / "my" / "en" / "instance_norm.ipynb"]
    assert mine in kept
    assert mine.read_text(encoding="utf-8") == "my work"


DESCRIBED = (Path(exercises.__file__).parents[1] / "graded" / "instance_norm.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "old, new, says",
    [
        ("number = 2", "number =", "is not TOML: Invalid value (at line 1, column 9). Correct that line; compare it"),
        ("number = 2", 'number = "2"', "line 1: number must be a whole number"),
        ("difficulty = 1", "difficulty = 4", "line 5: difficulty must be a whole number from 1 to 3"),
        ('names = ["instance_norm"]', 'names = "instance_norm"', "line 2: names must be a list of texts in quotes"),
        ("hints = 3", "hint = 3", "line 1: hints is missing. Add a line such as hints = 3"),
        ("hints = 3", "hints = 3\nneed = []", "line 7: there is no key need. Did you mean needs?"),
        ('en = "Instance normalization"\n', "", "line 8: en is missing"),
        ("[title]", "[titel]", "title is missing. Add a line such as [title]."),
    ],
)
def test_a_file_that_describes_no_exercise_is_refused(old, new, says):
    """With its name, the line, and what to do."""
    assert described("new", DESCRIBED.encode()).names == ("instance_norm",)
    with pytest.raises(SettingsError, match=re.escape(says)) as raised:
        described("new", DESCRIBED.replace(old, new).encode())
    assert str(raised.value).startswith(str(Path("tests", "graded", "new.toml")))


@pytest.mark.parametrize(
    "files, says",
    [
        ({"one.toml": DESCRIBED.replace("hints", "hint")}, "one.toml, line 1: hints is missing"),
        ({"one.toml": DESCRIBED, "two.toml": DESCRIBED}, "two.toml and tests/graded/one.toml both have `number = 2`"),
        ({"one.toml": b"\xff"}, "one.toml is not TOML"),
    ],
)
def test_a_broken_description_ends_grade_in_a_sentence(tmp_path, monkeypatch, capsys, files, says):
    """And not in a traceback, for no exercise can be graded while it is there."""
    for name, content in files.items():
        (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    monkeypatch.setattr(exercises, "files", lambda package: tmp_path)
    monkeypatch.setitem(vars(EXERCISES), "_all", None)
    monkeypatch.delitem(vars(EXERCISES), "_all")
    (tmp_path / "an.py").write_text("", encoding="utf-8")
    assert cli.main(["--trust", "--lang", "en", str(tmp_path / "an.py")]) == 2
    assert says in capsys.readouterr().err.replace("\\", "/")
