"""A Dask cluster grades as this machine does, also when it loses a worker half way."""

import os
import signal

import pytest

from grader import batch
from grader.batch import Journal, grade_all
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
