"""A class of made hand-ins, as Moodle and as Canvas give them out, with the mark that each student is to get.

    .venv/bin/python tests/tools/made_class.py FOLDER            # moodle.toml, moodle.zip, canvas.toml, …
    .venv/bin/grade FOLDER/moodle.toml FOLDER/moodle.zip
    .venv/bin/python tests/tools/made_class.py FOLDER --check    # is every mark in the worksheets the true one?

The true marks are known from what was put in, not from grading.
"""

import argparse
import csv
import io
import itertools
import json
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STUDENTS = 300
DEADLINE = datetime(2026, 11, 20, 23, 59)  # noqa: DTZ001 - by the clock of whoever grades, as times in archives are
TITLE = "Bài tập 1"
WEIGHTS = {"instance_stats": 1, "instance_norm": 3}
MAXIMUM, PERCENT_PER_DAY, LAST_DAYS = 10, 10, 3

FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Đỗ", "Hoàng", "Võ", "Đặng")
MIDDLE = ("Thị", "Văn", "Ngọc", "Minh", "Thu", "")
GIVEN = ("An", "Bình", "Cường", "Dung", "Giang", "Hà", "Khánh", "Linh", "Ngân", "Ước", "Phương", "O'Neil")

STATS = (ROOT / "solutions" / "instance_stats.py").read_text(encoding="utf-8")
NORM = (ROOT / "solutions" / "instance_norm.py").read_text(encoding="utf-8")
UNBIASED = NORM.replace("np.var(x", "np.var(x, ddof=1")
STUB = "def instance_norm(x, eps=1e-5):\n    raise NotImplementedError\n"
ENDLESS = "def instance_norm(x, eps=1e-5):\n    while True:\n        pass\n"
EXITS = "import os\ndef instance_norm(x, eps=1e-5):\n    os._exit(0)\n"
FORGES = (
    "import builtins, sys\nimport numpy as np\n"
    "np.testing.assert_allclose = lambda *a, **k: None\n"
    "class Right(np.ndarray):\n    def __eq__(self, other): return True\n"
    "def instance_norm(x, eps=1e-5):\n    return np.zeros_like(x).view(Right)\n"
)
LOOKS_AROUND = (
    "import numpy as np\nimport socket\nfrom pathlib import Path\nfound = []\n"
    "try:\n    found = [path.read_text() for path in Path.cwd().parent.rglob('*instance_norm*.py')]\n"
    "    socket.create_connection(('127.0.0.1', 80), timeout=1)\nexcept OSError:\n    pass\n"
    "for code in found:\n    exec(code)\n"
    "def instance_norm(x, eps=1e-5):\n    return np.zeros_like(x)\n"
)
PRINTS = NORM + "\nfor _ in range(20000):\n    print('x' * 100)\n"
FROM_HELPER = "from helper import instance_norm\n"


@dataclass(frozen=True)
class Kind:
    """One way of handing in: the files, by name, and what the exercises earn out of 10, before anything is late.

    `late` is by how many days. `forms` are the systems that can give it out like that.
    """

    name: str
    files: dict[str, str | bytes]
    stats: float = 0
    norm: float = 0
    late: float = 0
    forms: tuple[str, ...] = ("moodle", "canvas")


