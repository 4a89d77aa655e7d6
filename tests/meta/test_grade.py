"""`grade` as a teacher uses it: what is graded, what is written, how it ends, and what bad input gets."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
import pytest

from grader import batch, cli, seed
from grader.batch import Journal, grade_all
from grader.exercises import EXERCISES
from grader.grade import Grader
from grader.judging import cases
from grader.judging.verdict import judge
from grader.reports.names import page_names
from grader.results import SubmissionResult
from grader.sandbox.launcher import isolation
from grader.submissions import find
from grader.submissions.archives import Archives
from grader.submissions.find import submissions_in
from notebooks import ROOT
from submitted import as_notebook, defined_by, task

if isolation().kind == "none":
    pytest.skip("workers are forked, which this system cannot do", allow_module_level=True)

SEED_OF_NINES = 999999999
SEED = 0  # whose cases other tests draw too
NORM = (ROOT / "solutions" / "instance_norm.py").read_text(encoding="utf-8")
UNBIASED = NORM.replace("np.var(x", "np.var(x, ddof=1")


@pytest.fixture(autouse=True)
def cache_of_its_own(tmp_path_factory, monkeypatch):
    """Journals of other runs on this machine are left alone; drawn cases are shared."""
    drawn, mine = cases.cache_folder(), tmp_path_factory.mktemp("cache")
    monkeypatch.setattr(batch, "cache_folder", lambda: mine)
    return drawn


@pytest.fixture(autouse=True)
def a_seed_of_the_tests(tmp_path_factory, monkeypatch):
    """The teacher whose machine this is keeps a seed of their own; here everybody has the same."""
    place = tmp_path_factory.mktemp("configuration") / "seed"
    place.write_text(f"{SEED}\n", encoding="utf-8")
    monkeypatch.setattr(seed, "seed_file", lambda: place)


@pytest.fixture
def classroom(tmp_path):
    """A class of three: one right, one wrong, one folder with a notebook solved and one unsolved."""
    folder = tmp_path / "class"
    (folder / "binh").mkdir(parents=True)
    (folder / "__MACOSX").mkdir()
    (folder / ".hidden.py").write_text("x", encoding="utf-8")
    (folder / "an.py").write_text(NORM, encoding="utf-8")
    (folder / "cuong.py").write_text(UNBIASED, encoding="utf-8")
    shutil.copy(ROOT / "exercises" / "vi" / "instance_stats.ipynb", folder / "binh")
    (folder / "binh" / "instance_norm.py").write_text(NORM, encoding="utf-8")
    return folder


def scores(folder):
    document = json.loads((folder / "out.json").read_text(encoding="utf-8"))
    return {os.path.basename(entry["path"]): (entry["score"], entry["max_score"]) for entry in document["submissions"]}


def test_a_class_is_graded(classroom, tmp_path, capsys):
    """Each file or folder is a submission, in order, all asked for the same; the JSON has the contract's shape."""
    assert cli.main(["--trust", str(classroom), "--json", str(tmp_path / "out.json"), "--lang", "en"]) == 1
    assert scores(tmp_path) == {"an.py": (10, 20), "binh": (10, 20), "cuong.py": (0, 20)}
    document = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert (document["schema"], document["seed"]) == (1, seed.teachers_seed())
    wrong = document["submissions"][2]["exercises"][1]
    assert wrong["mistake"] == "unbiased_variance"
    std = next(prop for prop in wrong["properties"] if prop["property"] == "std")
    assert (std["status"], std["points"], std["max_points"]) == ("failed", 0, 3)
    assert std["message"]["vi"] != std["message"]["en"]
    assert "x = np.array" in std["counterexample"]
    assert "an.py" in capsys.readouterr().out


