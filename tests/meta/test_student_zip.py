"""What is handed out to students: every exercise that can go, what `check` needs, and no answer to any of them."""

import ast
import io
import json
import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import nbformat
import pytest
import yaml

from grader.cli import main
from grader.exercises import EXERCISES
from grader.text import LANGUAGES
from student_zip import FOLDER, NEEDED, START, WORKFLOW, can_go, student_zip

ROOT = Path(__file__).resolve().parents[2]
SOLUTIONS = sorted((ROOT / "solutions").glob("[!_]*.py"))
FORBIDDEN = ("solutions", "mistakes", "unseen", "remarks", "conftest")


def files_of(packed: bytes) -> dict[str, bytes]:
    """The files of a zip by name, and below a wheel in it those of that."""
    files: dict[str, bytes] = {}
    with zipfile.ZipFile(io.BytesIO(packed)) as opened:
        for name in opened.namelist():
            files[name] = opened.read(name)
            if name.endswith(".whl"):
                files |= {f"{name}/{inner}": content for inner, content in files_of(files[name]).items()}
    return files


def code_in(name: str, content: bytes) -> str:
    """The Python of a module or a notebook; none of any other file."""
    if name.endswith(".py"):
        return content.decode()
    if name.endswith(".ipynb"):
        cells = json.loads(content)["cells"]
        return "\n\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    return ""


def bodies(code: str) -> set[str]:
    """What the functions do, without their names, docstrings and annotations; nothing of one that only raises."""
    functions = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.FunctionDef)]
    done = ["\n".join(map(ast.unparse, node.body[1:] if ast.get_docstring(node) else node.body)) for node in functions]
    return {body for body in done if not body.startswith("raise NotImplementedError")}


@pytest.fixture(scope="module")
def packed() -> bytes:
    return student_zip()


@pytest.fixture(scope="module")
def files(packed) -> dict[str, bytes]:
    return files_of(packed)


def test_the_same_sources_give_the_same_zip(packed):
    """Whoever packs it, whenever: so that a teacher sees whether anything has changed."""
    assert student_zip() == packed


def test_nothing_of_solutions_or_bank_is_in_it(files):
    """By the names of files and folders."""
    parts = {part for name in files for part in name.replace(".", "/").split("/")}
    assert parts & set(FORBIDDEN) == set()
    assert {"graded", "grader", "course", "forms"} <= parts


@pytest.mark.parametrize("solution", SOLUTIONS, ids=lambda path: path.stem)
def test_no_solution_is_in_it(files, solution):
    """No function of a solution is written out anywhere, under any name."""
    answers = bodies(solution.read_text(encoding="utf-8"))
    assert answers, "this solution has no functions to look for"
    found = {name: answers & bodies(code_in(name, content)) for name, content in files.items()}
    assert {name: same for name, same in found.items() if same} == {}


def test_a_solution_in_it_would_be_found():
    """The test above sees one in a notebook, whatever it is called there."""
    answer = (ROOT / "solutions" / "instance_stats.py").read_text(encoding="utf-8")
    cell = nbformat.v4.new_code_cell(answer.replace("instance_stats", "other").replace("np.ndarray", "list"))
    notebook = json.dumps(nbformat.v4.new_notebook(cells=[cell])).encode()
    assert bodies(answer) <= bodies(code_in("vi/other.ipynb", notebook))


def test_every_exercise_is_in_it_but_the_one_that_the_bank_grades(files):
    """In both languages, with the page that says how to start."""
    stays = {"check_instance_norm"}
    expected = {f"{FOLDER}/{lang}/{name}.ipynb" for lang in LANGUAGES for name in {*EXERCISES} - stays}
    assert {name for name in files if name.endswith(".ipynb")} == expected
    for lang in LANGUAGES:
        assert f"{FOLDER}/{lang}/" in files[f"{FOLDER}/{START[lang]}"].decode().replace("`", f"{FOLDER}/")


def test_one_language_and_some_exercises():
    """What was asked for and no more, neither notebooks nor tests."""
    files = files_of(student_zip(("vi",), ("instance_stats", "revin")))
    notebooks = [name.removeprefix(f"{FOLDER}/") for name in files if name.endswith(".ipynb")]
    assert notebooks == ["vi/instance_stats.ipynb", "vi/revin.ipynb"]
    tests = [name.rsplit("/", 1)[1] for name in files if "/graded/test_" in name]
    assert sorted(tests) == ["test_instance_stats.py", "test_revin.py"]
    assert f"{FOLDER}/{START['en']}" not in files


@pytest.mark.parametrize("name", ["check_instance_norm", "no_such_exercise"])
def test_what_cannot_go_is_refused(name):
    """Rather than be left out in silence."""
    with pytest.raises(ValueError, match=name):
        student_zip(exercises=(name,))


def test_links_lead_somewhere(files):
    """To a notebook beside it or to the published book, and never to a solution."""
    for book, prefix in (("", "nowhere"), ("https://example.org/course/", "https://example.org/course/book/")):
        for name, content in files_of(student_zip(book=book)).items():
            if name.endswith(".ipynb"):
                cells = [cell for cell in json.loads(content)["cells"] if cell["cell_type"] == "markdown"]
                text = "".join("".join(cell["source"]) for cell in cells)
                targets = [part.split(")")[0] for part in text.split("](")[1:]]
                beside = [to for to in targets if prefix not in to]
                assert [to for to in beside if f"{name.rsplit('/', 1)[0]}/{to}" not in files] == []
                assert bool(book) == any(prefix in to for to in targets)


