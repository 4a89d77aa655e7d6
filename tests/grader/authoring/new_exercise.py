"""`grade new-exercise ID`: the files of a new exercise, which works as it stands and is then rewritten by its author.

It asks for a function that takes the mean off every instance, until the author says in the same places what it really
asks for.
"""

import argparse
import json
import keyword
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

import solutions
from course.chapters import CHAPTERS
from grader.authoring.contents import with_exercises
from grader.exercises import EXERCISES, described
from grader.submissions.read import language_of
from grader.text import LANGUAGES, CourseError, Text

TEMPLATES = Path(__file__).with_name("templates")
ROOT = Path(str(solutions.__file__)).parents[1]
# Which file each template becomes; those of a page stand in both languages.
FILES = {
    "exercise.toml": "tests/graded/{id}.toml",
    "remarks.toml": "tests/graded/{id}.remarks.toml",
    "test.py.jinja": "tests/graded/test_{id}.py",
    "bank.py.jinja": "tests/mistakes/{id}.py",
    "solution.py.jinja": "solutions/{id}.py",
    **{f"solution.{lang}.md": f"solutions/{lang}/{{id}}.md" for lang in LANGUAGES},
    **{f"exercise.{lang}.md": f"exercises/{lang}/{{id}}.ipynb" for lang in LANGUAGES},
}
CONTENTS = "_toc.yml"
CELL = re.compile(r"<!-- (?P<kind>markdown|code) (?P<id>[\w-]+) ?(?P<tag>\w*) -->\n")
NO_NAME = Text(
    vi="“{id}” không dùng làm tên hàm được: hãy chọn một tên gồm chữ thường không dấu, chữ số và dấu _.",
    en="“{id}” cannot be the name of a function: choose one of small letters, digits and _.",
)
THERE = Text(
    vi="Đã có {path}. Không có gì bị thay đổi; hãy chọn tên khác, hoặc sửa bài đã có.",
    en="There is {path} already. Nothing was changed; choose another name, or change the exercise that is there.",
)
TAKEN = Text(
    vi="Bài tập {other} đã yêu cầu viết {id}. Không có gì bị thay đổi; hãy chọn tên khác.",
    en="The exercise {other} asks for {id} already. Nothing was changed; choose another name.",
)
NO_CHAPTER = Text(
    vi="Không có chương “{after}”: hãy chọn một trong các chương {chapters}.",
    en="There is no chapter “{after}”: choose one of {chapters}.",
)
NO_CHECKOUT = Text(
    vi="Bài tập mới cần mã nguồn của khóa học, cài bằng make .venv/test; ở đây thì không có.",
    en="A new exercise needs the source code of the course, installed by make .venv/test; it is not there.",
)
NOT_EXECUTED = Text(
    vi="Các tập tin đã được tạo, nhưng lệnh sau không chạy được:\n  {command}\n{said}",
    en="The files are there, but this command did not succeed:\n  {command}\n{said}",
)
MADE = Text(vi="Đã tạo, và chạy được ngay:", en="Made, and working as it stands:")
NEXT = Text(
    vi="""\
Bây giờ hãy viết bài tập của bạn vào đó:
1. `solutions/{id}.py`: lời giải mẫu; `tests/graded/test_{id}.py`: các tính chất, cộng lại được 10 điểm.
2. `tests/graded/{id}.toml`: tên, chương đi trước, độ khó; `{id}.remarks.toml`: bản dịch ghi chú của code ở bước 1.
3. Trong `exercises` và `solutions`, ở `vi` và `en`: đề bài, gợi ý, và vì sao lời giải viết như vậy.
4. Khi hai thứ tiếng nói cùng một điều: `make twins PAGES="exercises/vi/{id}.ipynb solutions/vi/{id}.md"`.
5. `make exercise ID={id}` chạy lại notebook, đặt bài vào mục lục, rồi thử tất cả.
Nếu muốn bộ chấm gọi tên lỗi: `tests/mistakes/{id}.py`. Trang “Tự soạn một bài tập” của sách đi từng bước.""",
    en="""\
Now write your exercise into them:
1. `solutions/{id}.py`: the reference; `tests/graded/test_{id}.py`: the properties, whose points add up to 10.
2. `tests/graded/{id}.toml`: title, chapter before it, difficulty; `{id}.remarks.toml`: what the code of step 1 says.
3. In `exercises` and `solutions`, in `vi` and `en`: the task, its hints, and why the solution is written so.
4. Once both languages say the same: `make twins PAGES="exercises/vi/{id}.ipynb solutions/vi/{id}.md"`.
5. `make exercise ID={id}` runs the notebooks again, puts the exercise into the contents, and tries everything.
If the grader is to name mistakes: `tests/mistakes/{id}.py`. The page “Write your own exercise” goes step by step.""",
)