def test_no_page_of_a_student_shows_the_seed(tmp_path):
    """The seed is in the JSON alone: not on the pages, in Gradescope's file, or in the spreadsheet."""
    (tmp_path / "class").mkdir()
    (tmp_path / "class" / "an.py").write_text(UNBIASED, encoding="utf-8")
    outputs = [f"--{name}={tmp_path / name}" for name in ("json", "html", "gradescope", "csv")]
    cli.main(["--trust", str(tmp_path / "class"), f"--seed={SEED_OF_NINES}", *outputs])
    files = [path for path in tmp_path.rglob("*") if path.is_file() and path.suffix != ".py"]
    assert len(files) == 6  # and the list of pages
    assert [path.name for path in files if str(SEED_OF_NINES) in path.read_text(encoding="utf-8")] == ["json"]


STUB = "def instance_norm(x, eps=1e-5):\n    raise NotImplementedError\n"
IN_VIETNAMESE = {"exercise": "instance_norm", "lang": "vi"}
LOOKS = (
    "import os\ndef instance_norm(x, eps=1e-5):\n"
    "    raise ValueError(os.getcwd(), os.path.expanduser('~'), os.listdir('/'))\n"
)
# What stands on the page of each hand-in of a class, in the language of its notebook, else in that of the command.
REASONS = {
    "looks.py": (LOOKS, "raised ValueError"),
    "exits.py": (
        "import os\ndef instance_norm(x, eps=1e-5):\n    os._exit(1)\n",
        "Grading could not go on: the process",
    ),
    "syntax.ipynb": (
        as_notebook(["import nothing_here", "def instance_norm(x:\n"], metadata={"course": IN_VIETNAMESE}),
        "syntax.ipynb, ô code số 2, dòng 1: sai cú pháp Python",
    ),
    "stub_and_syntax.ipynb": (as_notebook([STUB, "def instance_norm(x:\n"]), "code cell 2, line 1: not valid Python"),
    "nothing.ipynb": ("<html>", "No answer was found. nothing.ipynb cannot be read as a notebook"),
    "broken.zip": ("PK", "No answer was found. broken.zip"),
    "other.py": ("x = 1\n", "Missing"),
    "two/a.py": (NORM, "There are two different answers to instance_norm: two/a.py and two/b.py"),
    "two/b.py": (UNBIASED, "There are two different answers to instance_norm: two/a.py and two/b.py"),
    "unsolved.py": (STUB, "not solved yet"),
}


def test_every_page_says_why_and_not_where(tmp_path, monkeypatch):
    """Each reason is the true one, and no page of a student names a place of the machine that graded."""
    temporary, home = tmp_path / "temporary", tmp_path / "home"
    for folder in (temporary, home, tmp_path / "class" / "two"):
        folder.mkdir(parents=True)
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    monkeypatch.setenv("HOME", str(home))
    for name, (content, _) in REASONS.items():
        (tmp_path / "class" / name).write_text(content, encoding="utf-8")
    command = ["--trust", str(tmp_path / "class"), "--exercise", "instance_norm", "--lang", "en"]
    assert cli.main([*command, "--html", str(tmp_path / "pages")]) == 1
    written = {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "pages").glob("*.html")}
    for name, (_, reason) in REASONS.items():
        (file,) = page_names([SubmissionResult(name.split("/")[0], "bwrap")])
        assert reason in written[file], name
        assert str(tmp_path) not in written[file] and str(Path.home()) not in written[file], name
    assert len(written) == len({name.split("/")[0] for name in REASONS}) + 1


def test_one_folder_can_be_one_submission(classroom, tmp_path):
    """With --one the folder's files together are a submission."""
    status = cli.main(["--trust", str(classroom / "binh"), "--one", "--json", str(tmp_path / "out.json")])
    assert status == 1
    assert scores(tmp_path) == {"binh": (10, 20)}


def test_full_marks_are_exit_0(tmp_path, capsys):
    """A right submission ends in 0."""
    path = tmp_path / "instance_norm.py"
    path.write_text(NORM, encoding="utf-8")
    assert cli.main(["--trust", str(path)]) == 0


def test_an_exercise_that_is_not_there_is_missing(tmp_path, capsys):
    """Asked for by name and not answered, an exercise scores 0 of 10."""
    path = tmp_path / "mine.py"
    path.write_text(NORM, encoding="utf-8")
    asked = ["--exercise", "instance_norm", "--exercise", "instance_stats"]
    assert cli.main(["--trust", str(path), *asked, "--json", str(tmp_path / "out.json")]) == 1
    document = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert [(e["exercise"], e["status"], e["score"]) for e in document["submissions"][0]["exercises"]] == [
        ("instance_norm", "graded", 10),
        ("instance_stats", "missing", 0),
    ]


