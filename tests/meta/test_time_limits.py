"""Time limits count the learner's computing, stop what goes on, and are the same in a notebook as for `grade`."""

import gc
import os
import signal
import subprocess
import sys
import threading
import time
import weakref
from concurrent.futures import ThreadPoolExecutor

import pytest

from grader import time_limits
from grader.check import check
from grader.exercises import EXERCISES
from grader.grade import Grader
from grader.judgment import judged
from grader.notebook import read, source
from grader.sandbox.launcher import isolation
from grader.sandbox.local import LocalSubmission
from grader.text import LANGUAGES
from notebooks import ROOT
from submitted import defined_by, task

NORM = EXERCISES["instance_norm"]
RIGHT = (ROOT / "solutions" / "instance_norm.py").read_text(encoding="utf-8")
# In front of a right answer, at each of some calls.
SLOWLY = """
import os, threading, time
right = instance_norm
def burn(seconds):
    began = time.thread_time()
    while time.thread_time() < began + seconds:
        pass
calls = [0]
def instance_norm(x, *eps):
    calls[0] += 1
    if calls[0] in {calls}:
        {what}
    return right(x, *eps)
"""
# A class of a library's that takes its time to go.
SLOW_TO_GO = """
class Slow:
    def __del__(self):
        until = time.process_time() + 0.5
        while time.process_time() < until:
            pass
"""
# A callback of a weak reference that takes its time.
SLOW_CALLBACK = """
def slow(reference):
    until = time.process_time() + 0.5
    while time.process_time() < until:
        pass
"""
BURNERS = {
    "itself": "burn({})",
    "thread": "thread = threading.Thread(target=burn, args=({},)); thread.start(); thread.join()",
    "child": "child = os.fork()\n        if child == 0: burn({}); os._exit(0)\n        os.waitpid(child, 0)",
}
HOLDING_ON = """
def instance_norm(x, eps=1e-5):
    {}
        try:
            started.set()
            while True:
                sum(range(1000))
        except:
            pass
    return x
"""


@pytest.fixture(autouse=True)
def little_time(monkeypatch):
    monkeypatch.setattr(time_limits, "COMPUTING_SECONDS", 0.8)


def slowly(what, calls="[1]"):
    """A right answer that first does something else, at these calls."""
    return RIGHT + SLOWLY.format(what=what, calls=calls)


def graded(path, code):
    """What `grade` makes of this code: the score, and the statuses of the properties."""
    path.write_text(code, encoding="utf-8")
    with Grader() as grader:
        (result,) = grader.grade(task(path)).exercises
    return result.score, [prop.status for prop in result.properties]


def in_notebook(code):
    """What `check` makes of it."""
    verdict = judged(NORM, LocalSubmission(NORM, {"instance_norm": defined_by(code)["instance_norm"]}), 0).verdict
    return verdict.score, [result.status for result in verdict.results]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("exercise", EXERCISES)
def test_each_task_says_how_long_code_may_compute(exercise, lang):
    """The sentence with the constant in it stands in the task."""
    cells = read(ROOT / "exercises" / lang / f"{exercise}.ipynb")["cells"]
    (said,) = [source(cell) for cell in cells if cell["id"] == "task"]
    is_test = exercise == "check_instance_norm"
    words = time_limits.IN_THE_TASK_OF_A_TEST if is_test else time_limits.IN_A_TASK
    assert words[lang] in said


@pytest.mark.skipif(isolation().kind == "none", reason="workers are forked, which this system cannot do")
@pytest.mark.parametrize("burner", BURNERS)
def test_what_counts_is_computing(tmp_path, burner):
    """Of the code, of its threads and of its processes: much of it is stopped."""
    score, statuses = graded(tmp_path / "instance_norm.py", slowly(BURNERS[burner].format(30)))
    assert (score, set(statuses)) == (0, {"timeout", "skipped"})


@pytest.mark.skipif(isolation().kind == "none", reason="workers are forked, which this system cannot do")
def test_a_busy_machine_costs_no_mark(tmp_path, monkeypatch):
    """What computes for less than the limit passes, however long it takes; and sleeping is not computing."""
    monkeypatch.setattr(time_limits, "WAITING_FACTOR", 60)
    code = slowly("time.sleep(0.5); burn(0.4)")
    hogs = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(8)]
    try:
        score, _ = graded(tmp_path / "instance_norm.py", code)
    finally:
        for hog in hogs:
            hog.kill()
            hog.wait()
    assert score == 10


