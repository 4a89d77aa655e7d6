"""The exercise notebooks: unsolved as stored, solved by the reference solution, and copied for learners unharmed."""

import ast
import shutil

import nbformat
import pytest
from nbclient import NotebookClient

import notebooks
from copy_exercises import start
from grader.exercises import EXERCISES, described
from grader.notebook import code_cells, read, source
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
        extra_arguments=["--log-level=ERROR"],
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


@pytest.mark.parametrize(
    "text, says",
    [
        ("number = ", "Invalid value"),
        ('[title]\nvi = "a"\nen = "a"', "it lacks 'task'"),
        ('[title]\nvi = "a"', "'en'"),
    ],
)
def test_a_file_that_describes_no_exercise_is_refused(text, says):
    """With its name, and what is wrong with it."""
    with pytest.raises(ValueError, match=f"tests/graded/new.toml does not describe an exercise: .*{says}"):
        described("new", text)