def test_only_what_is_judged_is_drawn(tmp_path, monkeypatch):
    """Who grades one exercise does not wait for the cases of the others, asked for or not."""
    drawn = []
    monkeypatch.setattr(batch, "refuse_broken_tests", lambda exercise, seed: drawn.append((exercise.id, seed)))
    (tmp_path / "instance_norm.py").write_text(NORM, encoding="utf-8")
    for asked in ([], ["--exercise", "instance_norm", "--exercise", "revin"]):
        cli.main(["--trust", str(tmp_path / "instance_norm.py"), *asked])
    assert drawn == [("instance_norm", SEED)] * 2


def test_results_are_no_submissions(classroom, capsys):
    """Results written into the class's folder are not graded by the next run."""
    for _ in range(2):
        command = [str(classroom), "--json", str(classroom / "out.json"), "--html", str(classroom / "marks")]
        assert cli.main(["--trust", *command, "--exercise", "instance_norm", "--exercise", "instance_norm"]) == 1
    assert scores(classroom) == {"an.py": (10, 10), "binh": (10, 10), "cuong.py": (0, 10)}


def test_a_process_that_is_stopped_costs_no_other_mark(classroom, monkeypatch):
    """Where the system stops a process of the pool, its submission is named and the others are graded."""
    names = ("an.py", "cuong.py")
    tasks = [task(classroom / name, asked=("instance_norm",)) for name in names]
    monkeypatch.setattr(batch, "grade_task", ends_at_an)
    results = dict(grade_all(Journal(tasks), 1))
    assert "stopped by the system" in results[tasks[0]].error.en
    assert results[tasks[1]].error is None


def ends_at_an(task):
    if task.name == "an.py":
        os._exit(9)
    return SubmissionResult(task.name, "none")


def test_nothing_gradable_is_exit_2(tmp_path, capsys):
    """A folder in which nothing answers an exercise is no class, and a syntax error is named."""
    (tmp_path / "notes.txt").write_text("x", encoding="utf-8")
    (tmp_path / "anna.py").write_text("def instance_norm(x:\n", encoding="utf-8")
    assert cli.main(["--trust", str(tmp_path), "--lang", "en"]) == 2
    with Grader() as grader:
        result = grader.grade(task(tmp_path / "anna.py"))
    assert "line 1: not valid Python" in result.error.en


