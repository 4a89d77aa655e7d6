"""What students really hand in: nothing of it touches another's marks, and what is passed over is said."""

import io
import json
import os
import sys
import zipfile
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

import pytest

from grader import batch, cli, grade, seed
from grader.exercises import EXERCISES
from grader.grade import Task, grade_task
from grader.judging import cases
from grader.results import SubmissionResult
from grader.sandbox.launcher import isolation
from grader.submissions import archives as unpacking
from grader.submissions.archives import Archives
from grader.submissions.choose import answers_to
from grader.submissions.find import UsageError, kind_of, submissions_in
from notebooks import ROOT
from submitted import as_notebook, read_file, task

if isolation().kind == "none":
    pytest.skip("workers are forked, which this system cannot do", allow_module_level=True)

NORM = (ROOT / "solutions" / "instance_norm.py").read_text(encoding="utf-8")
STATS = (ROOT / "solutions" / "instance_stats.py").read_text(encoding="utf-8")
STUB = "def instance_norm(x, eps=1e-5):\n    '''Normalize.'''\n    raise NotImplementedError\n"
UNBIASED = NORM.replace("np.var(x", "np.var(x, ddof=1")
EXERCISE = EXERCISES["instance_norm"]


@pytest.fixture(autouse=True)
def a_machine_of_the_tests(tmp_path_factory, monkeypatch):
    """With the journals and the seed of nobody."""
    drawn, mine = cases.cache_folder(), tmp_path_factory.mktemp("machine")
    monkeypatch.setattr(batch, "cache_folder", lambda: mine)
    (mine / "seed").write_text("0\n", encoding="utf-8")
    monkeypatch.setattr(seed, "seed_file", lambda: mine / "seed")
    return drawn


def notebook_of(code: str, exercise: str = "instance_norm") -> str:
    """A notebook whose metadata say which exercise it answers."""
    return as_notebook([code], metadata={"course": {"exercise": exercise, "lang": "en"}})


def write(folder: Path, files: dict[str, str | bytes]) -> Path:
    """Write files, by their place in a folder."""
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def zipped(files: dict[str, str | bytes]) -> bytes:
    """A zip archive of files."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


def graded(folder: Path, *options: str) -> dict:
    """The JSON of a class that was graded."""
    out = folder.parent / "out.json"
    cli.main(["--trust", str(folder), "--json", str(out), "--lang", "en", *options])
    return json.loads(out.read_text(encoding="utf-8"))


def scores(document: dict) -> dict[str, float]:
    return {os.path.basename(each["path"]): each["score"] for each in document["submissions"]}


# Several files of one submission


ONE_ANSWER = {
    "copies": {"a.ipynb": notebook_of(NORM), "a (1).ipynb": notebook_of(NORM), "a-Copy1.ipynb": notebook_of(NORM)},
    "a copy with other words": {"a.ipynb": notebook_of(NORM), "b.ipynb": notebook_of("# mine\n" + NORM + "\nprint(1)")},
    "exported": {"a.ipynb": notebook_of(NORM), "a.py": "#!/usr/bin/env python\n# In[1]:\n\n\n" + NORM},
    "a stub beside it": {"b.ipynb": notebook_of(STUB), "vi/b.ipynb": notebook_of(NORM)},
    "a solution without metadata": {"a.ipynb": notebook_of(STUB), "mine.py": NORM},
    "a helper that defines it": {"a.ipynb": notebook_of("from helper import instance_norm"), "helper.py": NORM},
    "a helper that imports it": {"instance_norm.py": NORM, "use.py": "from instance_norm import instance_norm\n"},
    "another exercise that has one": {
        "instance_norm.ipynb": notebook_of(NORM),
        "norm_family.ipynb": notebook_of("def instance_norm(x):\n    return x\n", "norm_family"),
    },
    "the wrong metadata": {"a.ipynb": notebook_of(NORM, "instance_stats")},
    "an environment": {
        "a.py": NORM,
        "env/pyvenv.cfg": "home = /usr/bin\n",
        "env/lib/instance_norm.py": UNBIASED,
        "lib/site-packages/instance_norm.py": UNBIASED,
        "__pycache__/instance_norm.py": UNBIASED,
        ".ipynb_checkpoints/a-checkpoint.ipynb": notebook_of(UNBIASED),
    },
    "names of the course's own modules": {
        "a.ipynb": notebook_of("from grader.check import check\n" + NORM),
        **{
            f"{name}.py": "raise SystemExit('mine')\n"
            for name in ("mistakes", "grader", "graded", "solutions", "course")
        },
    },
}


@pytest.mark.parametrize("files", ONE_ANSWER.values(), ids=ONE_ANSWER)
def test_one_answer_is_found(tmp_path, files):
    """Among all that lies in a student's folder."""
    write(tmp_path / "class", {f"an/{name}": content for name, content in files.items()})
    document = graded(tmp_path / "class", "--exercise", "instance_norm")
    assert scores(document) == {"an": 10}, document["submissions"][0]["error"]