# Run where the course is what students have: each exercise answered rightly, by nonsense, and not at all.
CHECK_ALL = """
import sys
from pathlib import Path

sys.meta_path[:] = [finder for finder in sys.meta_path if "editable" not in str(finder)]
sys.path.insert(0, sys.argv[1])
from grader.check import check
from grader.exercises import EXERCISES

def nonsense(*given, **named):
    return [given]

for exercise in EXERCISES.values():
    names = {"__name__": "answer"}
    exec(Path(sys.argv[2], exercise.id + ".py").read_text(encoding="utf-8"), names)
    for answers in ([names[name] for name in exercise.names], [nonsense] * len(exercise.names), None):
        if answers is None:
            forms = {"__name__": "answer"}
            exec(Path(sys.argv[1], "graded", "forms", exercise.id + ".py").read_text(encoding="utf-8"), forms)
            answers = [forms[name] for name in exercise.names]
        print("CHECK", exercise.id)
        check(exercise.id, *answers, lang="en")
assert not {"solutions", "mistakes"} & {name.partition(".")[0] for name in sys.modules}
"""


def test_every_exercise_can_be_checked(files, tmp_path):
    """With what is in the zip alone: a right answer, a wrong one and none are told from one another."""
    for name, content in files.items():
        if ".whl/" in name:
            place = tmp_path / name.partition(".whl/")[2]
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
    # Cases are drawn by a process of its own, which is to find this course too.
    environment = os.environ | {"PYTHONPATH": str(tmp_path), "PYTHONUTF8": "1"}
    command = [sys.executable, "-P", "-c", CHECK_ALL, tmp_path, ROOT / "solutions"]
    done = subprocess.run(
        command, cwd=tmp_path, env=environment, check=False, capture_output=True, timeout=300, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    told: dict[str, str] = {}
    for said in done.stdout.split("CHECK ")[1:]:
        name, _, feedback = said.partition("\n")
        told[name] = told.get(name, "") + feedback.strip()[0]
    assert told == {name: "✓✗○" for name, exercise in EXERCISES.items() if can_go(exercise)}


def test_what_comes_back_is_graded(packed, tmp_path, capsys):
    """A class of whole folders as they were handed out: one of them with a solved exercise, in one of the languages."""
    for student in ("an", "binh"):
        with zipfile.ZipFile(io.BytesIO(packed)) as opened:
            opened.extractall(tmp_path / "class" / student)
    right = (ROOT / "solutions" / "instance_stats.py").read_text(encoding="utf-8")
    solve(tmp_path / "class" / "an" / FOLDER / "vi" / "instance_stats.ipynb", right)
    marks = tmp_path / "marks.json"
    main([str(tmp_path / "class"), "--exercise", "instance_stats", "--trust", "--jobs", "1", "--json", str(marks)])
    submissions = json.loads(marks.read_text(encoding="utf-8"))["submissions"]
    assert [(Path(each["path"]).name, each["score"], each["error"]) for each in submissions] == [
        ("an", 10, None),
        ("binh", 0, None),
    ]


def test_githubs_schema_takes_the_workflow(files, tmp_path):
    """GitHub would read it; it has a check for every exercise, and reports all of them."""
    path = tmp_path / "classroom.yml"
    path.write_bytes(files[f"{FOLDER}/{WORKFLOW}"])
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows", path]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stdout
    (job,) = yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"].values()
    checked = [step["id"] for step in job["steps"] if "id" in step]
    assert {f"{FOLDER}/en/{name}.ipynb" for name in checked} <= files.keys()
    assert job["steps"][-1]["with"]["runners"].split(",") == checked


@pytest.fixture(scope="module")
def environment(packed, tmp_path_factory) -> tuple[Path, Path]:
    """The unpacked zip, and the Python of an empty environment into which was installed what it asks for."""
    place = tmp_path_factory.mktemp("student")
    with zipfile.ZipFile(io.BytesIO(packed)) as opened:
        opened.extractall(place)
    venv.create(place / "env")
    python = place / "env" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    # JupyterLab itself takes a minute to install, and of what comes with it only this is asked for here.
    needed = (place / FOLDER / NEEDED).read_text(encoding="utf-8").replace("jupyterlab\n", "nbclient\n")
    (place / FOLDER / NEEDED).write_text(needed, encoding="utf-8")
    into = [sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-compile", "-r", NEEDED]
    subprocess.run(into, cwd=place / FOLDER, check=True, timeout=300)
    return place / FOLDER, python


@pytest.mark.slow
def test_a_student_solves_an_exercise(environment, monkeypatch):
    """From the zip alone: the right answer is told so, a wrong one what is wrong, and one not begun where to begin."""
    folder, python = environment
    monkeypatch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)  # what one has compiled, the next need not
    right = (ROOT / "solutions" / "instance_stats.py").read_text(encoding="utf-8")
    solve(folder / "vi" / "instance_stats.ipynb", right.replace("axis=1", "axis=0"))
    said = check_notebooks(folder, python, "instance_stats", status=1)
    assert "chưa đúng, 0/10 điểm" in said and "not solved yet" in said
    solve(folder / "en" / "instance_stats.ipynb", right)
    assert "solved, 10/10 points" in check_notebooks(folder, python, "instance_stats", status=0)


def solve(path: Path, answer: str) -> None:
    """Write an answer into a notebook."""
    notebook = nbformat.read(path, as_version=4)
    (cell,) = (cell for cell in notebook.cells if "answer" in cell.metadata.get("tags", ()))
    cell.source = answer
    nbformat.write(notebook, path)


def check_notebooks(folder: Path, python: Path, name: str, status: int) -> str:
    """What the workflow runs; what it says."""
    command = [python, "check_notebooks.py", name]
    done = subprocess.run(
        command, cwd=folder, check=False, capture_output=True, text=True, timeout=300, encoding="utf-8"
    )
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout
