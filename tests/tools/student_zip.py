"""One zip to hand out: exercises, and what `check` needs. Called by `make student-zip [LANGUAGE=vi] [EXERCISES="…"]`.

It holds no solution, and nothing of the bank. `check` needs the graded tests, and with them `graded/definition.py`,
which says what is right; of the solutions go only names and parameters, in `graded/forms`. An exercise whose graded
tests are made of the bank cannot go.

Pushed as a repository, the same files are what Binder builds, which reads `runtime.txt` too, and a template for GitHub
Classroom, with its workflow in place.
"""

import argparse
import ast
import json
import os
import re
from pathlib import Path

import yaml

from course_book.in_page.course_zip import folder_of, imports_of, modules_imported_by
from grader.exercises import EXERCISES, Exercise, exercise_called
from grader.rubric import FULL_MARKS
from grader.text import LANGUAGES, Text
from wheels import ROOT, archive, pins, wheel

FOLDER = "instance-norm"
TEXTS = Path(__file__).with_name("student_zip")
START = {"vi": "HUONG_DAN.md", "en": "README.md"}
CHECK = "grader.check"
CHECK_NOTEBOOKS = "check_notebooks.py"
WORKFLOW = ".github/workflows/classroom.yml"
CHECK_MINUTES = 10
PINS, NEEDED = "pins.txt", "requirements.txt"
INSTALL = Text(
    vi=f"# Cài những gì cần (trong thư mục có {NEEDED}): python -m pip install -r {NEEDED}\n",
    en=f"# Install what is needed (in the folder with {NEEDED}): python -m pip install -r {NEEDED}\n",
)
WRITTEN = Text(vi="Đã ghi {path} ({size} kB)", en="Wrote {path} ({size} kB)")
LEFT_OUT = Text(
    vi="Không có trong đó, vì chấm bài này cần đến kho lỗi: {names}",
    en="Not in it, since grading it needs the bank of mistakes: {names}",
)
LINK = re.compile(r"\[(?P<text>[^]]+)\]\((?P<file>[\w./-]+\.(?:ipynb|md))(?P<anchor>#[\w-]+)?\)")


def student_zip(languages: tuple[str, ...] = LANGUAGES, exercises: tuple[str, ...] = (), book: str = "") -> bytes:
    """The zip; the same sources give the same bytes. `exercises` are ids, all that can go where there are none.

    Where `book` is the address of the published book, links lead there; without it, what they said stays as text.
    ValueError for an exercise that there is not, or that cannot go.
    """
    asked = [exercise_called(name) for name in exercises] or [each for each in EXERCISES.values() if can_go(each)]
    stay = [each.id for each in asked if not can_go(each)]
    if stay:
        raise ValueError(LEFT_OUT.en.format(names=", ".join(stay)))
    name, content = wheel(course_for_students(asked), variant="students")
    files = {name: content, PINS: pins(), NEEDED: f"--constraint {PINS}\n./{name}\njupyterlab\n".encode()}
    files["runtime.txt"] = (ROOT / ".binder" / "runtime.txt").read_bytes()
    files[CHECK_NOTEBOOKS] = (TEXTS / CHECK_NOTEBOOKS).read_bytes()
    files[WORKFLOW] = workflow([each.id for each in asked]).encode()
    files[".gitignore"] = b".venv/\n.ipynb_checkpoints/\n"
    for lang in languages:
        files[START[lang]] = (TEXTS / START[lang]).read_bytes()
        for exercise in asked:
            files[f"{lang}/{exercise.id}.ipynb"] = _notebook(exercise, lang, {each.id for each in asked}, book)
    return archive({f"{FOLDER}/{place}": content for place, content in files.items()})


def can_go(exercise: Exercise) -> bool:
    """Whether an exercise can be graded without the bank of mistakes."""
    name = exercise.module.__name__
    return "mistakes" not in imports_of(name, folder_of("graded") / f"test_{exercise.id}.py")


def course_for_students(exercises: list[Exercise]) -> dict[str, bytes]:
    """What `check` needs for these exercises, by its place in the wheel."""
    tests = [each.module.__name__ for each in exercises]
    paths = modules_imported_by(CHECK, *tests, of=("course", "graded", "grader"))
    paths |= {f"graded/{each.id}.toml": folder_of("graded") / f"{each.id}.toml" for each in exercises}
    files = {place: path.read_bytes() for place, path in paths.items()}
    files["graded/forms/__init__.py"] = b'"""How what each exercise asks for is called."""\n'
    return files | {f"graded/forms/{each.id}.py": _forms(each).encode() for each in exercises}


def workflow(exercises: list[str]) -> str:
    """The workflow that shows a student in GitHub Classroom what `check` says, in the form Classroom itself writes.

    https://github.com/classroom-resources/autograding-grading-reporter
    """
    checks = [
        {
            "name": name,
            "id": name,
            "uses": "classroom-resources/autograding-command-grader@v1",
            "with": {
                "test-name": name,
                "command": f"python {CHECK_NOTEBOOKS} {name}",
                "timeout": CHECK_MINUTES,
                "max-score": FULL_MARKS,
            },
        }
        for name in exercises
    ]
    before = [
        {"uses": "actions/checkout@v4"},
        {"uses": "actions/setup-python@v5", "with": {"python-version": "3.12"}},
        {"run": f"python -m pip install --quiet -r {NEEDED}"},
    ]
    report = {
        "uses": "classroom-resources/autograding-grading-reporter@v1",
        "env": {f"{name.upper()}_RESULTS": f"${{{{ steps.{name}.outputs.result }}}}" for name in exercises},
        "with": {"runners": ",".join(exercises)},
    }
    job = {
        "runs-on": "ubuntu-latest",
        "if": "github.actor != 'github-classroom[bot]'",
        "timeout-minutes": CHECK_MINUTES * (len(exercises) + 1),
        "steps": [*before, *checks, report],
    }
    document = {
        "name": "Autograding Tests",
        "on": ["push", "workflow_dispatch", "repository_dispatch"],
        "permissions": {"checks": "write", "actions": "read", "contents": "read"},
        "jobs": {"run-autograding-tests": job},
    }
    said = "# What a student sees here is practice: marks come from `grade`, which the teacher runs on the checkouts.\n"
    return said + yaml.safe_dump(document, sort_keys=False, width=120)


def _forms(exercise: Exercise) -> str:
    """The functions and classes of a solution, with their parameters and nothing in them."""
    source = (folder_of("solutions") / f"{exercise.id}.py").read_text(encoding="utf-8")
    found = [node for node in ast.parse(source).body if getattr(node, "name", None) in exercise.names]
    return "\n\n".join(map(ast.unparse, map(_emptied, found))) + "\n"


def _emptied(node: ast.AST) -> ast.AST:
    if isinstance(node, ast.ClassDef):
        node.body = [part for part in map(_emptied, node.body) if isinstance(part, ast.FunctionDef)]
    elif isinstance(node, ast.FunctionDef):
        node.returns = None
        for parameter in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs):
            parameter.annotation = None
        node.body = [ast.Raise(ast.Name("NotImplementedError"))]
    return node


def _notebook(exercise: Exercise, lang: str, handed_out: set[str], book: str) -> bytes:
    """The exercise's notebook, with links that lead somewhere, and the command that installs what is beside it."""
    notebook = json.loads((ROOT / "exercises" / lang / f"{exercise.id}.ipynb").read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            text = LINK.sub(lambda link: _led(link, lang, handed_out, book), "".join(cell["source"]))
            cell["source"] = text.splitlines(keepends=True)
        elif "setup" in cell["metadata"].get("tags", ()):
            cell["source"] = [INSTALL[lang], *cell["source"][1:]]
    return (json.dumps(notebook, ensure_ascii=False, indent=1) + "\n").encode()


def _led(link: re.Match[str], lang: str, handed_out: set[str], book: str) -> str:
    """A link as it stands in what is handed out: no solution is linked to."""
    path = (Path("exercises") / lang / link["file"]).as_posix()
    place = os.path.normpath(path).replace(os.sep, "/")
    if place.startswith("exercises/") and Path(place).stem in handed_out:
        return link[0]
    if place.startswith("book/") and not book:
        return f"“{link['text']}”"
    if place.startswith("solutions/") or not book:
        return link["text"]
    return f"[{link['text']}]({book.rstrip('/')}/{place.rsplit('.', 1)[0]}.html{link['anchor'] or ''})"


def main() -> None:
    reading = argparse.ArgumentParser(description="Pack the exercises for students, without solutions.")
    reading.add_argument("--lang", choices=LANGUAGES, action="append", help="only this language")
    reading.add_argument("--exercise", action="append", default=[], metavar="ID", help="only this one (repeatable)")
    reading.add_argument("--to", type=Path, default=ROOT / "_build" / "student.zip", metavar="FILE")
    options = reading.parse_args()
    try:
        packed = student_zip(tuple(options.lang or LANGUAGES), tuple(options.exercise), os.environ.get("BOOK_URL", ""))
    except ValueError as error:
        reading.error(str(error))
    options.to.parent.mkdir(parents=True, exist_ok=True)
    options.to.write_bytes(packed)
    print(*(text.format(path=options.to, size=len(packed) // 1000) for text in (WRITTEN.vi, WRITTEN.en)), sep=" / ")
    stay = [each.id for each in EXERCISES.values() if not can_go(each)]
    if stay and not options.exercise:
        print(*(text.format(names=", ".join(stay)) for text in (LEFT_OUT.vi, LEFT_OUT.en)), sep=" / ")


if __name__ == "__main__":
    main()
