"""Hostile and unlucky submissions: none earns what it should not, costs the next one anything, or leaves anything.

Each is a file in `hostile/`: those in `unearned/` answer wrongly and try to be given points, or never answer; those in
`earned/` answer rightly and do something else on the side. After each comes a witness, which is right only where
nothing of an earlier submission is left.
"""

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from grader.grade import Grader
from grader.reports import as_json
from grader.sandbox import client
from grader.sandbox.inside.messages import Load
from grader.sandbox.launcher import isolation
from grader.submissions.read import Reader
from notebooks import ROOT
from submitted import as_notebook, task

if isolation().kind != "bwrap":
    pytest.skip(f"hostile submissions run only where bwrap works, and here: {isolation().why}", allow_module_level=True)

HOSTILE = Path(__file__).parent / "hostile"
WITNESS = HOSTILE / "witness.py"
STATUSES = {"passed", "failed", "error", "timeout", "skipped"}
RIGHT = WITNESS.read_text(encoding="utf-8").split("\n\n\n")[-1]
NOBODY = 65534
READER = Reader()  # starts nothing before the first file, and is closed with the grader
SECONDS = {"LOAD_SECONDS": 2, "CALL_SECONDS": 1, "PROPERTY_SECONDS": 1, "ALL_SECONDS": 10}


@pytest.fixture(scope="module")
def grader():
    """One grader for all, as a class has it; nothing that it started may outlive it."""
    with pytest.MonkeyPatch.context() as patched, Grader() as made, READER:
        grade(made, WITNESS)  # draws the cases, which may take its time
        for name, seconds in SECONDS.items():
            patched.setattr(client, name, seconds)
        yield made
    assert descendants(os.getpid()) == set()


@pytest.fixture(scope="module")
def alone():
    """What the witness gets from a grader that never graded anything else."""
    with Grader() as unused:
        return grade(unused, WITNESS)


@pytest.fixture(autouse=True)
def nothing_left():
    """No process, and no file, is left by what a test graded; the sandbox itself stays for the next."""
    before = files()
    yield
    # The sandbox is bwrap and the first process of its namespace; so is what reads files.
    assert len(descendants(os.getpid())) in (0, 2, 4), descendants(os.getpid())
    assert files() == before


def grade(grader: Grader, path: Path) -> dict:
    """What the JSON says of a file, which any text file can hold."""
    result = grader.grade(task(path, lang="en", reader=READER))
    return json.loads(as_json([result], 0).encode())["submissions"][0]


def exercises(record: dict) -> list[dict]:
    """What the record says of each exercise."""
    return record["exercises"]


def assert_named(record: dict) -> None:
    """The record says how it ended: an error in both languages, or a status of the contract for every property."""
    assert record["isolation"] == "bwrap"
    properties = [prop for exercise in exercises(record) for prop in exercise["properties"]]
    assert {prop["status"] for prop in properties} <= STATUSES
    assert properties or (record["error"]["vi"] and record["error"]["en"])
    texts = [record["error"] or {}, *(prop["message"] for prop in properties)]
    assert all(len(text) < 5000 and "\x1b" not in text for said in texts for text in said.values())


def descendants(pid: int) -> set[tuple[int, str]]:
    """The processes below `pid`, however deep, by number and command."""
    parents = {}
    for stat in Path("/proc").glob("[1-9]*/stat"):
        try:
            number, rest = stat.read_text(errors="replace").split(" (", 1)
        except OSError:  # it ended meanwhile
            continue
        command, fields = rest.rsplit(") ", 1)
        parents[int(number)] = int(fields.split()[1]), command
    found = {(child, command) for child, (parent, command) in parents.items() if parent == pid}
    return found.union(*(descendants_in(parents, child) for child, _ in found))


def descendants_in(parents: dict[int, tuple[int, str]], pid: int) -> set[tuple[int, str]]:
    """The same in a table of parents and commands."""
    found = {(child, command) for child, (parent, command) in parents.items() if parent == pid}
    return found.union(*(descendants_in(parents, child) for child, _ in found))


def files() -> list[str]:
    """What the suite would have left if it could: files of the names it writes, or with its words in ours."""
    names = ["pickled", "made-by-the-shell", "root", "usr", "fifo", "a", "0", "folder-0", "deep", "written"]
    made = [place / name for place in (Path("/tmp"), Path("/dev/shm")) for name in names]
    ours = [ROOT / "solutions", *(ROOT / "tests" / name for name in ("graded", "grader", "mistakes", "meta"))]
    ours += [Path.home(), Path(sys.prefix), ROOT, Path("/")]
    made += [place / name for place in ours for name in ("sitecustomize.py", "IPython.py")]
    written = [path for place in ours[:5] for path in place.glob("*.py") if path.read_bytes().startswith(b"raise Sys")]
    return [str(path) for path in [*made, *written] if path.exists()]