def test_two_answers_are_one_students_matter(tmp_path):
    """Who handed in two different ones hears which they are; everybody else has a mark."""
    files = {"an/a.py": NORM, "an/b.py": UNBIASED, "binh.py": NORM}
    document = graded(write(tmp_path / "class", files))
    assert scores(document) == {"an": 0, "binh.py": 10}
    assert "a.py and " in document["submissions"][0]["error"]["en"]
    assert "--duplicates" in document["submissions"][0]["error"]["en"]


@pytest.mark.parametrize("newest, expected", [("a.py", 10), ("b.py", 0)])
def test_what_decides_between_two_answers(tmp_path, newest, expected):
    """The newest, or the best, if that was asked for."""
    folder = write(tmp_path / "class", {"an/a.py": NORM, "an/b.py": UNBIASED})
    for name in ("a.py", "b.py"):
        seconds = 2000 if name == newest else 1000
        os.utime(folder / "an" / name, (seconds, seconds))
    assert scores(graded(folder, "--duplicates", "newest")) == {"an": expected}
    assert scores(graded(folder, "--duplicates", "best")) == {"an": 10}


def test_all_exercises_in_one_notebook(tmp_path):
    """Are all of them, whichever its metadata name."""
    path = tmp_path / "all.ipynb"
    codes = [(ROOT / "solutions" / f"{name}.py").read_text(encoding="utf-8") for name in EXERCISES]
    path.write_text(as_notebook(codes, metadata={"course": {"exercise": "instance_norm"}}), encoding="utf-8")
    assert [exercise.id for exercise in read_file(path).exercises] == [*EXERCISES]


def test_the_folder_of_ones_own_work_can_be_handed_in(tmp_path):
    """With both languages of every exercise, one of them solved."""
    folder = tmp_path / "class" / "an"
    for lang in ("vi", "en"):
        for name in ("instance_norm", "instance_stats"):
            notebook = json.loads((ROOT / "exercises" / lang / f"{name}.ipynb").read_text(encoding="utf-8"))
            if (lang, name) == ("en", "instance_norm"):
                next(cell for cell in notebook["cells"] if cell["id"] == "answer-code")["source"] = NORM
            write(folder, {f"{lang}/{name}.ipynb": json.dumps(notebook)})
    (entry,) = graded(tmp_path / "class")["submissions"]
    assert {each["exercise"]: (each["status"], each["score"]) for each in entry["exercises"]} == {
        "instance_norm": ("graded", 10),
        "instance_stats": ("unsolved", 0),
    }
    assert entry["error"] is None


# A class's folder


