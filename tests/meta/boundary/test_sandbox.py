"""What a sandbox leaves, shows and holds, and that the witness who tells of it can be believed."""

import os

from grader.grade import Grader
from grader.sandbox.inside.messages import Load
from grading import RIGHT, WITNESS, descendants, exercises, grade
from submitted import as_notebook


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
        record = grade(grader, path)
        assert record["score"] == 0, name
        (norm,) = [exercise for exercise in exercises(record) if exercise["exercise"] == "instance_norm"]
        assert "AssertionError" in norm["properties"][0]["message"]["en"], name


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
        channel = made._started().new_worker().channel
        channel.send(Load("a", ()).as_json(), [path.read_bytes()])
        while "at" in channel.receive(10)[0]:
            pass
        channel.close()
        assert len(descendants(os.getpid()) - mine) > len(sandbox)
    assert descendants(os.getpid()) == mine


def test_a_sandbox_that_was_lost_costs_the_next_submission_nothing():
    """Killed between two submissions, it is started again for the next one."""
    with Grader() as made:
        before = grade(made, WITNESS)
        made._sandbox._process.kill()
        made._sandbox._process.wait()
        assert grade(made, WITNESS) == before