def submissions(kind: str) -> list:
    """The files of one kind, each under its name."""
    return [pytest.param(path, id=path.stem) for path in sorted((HOSTILE / kind).glob("*.py"))]


@pytest.mark.parametrize("path", submissions("unearned"))
def test_nothing_is_earned_by_force(grader, alone, path):
    """A hostile answer gets no point, its end has a name, and the next submission gets what it gets alone."""
    record = grade(grader, path)
    assert record["score"] == 0
    assert_named(record)
    assert grade(grader, WITNESS) == alone


@pytest.mark.parametrize("path", submissions("earned"))
def test_a_right_answer_earns_what_it_earns_alone(grader, alone, path, tmp_path):
    """Whatever it does on the side changes neither its own mark nor the next one's."""
    notebook = tmp_path / "handed-in.ipynb"  # since some have magics
    exercise = "check_instance_norm" if path.stem.startswith("asks_") else "instance_norm"
    course = {"course": {"exercise": exercise}}
    notebook.write_text(as_notebook([path.read_text(encoding="utf-8")], metadata=course), encoding="utf-8")
    record = grade(grader, notebook)
    assert exercises(record) == exercises(grade(grader, ROOT / "solutions" / f"{exercise}.py"))
    assert record["error"] is None
    assert grade(grader, WITNESS) == alone


def test_the_witness_is_right(alone):
    """Alone it has full marks: so whatever it gets later can be compared with that."""
    assert alone["score"] == 10
    assert alone["error"] is None


def test_the_witness_sees_what_is_left(tmp_path, grader):
    """A process, a file or a piece of shared memory that is there makes the witness fail, so it can be believed."""
    leftovers = {
        "process": "import os, time\nif os.fork() == 0:\n    time.sleep(1000)",
        "file": "open('/tmp/left', 'w').close()",
        "socket": "import socket\ns = socket.socket(socket.AF_UNIX)\ns.bind('\\0left')",
    }
    for name, code in leftovers.items():
        path = tmp_path / f"{name}.ipynb"
        path.write_text(as_notebook([code, WITNESS.read_text(encoding="utf-8")]), encoding="utf-8")
        error = grade(grader, path)["error"]
        assert error is not None and "AssertionError" in error["en"], name