def test_everything_in_a_class_has_a_row_or_is_passed_over(tmp_path, capsys):
    """With a reason that is true, and nobody's mark is made of what is no hand-in."""
    folder = write(
        tmp_path / "class",
        {
            "an.IPYNB": notebook_of(NORM),
            "binh.ipynb.txt": notebook_of(NORM),
            "cuong.PY": NORM,
            "dung/report.pdf": b"%PDF",
            "giang.zip": zipped({"giang/instance_norm.py": NORM}),
            "Thumbs.db": b"",
            "desktop.ini": b"",
            "marks.csv": "a,b",
            "report.pdf": b"%PDF",
            ".DS_Store": b"",
            "__MACOSX/x.py": NORM,
            "venv/pyvenv.cfg": "",
        },
    )
    (folder / "em").mkdir()
    (folder / "link.py").symlink_to(folder / "cuong.PY")
    document = graded(folder)
    right = dict.fromkeys(("an.IPYNB", "binh.ipynb.txt", "cuong.PY", "giang.zip"), 10)
    assert scores(document) == {**right, "dung": 0, "em": 0}
    errors = {os.path.basename(each["path"]): each["error"] for each in document["submissions"]}
    assert "only report.pdf" in errors["dung"]["en"]
    assert "holds no file" in errors["em"]["en"]
    passed_over = {os.path.basename(each["path"]): each["reason"]["en"] for each in document["passed_over"]}
    assert passed_over == {
        ".DS_Store": "a hidden name",
        "Thumbs.db": "neither a notebook nor a Python file nor a zip file",
        "__MACOSX": "left by an archive",
        "desktop.ini": "neither a notebook nor a Python file nor a zip file",
        "link.py": "a link",
        "marks.csv": "neither a notebook nor a Python file nor a zip file",
        "report.pdf": "neither a notebook nor a Python file nor a zip file",
        "venv": "installed packages or a cache",
    }
    said = next(line for line in capsys.readouterr().out.splitlines() if line.startswith("Passed over: "))
    assert said.startswith("Passed over: .DS_Store (a hidden name); Thumbs.db, desktop.ini, marks.csv, report.pdf (nei")


def test_a_class_of_nothing_says_what_is_there(tmp_path):
    """And why that is no submission."""
    write(tmp_path, {"report.pdf": b"%PDF", ".hidden.py": NORM})
    with pytest.raises(UsageError) as refused:
        submissions_in([tmp_path], Archives())
    assert "report.pdf (neither a notebook" in refused.value.text.en


def test_all_can_get_the_same(tmp_path):
    """Who answers one exercise of the two that the class answers has one missing."""
    document = graded(write(tmp_path / "class", {"an.py": NORM, "binh.py": NORM + STATS, "cuong.py": "x = 1 +"}))
    assert {each["max_score"] for each in document["submissions"]} == {20}
    assert scores(document) == {"an.py": 10, "binh.py": 20, "cuong.py": 0}
    assert "not valid Python" in document["submissions"][2]["error"]["en"]


def test_a_failure_of_the_grader_costs_one_row_a_sentence(tmp_path, monkeypatch, capfd):
    """Whatever exception a submission brings about in the judge, with its traceback for us."""
    for name in ("an.py", "binh.py"):
        write(tmp_path, {name: NORM})

    class Failing:
        def grade(self, asked):
            if asked.name == "an.py":
                raise ZeroDivisionError("by nothing")
            return SubmissionResult(asked.name, "none")

        def close(self):
            pass

    monkeypatch.setattr(grade, "_shared_grader", Failing)
    an, binh = (grade_task(task(tmp_path / name)) for name in ("an.py", "binh.py"))
    assert "ZeroDivisionError: by nothing" in an.error.en
    assert binh.error is None
    assert "Traceback" in capfd.readouterr().err


def is_grader(number: int) -> bool:
    return id(grade._shared_grader()) == number


@pytest.mark.skipif(not hasattr(os, "fork"), reason="without a fork nothing is shared")
def test_a_fork_has_a_grader_of_its_own():
    """Two processes with one sandbox would end each other's submissions."""
    with ProcessPoolExecutor(1, get_context("fork")) as pool:
        here = id(grade._shared_grader())
        assert is_grader(here)
        assert not pool.submit(is_grader, here).result()


def test_who_listens_no_longer_loses_nothing(tmp_path, monkeypatch):
    """`grade … | head` ends as it would have, and what was asked for is written."""
    write(tmp_path, {"an.py": NORM})
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w", encoding="utf-8") as closed:
        monkeypatch.setattr(sys, "stdout", closed)
        assert cli.main(["--trust", str(tmp_path / "an.py"), "--csv", str(tmp_path / "out.csv")]) == 0
    assert (tmp_path / "out.csv").exists()


