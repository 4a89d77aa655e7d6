"""A Dask cluster grades as this machine does, also when it loses a worker half way."""

import os
import signal
from dataclasses import replace

import pytest

from grader import batch
from grader.batch import Journal, WorkersError, grade_all
from grader.grade import grade_task
from grader.reports import as_json
from grader.sandbox.launcher import isolation
from notebooks import ROOT
from submitted import task

if isolation().kind == "none":
    pytest.skip("workers are forked, which this system cannot do", allow_module_level=True)

SEED = 0


@pytest.fixture
def tasks(tmp_path, monkeypatch):
    """Twelve submissions, every third one wrong, and a folder for journals of their own."""
    monkeypatch.setattr(batch, "cache_folder", lambda: tmp_path)
    right = (ROOT / "solutions" / "instance_stats.py").read_text(encoding="utf-8")
    made = []
    for number in range(12):
        path = tmp_path / f"{number:02}.py"
        path.write_text(right if number % 3 else right.replace("axis=1", "axis=0"), encoding="utf-8")
        made.append(task(path, asked=("instance_stats",), seed=SEED))
    return made


def in_order(tasks, graded):
    results = dict(graded)
    return [results[task] for task in tasks]


@pytest.mark.filterwarnings("ignore")
def test_a_cluster_that_loses_a_worker_gives_the_same_marks(tasks):
    """One of two workers is killed after the first mark; the results are the local ones to the byte."""
    from distributed import LocalCluster

    local = in_order(tasks, grade_all(Journal(tasks), 2))
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=50) as cluster:
        journal = Journal(tasks)
        journal.remove()
        graded = grade_all(journal, 1, cluster.scheduler_address)
        results = [next(graded)]
        os.kill(cluster.workers[0].pid, signal.SIGKILL)
        results += graded
    assert as_json(in_order(tasks, results), SEED) == as_json(local, SEED)
    assert [result.score for result in local[:3]] == [0, 10, 10]


def test_workers_need_not_see_the_files(tmp_path):
    """What a submission and the files beside it hold goes with its task."""
    helper, answer = tmp_path / "helper.py", tmp_path / "answer.py"
    helper.write_text((ROOT / "solutions" / "instance_stats.py").read_text(encoding="utf-8"), encoding="utf-8")
    answer.write_text("import helper\ninstance_stats = lambda x: helper.instance_stats(x)\n", encoding="utf-8")
    here = replace(task(answer, asked=("instance_stats",), seed=SEED), beside=({"helper.py": helper},))
    sent = batch._by_itself(here)
    answer.unlink()
    helper.unlink()
    assert [grade_task(each).score for each in (sent, here)] == [10, 0]


@pytest.mark.filterwarnings("ignore")
def test_workers_that_would_grade_otherwise_are_refused(tasks, tmp_path, monkeypatch):
    """Another version of the course, and no sandbox, are said with the worker's address before anything is graded."""
    from distributed import LocalCluster

    untrusted = Journal([replace(each, trusted=False) for each in tasks])
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "bwrap").write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    (tmp_path / "bin" / "bwrap").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    with LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=None, silence_logs=50) as cluster:
        with pytest.raises(WorkersError, match=r"tcp://.*bubblewrap"):
            list(grade_all(untrusted, 1, cluster.scheduler_address))
        monkeypatch.setattr(batch, "fingerprint_of_the_code", lambda: "another")
        with pytest.raises(WorkersError, match=r"tcp://.*another version"):
            list(grade_all(Journal(tasks), 1, cluster.scheduler_address))