@pytest.mark.skipif(isolation().kind == "none", reason="workers are forked, which this system cannot do")
def test_what_sleeps_is_stopped_by_the_clock(tmp_path, monkeypatch):
    """It computes nothing, and comes to no end."""
    monkeypatch.setattr(time_limits, "WAITING_FACTOR", 1)
    score, statuses = graded(tmp_path / "instance_norm.py", slowly("time.sleep(1000)"))
    assert (score, set(statuses)) == (0, {"timeout", "skipped"})


@pytest.mark.skipif(isolation().kind == "none", reason="workers are forked, which this system cannot do")
def test_a_function_without_end_costs_no_other(tmp_path):
    """Of an exercise in parts, the others are judged all the same: in a new worker, with all that was defined."""
    path = tmp_path / "norm_family.py"
    code = (ROOT / "solutions" / "norm_family.py").read_text(encoding="utf-8")
    path.write_text(f"{code}\ndef batch_norm(x, *eps):\n    while True:\n        pass\n", encoding="utf-8")
    with Grader() as grader:
        (result,) = grader.grade(task(path)).exercises
    of_others = [prop for prop in result.properties if "batch" not in prop.name]
    assert result.score == 7 and {prop.status for prop in of_others} == {"passed"}


needs_signals = pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="this system cannot interrupt a call")


@needs_signals
@pytest.mark.parametrize("loop", ["if True:", "while True:"], ids=["once", "for ever"])
def test_a_notebook_stops_what_holds_on(loop):
    """Code that catches all it is sent is stopped too, and this process goes on as before."""
    before = signal.getsignal(signal.SIGALRM), signal.getsignal(signal.SIGINT)
    code = "import threading\nstarted = threading.Event()\n" + HOLDING_ON.format(loop)
    score, statuses = in_notebook(code)
    assert (score, statuses[0], set(statuses[1:])) == (0, "timeout", {"skipped"})
    assert (signal.getsignal(signal.SIGALRM), signal.getsignal(signal.SIGINT)) == before
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)


@needs_signals
def test_a_notebook_does_not_stop_the_garbage_collector():
    """What a callback of its raises, Python only prints: so the code is interrupted where it goes on."""
    began = time.process_time()

    def callback(phase, info):
        while time.process_time() < began + 2:
            pass

    gc.callbacks.append(callback)
    try:
        score, statuses = in_notebook(
            "import gc\ndef instance_norm(x, eps=1e-5):\n    while True:\n        gc.collect()"
        )
    finally:
        gc.callbacks.remove(callback)
    assert (score, statuses[0], set(statuses[1:])) == (0, "timeout", {"skipped"})


@needs_signals
@pytest.mark.parametrize(
    "library, name, written, used",
    [
        (subprocess, "Slow", SLOW_TO_GO, "subprocess.Slow()"),
        (weakref, "slow", SLOW_CALLBACK, "reference = weakref.ref(thing := set(), weakref.slow); del thing"),
    ],
    ids=["destructor", "callback of a weak reference"],
)
def test_a_notebook_does_not_stop_what_a_library_does_in_passing(monkeypatch, library, name, written, used):
    """What it raises, Python only prints too."""
    names = {"time": time}
    exec(compile(written, library.__file__, "exec"), names)
    monkeypatch.setattr(library, name, names[name], raising=False)
    score, statuses = in_notebook(
        f"import {library.__name__}\ndef instance_norm(x, eps=1e-5):\n    while True:\n        {used}"
    )
    assert (score, statuses[0], set(statuses[1:])) == (0, "timeout", {"skipped"})


@needs_signals
@pytest.mark.parametrize("loop", ["if True:", "while True:"], ids=["once", "for ever"])
def test_a_bare_except_cannot_eat_the_users_interrupt(loop, capsys, monkeypatch):
    """Kernel > Interrupt stops the check, and the line is said."""
    monkeypatch.setattr(time_limits, "COMPUTING_SECONDS", 60)
    names = {"started": threading.Event()}
    exec(compile(HOLDING_ON.format(loop), "<holding on>", "exec"), names)

    def interrupt():
        assert names["started"].wait(60)
        time.sleep(0.2)
        os.kill(os.getpid(), signal.SIGINT)

    user = threading.Thread(target=interrupt)
    user.start()
    began = time.monotonic()
    check("instance_norm", names["instance_norm"], lang="en")
    user.join()
    assert "You stopped the check" in capsys.readouterr().out and time.monotonic() - began < 30


def test_without_signals_what_was_slow_is_said_when_it_has_ended():
    """Where nothing can interrupt a call, as on Windows, its time is looked at afterwards; the verdict is the same."""
    code = slowly("burn(1)", calls="range(0, 10**6, 20)")
    with ThreadPoolExecutor(1) as pool:
        score, statuses = pool.submit(in_notebook, code).result()
    assert (score, set(statuses)) == (0, {"timeout", "skipped"})