NOT_UTF_8 = RIGHT.encode("utf-16")
UNREADABLE = {
    "empty.ipynb": b"",
    "empty.py": b"",
    "blank.py": b"\n" * 1_000_000,
    "null.py": b"def instance_norm(x):\0",
    "not-utf-8.py": NOT_UTF_8,
    "not-utf-8.ipynb": NOT_UTF_8,
    "latin.py": "def instance_norm(x):\n    'é'".encode("latin-1"),
    "huge.py": b"#" * (21 << 20),
    "huge.ipynb": b"[" + b"0," * (10 << 20) + b"0]",
    "long.py": b"def instance_norm(x): return x\n" + b"#" * (3 << 20),
    "deep.ipynb": b"[" * 5_000_000,
    "deep-objects.ipynb": b'{"cells":' * 500_000,
    "digits.ipynb": b'{"cells": [], "a": ' + b"9" * 100_000 + b"}",
    "digits.py": b"def instance_norm(x): return x\n" + b"9" * 100_000,
    "brackets.py": b"def instance_norm(x): return x\n" + b"(" * 100_000,
    "minus.py": b"def instance_norm(x): return x\ny = " + b"-" * 100_000 + b"1",
    "dots.py": b"def instance_norm(x): return x\ny = x" + b".a" * 200_000,
    "sums.py": b"def instance_norm(x): return x\ny = 1" + b"+1" * 200_000,
    "elifs.py": b"def instance_norm(x): return x\nif 1: pass\n" + b"elif 1: pass\n" * 50_000,
    "indents.py": b"def instance_norm(x): return x\n" + b"".join(b" " * n + b"if 1:\n" for n in range(1500)),
    "escape.py": b'def instance_norm(x): return "\\d"',
    "half-character.ipynb": as_notebook(["def instance_norm(x): return '\ud800'"]).encode(),
    "no-cells.ipynb": as_notebook([], cells=7).encode(),
    "cell-of-text.ipynb": as_notebook([], cells=["def instance_norm(x): return x"]).encode(),
    "source-of-number.ipynb": as_notebook([7]).encode(),
    "source-of-numbers.ipynb": as_notebook([["a", 7]]).encode(),
    "no-metadata.ipynb": as_notebook([], metadata=None).encode(),
    "metadata-of-list.ipynb": as_notebook([], metadata=[1]).encode(),
    "course-of-text.ipynb": as_notebook([], metadata={"course": "instance_norm"}).encode(),
    "exercise-of-list.ipynb": as_notebook([], metadata={"course": {"exercise": ["instance_norm"]}}).encode(),
    "many-cells.ipynb": as_notebook(["def instance_norm(x): return x"] + ["1 / 0"] * 3000).encode(),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_an_unlucky_file_ends_in_a_sentence(grader, tmp_path, name):
    """Huge, deep, empty, of another encoding or form: no point, a named outcome, and no exception."""
    path = tmp_path / name
    path.write_bytes(UNREADABLE[name])
    record = grade(grader, path)
    assert record["score"] == 0
    assert_named(record)


def test_the_others_are_graded_as_before(grader, alone):
    """After all that came before, the same grader grades as a new one does."""
    assert grade(grader, WITNESS) == alone


def test_no_setting_of_the_kernel_opens_for_writing(grader, tmp_path):
    """A submission can open none of all the files below /proc/sys to write to it."""
    path = tmp_path / "settings.py"
    path.write_text(
        "import inside.probe, os\nimport numpy as np\n"
        "assert sum(len(files) for _, _, files in os.walk('/proc/sys')) > 100\n"
        f"assert inside.probe.writable_settings() == []\n{RIGHT}",
        encoding="utf-8",
    )
    record = grade(grader, path)
    assert (record["score"], record["error"]) == (10, None)


def test_nothing_outlives_the_grader(tmp_path):
    """Closed while a submission's children are still there, the grader takes them with it."""
    path = tmp_path / "a.py"
    path.write_text("import os, time\nif os.fork() == 0:\n    os.setsid()\n    time.sleep(1000)\n" + RIGHT)
    with Grader() as made:
        mine = descendants(os.getpid())
        grade(made, WITNESS)
        sandbox = descendants(os.getpid()) - mine
        channel = made._started().new_worker()
        channel.send(Load("a", ()).as_json(), [path.read_bytes()])
        channel.receive(10)
        channel.close()
        assert len(descendants(os.getpid()) - mine) > len(sandbox)
    assert descendants(os.getpid()) == mine


if os.getuid() == 0:  # else all of the above was tried as an ordinary user

    def test_all_holds_for_an_ordinary_user(tmp_path_factory):
        """What depends on the user, run as nobody, whom the system counts and limits in another way than root."""
        home = tmp_path_factory.mktemp("nobody")
        home.chmod(0o700)
        os.chown(home, NOBODY, NOBODY)
        python = [sys.executable, "-m", "pytest", __file__, "-q", "-p", "no:cacheprovider", "--color=no", "--no-header"]
        chosen = "limits links children overwrite bomb parent outlives setting proc key priority".replace(" ", " or ")
        python += [f"--basetemp={home}/pytest", "-k", chosen]
        become = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", *python]
        clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
        done = subprocess.run(
            ["unshare", "--mount", "sh", "-ec", f"{reachable(home)}\nexec {shlex.join(become)}"],
            check=False,
            env={**clean, "HOME": str(home), "XDG_CACHE_HOME": str(home), "PYTHONDONTWRITEBYTECODE": "1"},
            cwd=ROOT,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0 and " passed" in done.stdout, done.stdout[-5000:] + done.stderr[-2000:]

    def reachable(home: Path) -> str:
        """Shell lines that let anybody reach this Python and `home`, in the shell's own view of the files only."""
        lines = []
        for number, place in enumerate((Path(sys.base_prefix), home)):
            closed = [parent for parent in place.parents if not parent.stat().st_mode & 1]
            if closed:
                place, aside, closed = (shlex.quote(str(path)) for path in (place, f"/mnt/{number}", closed[-1]))
                lines += ["mount -t tmpfs none /mnt"] if not lines else []
                lines += [f"mkdir {aside}", f"mount --bind {place} {aside}"]
                lines += [f"mount -t tmpfs -o mode=755 none {closed}"]
                lines += [f"mkdir -p {place}", f"mount --bind {aside} {place}"]
        return "\n".join(lines)