class AuthoringError(CourseError):
    """A new exercise cannot be made."""


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(
        prog="grade new-exercise", description="Tạo một bài tập mới. / Make the files of a new exercise."
    )
    made.add_argument("id", metavar="ID", help="what it is called, and the function that it asks for")
    made.add_argument(
        "--after", default=[*EXERCISES.values()][-1].after, metavar="CHAPTER", help="the chapter that prepares it"
    )
    made.add_argument("--lang", choices=LANGUAGES, help="the language of messages (default: the system's)")
    return made


def main(arguments: list[str]) -> int:
    """Run the command; returns the exit status: 0 when all is there, else 2."""
    options = parser().parse_args(arguments)
    lang = options.lang or language_of(None)
    try:
        made = new_exercise(options.id, options.after, ROOT)
    except CourseError as error:
        print(error.text[lang], file=sys.stderr)
        return 2
    print(MADE[lang], *(f"  {path}" for path in made), "", NEXT[lang].format(id=options.id), sep="\n")
    return 0


def new_exercise(name: str, after: str, root: Path) -> list[str]:
    """Make the files of an exercise in the checkout at `root`; returns their paths in it. Raises AuthoringError."""
    _refuse(name, after, root)
    paths = {template: path.format(id=name) for template, path in FILES.items()}
    values = {"id": name, "after": after, "number": 1 + max(exercise.number for exercise in EXERCISES.values())}
    texts = {paths[template]: _filled(template, values) for template in FILES}
    exercise = described(name, texts[paths["exercise.toml"]].encode())
    for path, text in texts.items():
        (root / path).write_text(text, encoding="utf-8", newline="\n")
    contents = root / CONTENTS
    listed = with_exercises(contents.read_text(encoding="utf-8"), [*EXERCISES.values(), exercise])
    contents.write_text(listed, encoding="utf-8", newline="\n")
    notebooks = [path for path in paths.values() if path.endswith(".ipynb")]
    _run(root, "-m", "ruff", "format", "--quiet", *(path for path in paths.values() if path.endswith(".py")))
    _run(root, "tests/tools/notebooks.py", *notebooks)
    _run(root, "tests/tools/twins.py", "accept", paths["exercise.vi.md"], paths["solution.vi.md"])
    return [*texts, CONTENTS]


def _refuse(name: str, after: str, root: Path) -> None:
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name) or keyword.iskeyword(name):
        raise AuthoringError(NO_NAME.format(id=name))
    if not (root / CONTENTS).exists() or not all(map(find_spec, ("nbclient", "ruff"))):
        raise AuthoringError(NO_CHECKOUT)
    for path in (path.format(id=name) for path in FILES.values()):
        if (root / path).exists():
            raise AuthoringError(THERE.format(path=path))
    for exercise in EXERCISES.values():
        if name in exercise.names:
            raise AuthoringError(TAKEN.format(id=name, other=exercise.id))
    if after not in CHAPTERS:
        raise AuthoringError(NO_CHAPTER.format(after=after, chapters=", ".join(CHAPTERS)))


def _filled(template: str, values: dict[str, object]) -> str:
    """What a template says of this exercise; of a notebook, its JSON."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - code and Markdown of our own, filled with names that were checked
    )
    text = environment.get_template(template).render(values)
    if not FILES[template].endswith(".ipynb"):
        return text
    _, lang, _ = template.split(".")
    return json.dumps(_notebook(text, str(values["id"]), lang), ensure_ascii=False, indent=1) + "\n"


def _notebook(text: str, name: str, lang: str) -> dict[str, object]:
    """The notebook whose cells stand in a text, each behind a line that says its kind, its id and its tag, if any."""
    _, *parts = CELL.split(text)
    metadata = {
        "course": {"exercise": name, "lang": lang},
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    cells = [_cell(*cell) for cell in zip(parts[::4], parts[1::4], parts[2::4], parts[3::4], strict=True)]
    return {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def _cell(kind: str, name: str, tag: str, source: str) -> dict[str, object]:
    metadata = {"tags": [tag]} if tag else {}
    lines = source.strip("\n").splitlines(keepends=True)
    cell: dict[str, object] = {"cell_type": kind, "id": name, "metadata": metadata, "source": lines}
    return cell | {"execution_count": None, "outputs": []} if kind == "code" else cell


def _run(root: Path, *command: str) -> None:
    """Run a tool of the course in a process of its own, which sees the new exercise. Raises AuthoringError."""
    run = subprocess.run([sys.executable, *command], cwd=root, check=False, capture_output=True)
    if run.returncode:
        said = (run.stdout + run.stderr).decode(errors="replace").strip()
        raise AuthoringError(NOT_EXECUTED.format(command=" ".join(["python", *command]), said=said))