@pytest.mark.parametrize(
    "arguments, words",
    [
        (["a.py", "--csv", "two/b.py"], "will not be written"),
        (["a.py", "--csv", "out", "--json", "out"], "will not be written"),
        (["nowhere"], "There is no"),
        (["empty"], "There is no submission in the folder"),
        (["a.py", "--exercise", "instance_nrm"], "choose one of instance_stats"),
        (["a.py", "a.py"], "is given twice"),
        (["a.py", "--json", "nowhere/out.json"], "cannot be written"),
        (["a.py", "--json", "empty"], "cannot be written"),
        (["a.py", "--html", "a.py"], "will not be written"),
        (["a.py", "two/b.py", "--gradescope", "results.json"], "one submission"),
        (["a.py", "--jobs", "0"], "--jobs must be 1 or more"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_bad_usage_ends_in_2_with_a_sentence(tmp_path, monkeypatch, capsys, arguments, words):
    """What cannot be graded is said, in words that say what to do, before anything is graded or written."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    (tmp_path / "two").mkdir()
    for name in ("a.py", "two/a.py", "two/b.py"):
        (tmp_path / name).write_text(NORM, encoding="utf-8")
    before = sorted(tmp_path.rglob("*"))
    monkeypatch.setattr(cli, "grade_all", lambda *_: pytest.fail("grading began"))
    assert cli.main(["--trust", *arguments, "--lang", "en"]) == 2
    assert words in capsys.readouterr().err
    assert sorted(tmp_path.rglob("*")) == before


def test_what_is_passed_over(classroom):
    """Hidden names and what archives add are no submissions."""
    assert [os.path.basename(found.name) for found in submissions_in([classroom], Archives()).submissions] == [
        "an.py",
        "binh",
        "cuong.py",
    ]


def test_a_folder_of_thousands_is_looked_at_from_the_top(tmp_path, monkeypatch):
    """What lies nearest the top of a submission is found, however much lies below."""
    monkeypatch.setattr(find, "MAX_ENTRIES", 50)
    (tmp_path / "z.py").write_text(NORM, encoding="utf-8")
    for folder in ("a", "a/a", "b"):
        (tmp_path / folder).mkdir()
        for number in range(40):
            (tmp_path / folder / f"{number}.py").touch()
    (found,) = submissions_in([tmp_path], Archives(), one=True).submissions
    assert found.files[0].path == tmp_path / "z.py"
    assert len(found.files) < 50


def test_a_folder_that_may_not_be_entered_is_named(classroom, monkeypatch):
    """And what else was handed in is graded; root may enter every folder, so this one only says that it may not."""
    entries = Path.iterdir

    def closed(folder):
        if folder.name == "closed":
            raise PermissionError(13, "Permission denied")
        return entries(folder)

    (classroom / "binh" / "closed").mkdir()
    monkeypatch.setattr(Path, "iterdir", closed)
    (found,) = submissions_in([classroom / "binh"], Archives(), one=True).submissions
    assert [file.path.name for file in found.files] == ["instance_norm.py", "instance_stats.ipynb"]
    assert "closed cannot be read (Permission denied)" in found.problem.en


def test_the_language_of_a_problem(tmp_path, capsys):
    """A problem is said in the language asked for."""
    cli.main(["--trust", str(tmp_path / "gone.ipynb"), "--lang", "vi"])
    assert "Hãy kiểm tra lại đường dẫn" in capsys.readouterr().err


def test_a_full_disk_loses_nothing(tmp_path, monkeypatch, capsys):
    """When the results cannot be written the old file is whole, and the next run need not grade again."""
    path, out = tmp_path / "instance_norm.py", tmp_path / "out.json"
    path.write_text(NORM, encoding="utf-8")
    out.write_text("old", encoding="utf-8")

    def full(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as context:
        context.setattr(os, "replace", full)
        context.setattr("pathlib.Path.replace", full)
        assert cli.main(["--trust", str(path), "--json", str(out), "--lang", "en"]) == 2
    assert "The old file is whole" in capsys.readouterr().err
    assert out.read_text(encoding="utf-8") == "old"
    monkeypatch.setattr(batch, "_on_this_machine", lambda tasks, jobs: pytest.fail("graded again") if tasks else ())
    assert cli.main(["--trust", str(path), "--json", str(out)]) == 0
    assert json.loads(out.read_text(encoding="utf-8"))["submissions"][0]["score"] == 10


def test_an_interrupted_run_goes_on(tmp_path, monkeypatch):
    """What was graded before an interruption is not graded again, unless the file changed."""
    tasks = []
    for name in ("a.py", "b.py", "c.py"):
        (tmp_path / name).write_text(NORM, encoding="utf-8")
        tasks.append(task(tmp_path / name))
    graded = []

    def counted(left, jobs):
        for one in left:
            graded.append(one.name)
            yield one, SubmissionResult(one.name, "none")

    monkeypatch.setattr(batch, "_on_this_machine", counted)
    run = grade_all(Journal(tasks), 1)
    next(run), next(run)
    run.close()
    (tmp_path / "a.py").write_text(UNBIASED, encoding="utf-8")
    tasks = [task(tmp_path / name) for name in ("a.py", "b.py", "c.py")]  # as read anew
    assert {one.name for one, _ in grade_all(Journal(tasks), 1)} == {"a.py", "b.py", "c.py"}
    assert graded == ["a.py", "b.py", "a.py", "c.py"]


def test_a_part_of_a_tuple_that_changes_later_is_noticed(tmp_path):
    """A function that hands out the same two arrays at every call breaks the guard in a worker as in a notebook."""
    path = tmp_path / "instance_stats.py"
    path.write_text(
        "import numpy as np\n"
        "kept = {}\n"
        "def instance_stats(x):\n"
        "    mean, var = kept.setdefault((x.shape, x.dtype), (np.empty_like(x[:, :1]), np.empty_like(x[:, :1])))\n"
        "    mean[...], var[...] = x.mean(axis=1, keepdims=True), x.var(axis=1, keepdims=True)\n"
        "    return mean, var\n",
        encoding="utf-8",
    )
    with Grader() as grader:
        (result,) = grader.grade(task(path)).exercises
    broken = [prop.name for prop in result.properties if prop.status == "failed"]
    assert {"earlier_mean_kept", "earlier_variance_kept"} <= set(broken)
    learners = defined_by(path.read_text(encoding="utf-8"))["instance_stats"]
    alone = judge(EXERCISES["instance_stats"], {"instance_stats": learners}, 0)
    assert result.score == alone.score


def test_watch_grades_at_every_save(tmp_path):
    """The screen is cleared and the file graded again when it is saved."""
    path = tmp_path / "instance_norm.py"
    path.write_text(UNBIASED, encoding="utf-8")
    command = [sys.executable, "-m", "grader.cli", "--trust", str(path), "--watch", "--lang", "en"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8")
    try:
        assert "0/10" in until(process, "press Ctrl-C")
        path.write_text(NORM, encoding="utf-8")
        again = until(process, "press Ctrl-C")
        assert again.startswith("\033[2J")
        assert "10/10" in again
    finally:
        process.terminate()
        process.wait()
        process.stdout.close()


def test_watch_reads_the_assignment_again(tmp_path):
    """What changes in assignment.toml counts at once, and a slip in it is said and can be mended."""
    described = 'title = "A"\nmaximum = 10\n[exercises]\ninstance_norm = 1\n'
    (tmp_path / "class").mkdir()
    (tmp_path / "class" / "1.py").write_text(NORM, encoding="utf-8")
    assignment = tmp_path / "a.toml"
    assignment.write_text(described, encoding="utf-8")
    command = [sys.executable, "-m", "grader.cli", "--trust", str(assignment), str(tmp_path / "class"), "--watch"]
    process = subprocess.Popen([*command, "--lang", "en"], stdout=subprocess.PIPE, text=True, encoding="utf-8")
    try:
        assert "10/10" in until(process, "press Ctrl-C")
        assignment.write_text(described.replace("maximum", "maximun"), encoding="utf-8")
        assert "line 2: there is no key maximun" in until(process, "press Ctrl-C")
        assignment.write_text(described.replace("10", "20"), encoding="utf-8")
        assert "20/20" in until(process, "press Ctrl-C")
    finally:
        process.terminate()
        process.wait()
        process.stdout.close()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL], ids=lambda number: number.name)
def test_nothing_outlives_a_run_that_is_ended(tmp_path, number):
    """When `grade` is told to end, or is killed, the processes of its pool and their sandboxes end too."""
    (tmp_path / "class").mkdir()
    for name in ("a", "b"):
        (tmp_path / "class" / f"{name}.py").write_text(f"while True:\n    pass\n{NORM}", encoding="utf-8")
    command = [sys.executable, "-m", "grader.cli", "--trust", str(tmp_path / "class"), "--jobs", "2", "--seed", "0"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    started = psutil.Process(process.pid)
    while len(started.children(recursive=True)) < 2 * 4:  # each of the pool, bwrap, the first process inside, a worker
        assert time.monotonic() < deadline and process.poll() is None
        time.sleep(0.1)
    below = started.children(recursive=True)
    process.send_signal(number)
    process.wait(10)
    _, alive = psutil.wait_procs(below, timeout=10)
    assert alive == []


def until(process, words: str, seconds: float = 60) -> str:
    """What the process prints up to the line with these words."""
    printed, deadline = "", time.monotonic() + seconds
    while words not in printed:
        assert time.monotonic() < deadline, printed
        printed += process.stdout.readline()
    return printed
