"""The bundle for Gradescope, set up and run as Gradescope does it, in a container that allows no bubblewrap.

What Gradescope does: https://gradescope-autograders.readthedocs.io/en/latest/specs/
"""

import contextlib
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from gradescope_zip import RUN, SEED, gradescope_zip

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="Gradescope's containers are Linux"),
]

ROOT = Path(__file__).resolve().parents[2]
RIGHT = (ROOT / "solutions" / "instance_stats.py").read_text(encoding="utf-8")
FAKES = {
    "bwrap": "echo 'bwrap: No permissions to create new namespace' >&2; exit 1",
    "apt-get": "echo 'nothing may be installed here' >&2; exit 1",
}
# What a hostile submission would try here: each of it would bring marks, or spoil those of others.
HOSTILE = """
import glob, os, signal, time

TREE = {tree!r}
RESULTS = TREE + "/results/results.json"

def take_the_solution():
    for path in glob.glob(TREE + "/venv/lib/*/site-packages/solutions/instance_stats.py"):
        exec(open(path).read(), globals())

def spoil_the_bundle():
    for name in os.listdir(TREE + "/source"):
        open(TREE + "/source/" + name, "a").write("nonsense")

def write_marks():
    open(RESULTS, "w").write('{{"score": 1000}}')

def write_marks_later():
    for folder in ("/tmp", "/var/tmp", "/dev/shm"):
        os.makedirs(folder + "/left-by-" + os.path.basename(TREE) + "/deep")
    if os.fork() == 0:
        os.setsid()
        if os.fork():
            os._exit(0)
        while True:
            time.sleep(0.05)
            try:
                write_marks()
            except OSError:
                pass

def stop_the_grader():
    for number in filter(str.isdigit, os.listdir("/proc")):
        if (TREE + "/run_autograder").encode() in open("/proc/" + number + "/cmdline", "rb").read():
            os.kill(int(number), signal.SIGKILL)

for attack in (take_the_solution, spoil_the_bundle, write_marks, write_marks_later, stop_the_grader):
    try:
        attack()
    except OSError:
        pass
"""


ENDS_ITS_SUPERVISOR = """
import os, signal, time

if os.fork() == 0:
    os.setsid()
    while True:
        time.sleep(1)
os.kill(os.getppid(), signal.SIGKILL)
while True:
    time.sleep(1)
"""


def python_for_everybody() -> str | None:
    """The folder of a Python that other users may run, and that makes environments; None where there is none."""
    for python in (Path(sys.base_prefix, "bin", "python3"), Path("/usr/bin/python3")):
        fits = "import ensurepip, sys; sys.exit(sys.version_info < (3, 11))"
        folders = python.resolve().parents
        can_be_run = python.exists() and all(folder.stat().st_mode & 1 for folder in folders)
        if can_be_run and subprocess.run([python, "-c", fits], check=False, capture_output=True).returncode == 0:
            return str(python.parent)
    return None


@pytest.fixture(scope="module")
def tree() -> Iterator[Path]:
    """The folder that Gradescope calls /autograder, once its image is built."""
    binaries = python_for_everybody()
    if binaries is None:
        pytest.skip("the only Python here is one user's own")
    with tempfile.TemporaryDirectory(dir="/var/tmp") as folder:
        tree = Path(folder)
        tree.chmod(0o755)
        (tree / "fakes").mkdir()
        for name, does in FAKES.items():
            (tree / "fakes" / name).write_text(f"#!/bin/sh\n{does}\n", encoding="utf-8")
            (tree / "fakes" / name).chmod(0o755)
        with zipfile.ZipFile(io.BytesIO(gradescope_zip(("instance_stats",), 7))) as opened:
            opened.extractall(tree / "source")
        for program in RUN:  # Python's zipfile forgets who may run what, which Gradescope sets too
            (tree / "source" / program).chmod(0o755)
        run(tree, binaries, tree / "source" / "setup.sh")
        shutil.copy(tree / "source" / "run_autograder", tree)
        (tree / "submission").mkdir()
        yield tree