def notebook(*codes: str, exercise: str = "instance_norm", lang: str = "vi", **changes: object) -> str:
    """The text of a notebook with these code cells."""
    cells = [
        {"cell_type": "code", "metadata": {}, "source": code, "outputs": [], "execution_count": None} for code in codes
    ]
    metadata = {"course": {"exercise": exercise, "lang": lang}}
    return json.dumps({"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5, **changes})


def zipped(files: dict[str, str | bytes], moment: datetime = DEADLINE) -> bytes:
    """A zip archive of files that were all saved at one moment."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, moment.timetuple()[:6]), content)
    return packed.getvalue()


def kinds() -> list[Kind]:
    """Right and wrong, hostile, odd and late ones, in both languages."""
    both = {"instance_stats.ipynb": notebook(STATS, exercise="instance_stats"), "instance_norm.ipynb": notebook(NORM)}
    return [
        Kind("both right", both, 10, 10),
        Kind("both in one notebook, English", {"all.ipynb": notebook(STATS, NORM, lang="en")}, 10, 10),
        Kind("Python files", {"instance_stats.py": STATS, "instance_norm.py": NORM}, 10, 10),
        Kind("one wrong", {"a.ipynb": notebook(STATS, UNBIASED)}, 10, 0),
        Kind("one missing", {"instance_norm.ipynb": notebook(NORM, lang="en")}, 0, 10),
        Kind("a stub beside a solution", {"a.ipynb": notebook(STUB), "b.ipynb": notebook(STATS, NORM)}, 10, 10),
        Kind("not begun", {"instance_norm.ipynb": notebook(STUB, lang="en")}, 0, 0),
        Kind("a zip of all", {"work.zip": zipped({"work/deep/x.ipynb": notebook(STATS, NORM)})}, 10, 10),
        Kind("a helper", {"instance_norm.ipynb": notebook(FROM_HELPER), "helper.py": NORM}, 0, 10),
        Kind("a syntax error", {"instance_norm.py": NORM + "\nx = = 1\n", "instance_stats.py": STATS}, 10, 0),
        Kind("an endless loop", {"a.ipynb": notebook(STATS, ENDLESS)}, 10, 0),
        Kind("ends the process", {"a.ipynb": notebook(STATS, EXITS)}, 10, 0),
        Kind("forges", {"a.ipynb": notebook(FORGES, STATS)}, 10, 0),
        Kind("looks around", {"instance_norm.py": LOOKS_AROUND}, 0, 0),
        Kind("prints a lot", {"a.ipynb": notebook(STATS, PRINTS, lang="en")}, 10, 10),
        Kind("only a report", {"report.pdf": b"%PDF-1.7"}, 0, 0),
        Kind("a report beside it", {"report.pdf": b"%PDF-1.7", "a.ipynb": notebook(STATS, NORM)}, 10, 10),
        Kind("a broken zip", {"work.zip": zipped({"a.py": NORM})[:-30]}, 0, 0),
        Kind("no notebook", {"instance_norm.ipynb": "<html>not a notebook</html>"}, 0, 0),
        Kind("an odd name", {"bài làm cuối cùng (1).IPYNB": notebook(STATS, NORM)}, 10, 10),
        Kind("named by a browser", {"instance_norm.ipynb.txt": notebook(NORM)}, 0, 10),
        Kind("another's number", {"SV20260002_instance_norm.py": NORM}, 0, 10),
        Kind("a day late", both, 10, 10, late=0.5),
        Kind("two days late", {"a.ipynb": notebook(STATS, NORM)}, 10, 10, late=1.5, forms=("moodle",)),
        Kind("too late", both, 10, 10, late=LAST_DAYS + 0.5, forms=("moodle",)),
        Kind("nothing", {}),
    ]


@dataclass(frozen=True)
class Member:
    """A student of the made class, and what they hand in."""

    id: str
    name: str
    number: int
    kind: Kind

    @property
    def address(self) -> str:
        return f"sv{self.id}@truong.example"

    def mark(self, form: str) -> float:
        """What the student is to get; Canvas says only that something was late, which counts as a day."""
        earned = sum(
            weight * points for weight, points in zip(WEIGHTS.values(), (self.kind.stats, self.kind.norm), strict=True)
        )
        days = -(-self.kind.late // 1) if form == "moodle" else float(self.kind.late > 0)
        kept = 0.0 if self.kind.late > LAST_DAYS else 1 - days * PERCENT_PER_DAY / 100
        return round(earned / 10 / sum(WEIGHTS.values()) * MAXIMUM * kept, 2)


def members(count: int, form: str) -> list[Member]:
    """The students, of whom some have the same name."""
    names = itertools.cycle(itertools.product(FAMILY, MIDDLE, GIVEN))
    of_form = itertools.cycle(kind for kind in kinds() if form in kind.forms)
    return [
        Member(f"{20260000 + place}", " ".join(filter(None, next(names))), 500000 + 7 * place, next(of_form))
        for place in range(1, count + 1)
    ]


def moodle_files(students: list[Member]) -> Iterator[tuple[str, str | bytes, datetime]]:
    """What Moodle packs: a folder a student, and of every seventh the files beside each other, as it is asked for."""
    for student in students:
        moment = DEADLINE + timedelta(days=student.kind.late) if student.kind.late else DEADLINE - timedelta(hours=5)
        between = "_" if student.number % 2 and student.number % 7 == 0 else "/"
        for name, content in student.kind.files.items():
            owner = f"{student.name}_{student.number}_assignsubmission_file"
            yield f"{owner}{between}{name}", content, moment


def canvas_files(students: list[Member]) -> Iterator[tuple[str, str | bytes, datetime]]:
    """What Canvas packs: all files beside each other, all with the time of the download, a resubmission with a -1."""
    order = itertools.count(9_000_000)
    for student in students:
        *_, given = student.name.split()
        sortable = "".join(sign for sign in f"{given}{student.name}".lower() if sign.isalnum())
        late = "LATE_" if student.kind.late else ""
        for name, content in student.kind.files.items():
            stem, _, ending = name.partition(".")
            counted = f"{stem}-1.{ending}" if student.number % 2 else name
            yield (
                f"{sortable}_{late}{student.number}_{next(order)}_{counted}",
                content,
                DEADLINE + timedelta(days=30),
            )


def packed(files: Iterator[tuple[str, str | bytes, datetime]]) -> bytes:
    """The archive that a system gives out."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as writing:
        for name, content, moment in files:
            writing.writestr(zipfile.ZipInfo(name, moment.timetuple()[:6]), content)
    return archive.getvalue()


def table(rows: list[list[object]], end: str) -> str:
    written = io.StringIO()
    csv.writer(written, lineterminator=end).writerows(rows)
    return written.getvalue()


def worksheet(students: list[Member]) -> str:
    """Moodle's grading worksheet."""
    head = ["Identifier", "Full name", "Email address", "Status", "Grade", "Maximum Grade", "Grade can be changed"]
    rows = [
        [
            f"Participant {each.number}",
            each.name,
            each.address,
            "Submitted for grading - Not graded" if each.kind.files else "No submission - Not graded",
            "",
            f"{MAXIMUM:.2f}",
            "Yes",
            "Friday, 20 November 2026, 6:59 PM" if each.kind.files else "-",
            "-",
            "",
        ]
        for each in students
    ]
    head += ["Last modified (submission)", "Last modified (grade)", "Feedback comments"]
    return table([head, *rows], "\n")


def gradebook(students: list[Member]) -> str:
    """Canvas' gradebook, with a second assignment that is nobody's business."""
    head = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Bài tập 0 (11)", f"{TITLE} (12)", "Final Score"]
    possible = ["    Points Possible", "", "", "", "", "5.00", f"{MAXIMUM:.2f}", "(read only)"]
    rows = [
        [f"{each.name.split()[-1]}, {each.name}", each.number, each.id, each.address, "K66", "4.5", "", "90.0"]
        for each in students
    ]
    return "\ufeff" + table([head, possible, *rows], "\r\n")


WEIGHTED = "".join(f"{name} = {weight}\n" for name, weight in WEIGHTS.items())
DESCRIBED = f"""title = "{TITLE}"
maximum = {MAXIMUM}
deadline = {DEADLINE.isoformat()}
counts = "last"
seed = 20261120

[exercises]
{WEIGHTED}
[late]
percent_per_day = {PERCENT_PER_DAY}
until = {(DEADLINE + timedelta(days=LAST_DAYS)).isoformat()}

[roster]
file = "roster.csv"

[reports]
csv = "{{form}}-marks.csv"
json = "{{form}}-marks.json"
{{form}} = "{{form}}.csv"
missing = "zero"
"""


def make(folder: Path, count: int) -> None:
    """Write both classes into a folder, with their descriptions."""
    folder.mkdir(parents=True, exist_ok=True)
    for form, files, sheet in (("moodle", moodle_files, worksheet), ("canvas", canvas_files, gradebook)):
        students = members(count, form)
        (folder / f"{form}.zip").write_bytes(packed(files(students)))
        (folder / f"{form}.csv").write_text(sheet(students), encoding="utf-8", newline="")
        described = DESCRIBED.replace("{form}", form)
        if form == "moodle":
            described += 'moodle_feedback = "feedback.zip"\n'
        (folder / f"{form}.toml").write_text(described, encoding="utf-8")
        rows = [["id", "name", "email"], *([each.id, each.name, each.address] for each in students)]
        (folder / "roster.csv").write_text(table(rows, "\n"), encoding="utf-8", newline="")


def wrong_marks(folder: Path, form: str, count: int) -> list[str]:
    """The students whose mark in the worksheet is not the true one, each with both marks and what they handed in."""
    text = (folder / f"{form}.csv").read_text(encoding="utf-8-sig")
    column, key = ("Grade", "Identifier") if form == "moodle" else (f"{TITLE} (12)", "ID")
    rows = {row[key].split()[-1]: row[column] for row in csv.DictReader(io.StringIO(text)) if row[key]}
    return [
        f"{student.id} {student.kind.name}: {rows[str(student.number)]!r} is not {student.mark(form):.2f}"
        for student in members(count, form)
        if rows[str(student.number)] != f"{student.mark(form):.2f}"
    ]


def main() -> int:
    """Make the classes, or check the marks in their worksheets."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--students", type=int, default=STUDENTS)
    parser.add_argument("--check", action="store_true", help="compare the worksheets with the true marks")
    options = parser.parse_args()
    if not options.check:
        make(options.folder, options.students)
        return 0
    wrong = {form: wrong_marks(options.folder, form, options.students) for form in ("moodle", "canvas")}
    for form, lines in wrong.items():
        print(f"{form}: {options.students - len(lines)} of {options.students} marks are the true ones")
        print("\n".join(lines))
    return int(any(wrong.values()))


if __name__ == "__main__":
    sys.exit(main())