def test_a_worker_elsewhere_finds_what_lies_beside_a_file(tmp_path, monkeypatch):
    """Whatever folder it runs in: paths are absolute, though the class was named by a relative one."""
    write(tmp_path / "class" / "an", {"a.py": NORM, "data.txt": "1"})
    monkeypatch.chdir(tmp_path)
    (found,) = submissions_in([Path("class")], Archives()).submissions
    assert found.beside(found.files[0]) == {"data.txt": tmp_path / "class" / "an" / "data.txt"}


# Archives


def found_in(archive: bytes, tmp_path: Path):
    """The one submission that an archive is, with what it holds."""
    (tmp_path / "an.zip").write_bytes(archive)
    unpacked = Archives()
    (found,) = submissions_in([tmp_path / "an.zip"], unpacked, one=True).submissions
    return unpacked, found


def test_an_archive_is_what_it_holds(tmp_path):
    """Nested ones too; files are called by their place in it, and nothing is left when the run ends."""
    inner = zipped({"instance_norm.py": NORM, "data/x.txt": "1"})
    unpacked, found = found_in(zipped({"top/inner.zip": inner, "top/__MACOSX/._x.py": "x"}), tmp_path)
    with unpacked:
        (file,) = found.files
        assert file.called == tmp_path / "an.zip" / "top" / "inner.zip" / "instance_norm.py"
        assert list(found.beside(file)) == ["data/x.txt"]
        read = read_file(file.path)
        assert read.exercises == [EXERCISE]
    assert not file.path.exists()


def test_a_class_can_be_an_archive(tmp_path):
    """As it is downloaded, with or without a folder around it all."""
    for name, inside in (("flat.zip", ""), ("deep.zip", "class/")):
        (tmp_path / name).write_bytes(zipped({f"{inside}an.py": NORM, f"{inside}binh/x.py": NORM}))
        with Archives() as archives:
            found = submissions_in([tmp_path / name], archives).submissions
            assert [Path(each.name).name for each in found] == ["an.py", "binh"]


@pytest.mark.parametrize(
    "archive, words",
    [
        (b"PK no archive", "cannot be opened as a zip file"),
        (zipped({"a.py": NORM})[:-30], "cannot be opened as a zip file"),
        (zipped({"../../evil.py": NORM, "/abs.py": NORM, "C:\\evil.py": NORM}), "leads out of its zip file"),
        (zipped({"..": NORM, "/": "", ".": NORM}), "holds no file"),
        (zipped({"zeros.bin": bytes(3000)}), "holds more than"),
        (zipped({f"{number}.txt": "" for number in range(60)}), "holds more than"),
        (zipped({f"{number}.zip": zipped({"zeros.bin": bytes(500)}) for number in range(6)}), "holds more than"),
    ],
    ids=["none", "cut", "escaping", "nameless", "large", "many", "many in it"],
)
def test_an_archive_that_is_none_or_too_much(tmp_path, archive, words, monkeypatch):
    """Ends in a sentence, and writes nothing outside of its folder."""
    monkeypatch.setattr(unpacking, "MAX_BYTES", 2500)
    monkeypatch.setattr(unpacking, "MAX_FILES", 50)
    (tmp_path / "class").mkdir()
    (tmp_path / "class" / "an.zip").write_bytes(archive)
    with Archives() as archives:
        (found,) = submissions_in([tmp_path / "class"], archives).submissions
        assert words in found.problem.en
        root = archives._root()
        assert sum(path.stat().st_size for path in root.rglob("*") if path.is_file()) <= unpacking.MAX_BYTES
        assert all(file.path.is_relative_to(root) for file in found.below)
    assert [*tmp_path.rglob("*evil*"), *root.parent.glob("*evil*")] == []


def damaged(archive: bytes, name: str) -> bytes:
    """The archive with the data of one file overwritten."""
    with zipfile.ZipFile(io.BytesIO(archive)) as read:
        start = read.getinfo(name).header_offset + 30 + len(name.encode())
    return archive[:start] + b"\xff" * 20 + archive[start + 20 :]