def run(tree: Path, binaries: str, program: Path) -> None:
    """Run a program of the bundle, where bubblewrap does not work and nothing can be installed."""
    environment = os.environ | {"PATH": f"{tree}/fakes:{binaries}:/usr/bin:/bin"}
    done = subprocess.run([program], check=False, env=environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture
def results(tree):
    """A function that grades these files as a submission, and gives what results.json holds."""

    def grade(**files: str) -> dict:
        shutil.rmtree(tree / "submission")
        (tree / "submission").mkdir()
        for name, code in files.items():
            (tree / "submission" / f"{name}.py").write_text(code, encoding="utf-8")
        (tree / "results" / "results.json").unlink(missing_ok=True)
        run(tree, python_for_everybody(), tree / "run_autograder")
        return json.loads((tree / "results" / "results.json").read_text(encoding="utf-8"))

    return grade


@pytest.fixture
def changed(tree):
    """A function that changes a file of the tree for the length of a test."""
    before = {}

    def change(name: str, change_it) -> None:
        before[name] = (tree / name).read_text(encoding="utf-8")
        (tree / name).write_text(change_it(before[name]), encoding="utf-8")

    yield change
    for name, content in before.items():
        (tree / name).write_text(content, encoding="utf-8")


def test_the_same_sources_give_the_same_bundle():
    """With the same seed, which it holds; the programs may be run."""
    packed = gradescope_zip(("revin", "fold_affine"), 7, "vi")
    assert gradescope_zip(("revin", "fold_affine"), 7, "vi") == packed
    with zipfile.ZipFile(io.BytesIO(packed)) as opened:
        assert opened.read(SEED) == b"7\n"
        assert json.loads(opened.read("arguments.json")) == [
            "--exercise",
            "revin",
            "--exercise",
            "fold_affine",
            "--lang",
            "vi",
        ]
        assert [name for name in opened.namelist() if opened.getinfo(name).external_attr >> 16 & 0o111] == sorted(RUN)


def test_right_and_wrong(results):
    """As everywhere, with the maximum in both."""
    right, wrong = results(instance_stats=RIGHT), results(instance_stats=RIGHT.replace("axis=1", "axis=0"))
    assert (right["score"], wrong["score"]) == (10, 0)
    for document in (right, wrong):
        assert sum(test.get("max_score", 0) for test in document["tests"]) == 10
        assert document["stdout_visibility"] == "hidden"  # where the seed stands


@pytest.mark.skipif(os.getuid() != 0, reason="Gradescope runs this as root")
def test_a_submission_reaches_nothing(tree, results):
    """Neither the solutions, nor the rest of the bundle, nor the results, now or later, nor the program that grades."""
    document = results(instance_stats=HOSTILE.format(tree=str(tree)))
    assert document["score"] == 0
    assert "instance_stats" in document["output"]
    assert document == json.loads((tree / "results" / "results.json").read_text(encoding="utf-8"))
    assert left_by(tree) == []
    assert results(instance_stats=RIGHT)["score"] == 10


@pytest.mark.skipif(os.getuid() != 0, reason="Gradescope runs this as root")
def test_a_submission_that_ends_its_supervisor_leaves_nothing(tree, results):
    """Whoever kills the process that would clean up is cleaned up after all the same."""
    assert results(instance_stats=ENDS_ITS_SUPERVISOR)["score"] == 0
    assert left_by(tree) == []


def left_by(tree: Path) -> list[str]:
    """What still runs of the tree a few seconds later, and what lies where everybody may write."""
    until = time.monotonic() + 5
    while processes := [each.cmdline() for each in psutil.process_iter() if is_of(tree, each)]:
        if time.monotonic() > until:
            break
        time.sleep(0.1)
    files = [f"{folder}/left-by-{tree.name}" for folder in ("/tmp", "/var/tmp", "/dev/shm")]
    return [*map(str, processes), *filter(os.path.exists, files)]


def is_of(tree: Path, process: psutil.Process) -> bool:
    """Whether a process runs the Python of the tree."""
    with contextlib.suppress(psutil.Error):
        return str(tree) in " ".join(process.cmdline())
    return False


def test_nothing_handed_in(results):
    """The reason stands in the results."""
    document = results()
    assert document["score"] == 0
    assert document["output"]


def test_a_loop_without_end(tree, results, changed):
    """Whatever the grader's own limits, the reason is written before Gradescope gives up."""
    changed("run_autograder", lambda text: text.replace("SECONDS = 540", "SECONDS = 2"))
    document = results(instance_stats="while True: pass")
    assert (document["score"], document["stdout_visibility"]) == (0, "hidden")
    assert "2 giây" in document["output"] and "2 seconds" in document["output"]
    assert left_by(tree) == []


@pytest.mark.parametrize("name", ["source/arguments.json", "venv/bin/grade"])
def test_a_grader_that_crashes(results, changed, name):
    """It is no submission's fault, and is said so."""
    changed(name, lambda text: "#!/bin/sh\nkill -9 $$\n")
    document = results(instance_stats=RIGHT)
    assert document["score"] == 0
    assert "Tell your teacher" in document["output"] and "Hãy báo cho giảng viên" in document["output"]


@pytest.mark.skipif(os.getuid() != 0, reason="Gradescope runs this as root")
def test_no_code_of_a_submission_runs_as_root(tree, results):
    """Where it can neither be shut in nor be another user, nothing is graded."""
    tree.chmod(0o700)
    try:
        document = results(instance_stats=RIGHT)
    finally:
        tree.chmod(0o755)
    assert document["score"] == 0
    assert "root" in document["output"]