def locked(archive: bytes, name: str) -> bytes:
    """The archive with one file marked as encrypted, in its own header and in the directory of all."""
    marked = bytearray(archive)
    for signature, flags, length, before in ((b"PK\3\4", 6, 26, 30), (b"PK\1\2", 8, 28, 46)):
        start = -1
        while (start := marked.find(signature, start + 1)) >= 0:
            size = int.from_bytes(marked[start + length : start + length + 2], "little")
            if marked[start + before : start + before + size] == name.encode():
                marked[start + flags] |= 1
    return bytes(marked)


def class_with_odd_files() -> bytes:
    """The archive of a class: each odd file in it is one student's."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("an/a.py", "binh/b.py", "chi.py", "dung/d.py", "giang/g.py", "../hoa/h.py", "khanh"):
            archive.writestr(name, NORM)
        archive.writestr("an/" + "ắ" * 100 + ".py", NORM)
        archive.writestr("khanh/k.py", NORM)
        archive.writestr("linh/" + "a/" * 1500 + "l.py", NORM)
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("giang/g.py", NORM + "\n# again\n")
    return locked(damaged(damaged(packed.getvalue(), "binh/b.py"), "chi.py"), "dung/d.py")


def test_an_odd_file_in_the_archive_of_a_class_is_one_students(tmp_path):
    """Who has a row, what could be read of it, and what is said of the rest."""
    (tmp_path / "class.zip").write_bytes(class_with_odd_files())
    with Archives() as archives:
        found = submissions_in([tmp_path / "class.zip"], archives).submissions
        read = {Path(each.name).name: [file.called.name for file in each.files] for each in found}
        said = {Path(each.name).name: each.problem.en if each.problem else "" for each in found}
        (again,) = (each.files[0].path.read_text() for each in found if each.name.endswith("giang"))
    nothing: dict[str, list[str]] = {name: [] for name in ("binh", "chi.py", "dung", "hoa", "linh")}
    assert read == {"an": ["a.py"], "giang": ["g.py"], "khanh": ["khanh"]} | nothing
    assert "File name too long" in said["an"]
    assert "binh/b.py is damaged" in said["binh"]
    assert "chi.py is damaged" in said["chi.py"]
    assert "locked with a password" in said["dung"]
    assert said["giang"] == "" and again.endswith("# again\n")
    assert "hoa/h.py has a path that leads out" in said["hoa"]
    assert "khanh/k.py cannot be written" in said["khanh"]
    assert "File name too long" in said["linh"]


def test_what_is_damaged_in_one_archive_is_said_with_what_is_graded_of_it(tmp_path):
    """Also where the archive lies in another."""
    inner = damaged(zipped({"instance_norm.py": NORM, "instance_stats.py": NORM * 2}), "instance_stats.py")
    unpacked, found = found_in(zipped({"top/inner.zip": inner}), tmp_path)
    with unpacked:
        assert [file.called.name for file in found.files] == ["instance_norm.py"]
    assert "instance_stats.py is damaged" in found.problem.en


def test_an_archive_unpacked_anew_is_the_same_to_an_interrupted_run(tmp_path):
    """What was graded before is not graded again."""
    (tmp_path / "class.zip").write_bytes(zipped({"an/a.py": NORM, "an/data.txt": "1", "binh/b.py": NORM}))
    digests = []
    for _ in range(2):
        with Archives() as archives:
            found, _ = submissions_in([tmp_path / "class.zip"], archives).submissions
            read = read_file(found.files[0].path)
            asked = Task("an", (replace(read, path=found.files[0].called),), (found.beside(found.files[0]),))
            digests.append(batch._digest(asked))
    assert digests[0] == digests[1]


@pytest.mark.parametrize("students, words", [(3, None), (2, "holds more than 4 files")])
def test_an_archive_of_a_class_may_hold_more(tmp_path, monkeypatch, students, words):
    """As much as all its students may, and no more."""
    monkeypatch.setattr(unpacking, "MAX_FILES", 2)
    monkeypatch.setattr(unpacking, "STUDENTS", students)
    files = {f"{number}/{name}.py": NORM for number in range(3) for name in "ab"}
    (tmp_path / "class.zip").write_bytes(zipped(files))
    with Archives() as archives:
        _, problem = archives.unpacked(tmp_path / "class.zip", Path("class.zip"), unpacking.for_a_class())
    assert (problem is None) == (words is None)
    assert problem is None or words in problem.en


# Kinds of files


@pytest.mark.parametrize(
    "name, kind",
    [
        ("a.ipynb", ".ipynb"),
        ("A.IPYNB", ".ipynb"),
        ("a.ipynb.txt", ".ipynb"),
        ("a.ipynb.json", ".ipynb"),
        ("a.Py", ".py"),
        ("a.zip", ".zip"),
        ("a.pyc", None),
        ("a.txt", None),
        ("ipynb", None),
        ("a.pdf", None),
    ],
)
def test_the_kind_of_a_file(name, kind):
    assert kind_of(name) == kind


OLD = {
    "nbformat": 3,
    "metadata": {"name": ""},
    "worksheets": [{"cells": [{"cell_type": "code", "input": NORM.splitlines(keepends=True), "outputs": []}]}],
}
READABLE = {
    "bom.py": b"\xef\xbb\xbf" + NORM.encode(),
    "bom.ipynb": b"\xef\xbb\xbf" + notebook_of(NORM).encode(),
    "latin.py": b"# -*- coding: latin-1 -*-\n# caf\xe9\n" + NORM.encode(),
    "vietnamese.py": "# vim: set fileencoding=cp1258 :\nWORD = 'ê'\n".encode("cp1258") + NORM.encode(),
    "old.ipynb": json.dumps(OLD).encode(),
    "null.ipynb": as_notebook([NORM], metadata=None).encode(),
    "course_null.ipynb": as_notebook([NORM], metadata={"course": None}).encode(),
    "odd.ipynb": as_notebook([NORM], metadata={"course": {"exercise": 3, "lang": ["vi"]}}).encode(),
    "number.ipynb": as_notebook([NORM, None], metadata=[]).encode(),
}


@pytest.mark.parametrize("name", READABLE)
def test_what_python_and_notebooks_read_is_read(tmp_path, name):
    (tmp_path / name).write_bytes(READABLE[name])
    file = read_file(tmp_path / name)
    assert (file.refused, file.exercises) == (None, [EXERCISE])


@pytest.mark.parametrize("content", [b"# coding: no-such\n", b"\xff\xfe\x00", b"# caf\xe9\n"])
def test_what_no_python_reads_is_refused(tmp_path, content):
    (tmp_path / "a.py").write_bytes(content)
    assert "encoding UTF-8" in read_file(tmp_path / "a.py").refused.en


# Which counts


def chosen(tmp_path: Path, *codes: str) -> list[str]:
    """The names of the files that answer, of Python files with these codes."""
    for number, code in enumerate(codes):
        (tmp_path / f"file{number}.py").write_text(code, encoding="utf-8")
    files = [read_file(tmp_path / f"file{number}.py") for number in range(len(codes))]
    return [file.path.name for file in answers_to(EXERCISE, files)]


@pytest.mark.parametrize(
    "codes, expected",
    [
        ([STUB, NORM], ["file1.py"]),
        ([STUB + "    return x  # to be mended\n", NORM], ["file1.py"]),
        ([STUB, STUB.replace("Normalize", "Chuẩn hóa")], ["file0.py"]),
        ([STUB + "\n" + NORM, STUB], ["file0.py"]),
        ([NORM + "\n" + STUB, UNBIASED], ["file1.py"]),
        (["class instance_norm:\n    pass", UNBIASED], ["file1.py"]),
        (["instance_norm = None", UNBIASED], ["file0.py", "file1.py"]),
        ([NORM, NORM.replace("eps", "epsilon")], ["file0.py", "file1.py"]),
        (["x = 1"], []),
        (["def instance_norm(:"], []),
    ],
)
def test_what_answers_an_exercise(tmp_path, codes, expected):
    """A solution goes before a stub, of the same twice the first counts, of different ones all."""
    assert chosen(tmp_path, *codes) == expected
