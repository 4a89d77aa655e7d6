"""Grade many submissions: on all cores, or on a Dask cluster, going on where an interrupted run stopped."""

import contextlib
import dataclasses
import hashlib
import os
import platform
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import TYPE_CHECKING

from grader.fingerprint import fingerprint_of_the_code
from grader.grade import Task, grade_task, not_graded
from grader.judging.cases import cache_folder
from grader.judging.soundness import refuse_broken_tests
from grader.reports.document import as_line, from_line
from grader.results import SubmissionResult
from grader.sandbox.launcher import isolation
from grader.submissions.load import contents_of
from grader.text import CourseError, Text

if TYPE_CHECKING:
    from distributed import Client

LOOK_SECONDS = 0.2
WORKERS_SECONDS = 60
PROCESS_LOST = Text(
    vi="Tiến trình chấm bài này đã bị hệ thống dừng. Hãy chấm lại riêng bài này.",
    en="The process that graded this submission was stopped by the system. Grade this one again by itself.",
)
NO_WORKERS = Text(
    vi="Không chấm, vì sau {seconds} giây vẫn chưa có worker nào nối vào {scheduler}.",
    en="Nothing was graded, since after {seconds} seconds no worker is connected to {scheduler}.",
)
OTHER_COURSE = Text(
    vi="Không chấm, vì worker {worker} không có đúng khóa học, Python, NumPy và Hypothesis như máy này ({why}), nên"
    " điểm có thể khác. Trên mỗi worker, hãy cài cùng commit bằng lệnh"
    " `pip install --constraint requirements.txt .[cluster]`.",
    en="Nothing was graded, since the worker {worker} has not this machine's course, Python, NumPy and Hypothesis"
    " ({why}), so marks could differ. On every worker, install the same commit by"
    " `pip install --constraint requirements.txt .[cluster]`.",
)
ANOTHER_VERSION = Text(vi="phiên bản khác", en="another version")
UNISOLATED_WORKER = Text(
    vi="Không chấm, vì worker {worker} không cách ly được bài nộp. Hãy cài bubblewrap ở đó; hoặc, nếu bạn tin mọi bài"
    " nộp, thêm --trust.",
    en="Nothing was graded, since the worker {worker} cannot shut submissions in. Install bubblewrap there or, if you"
    " trust every submission, add --trust.",
)


class WorkersError(CourseError):
    """The workers of a cluster would grade otherwise than this machine, or there are none."""


def grade_all(journal: "Journal", jobs: int, scheduler: str | None = None) -> Iterator[tuple[Task, SubmissionResult]]:
    """Every task of the journal with its result, in the order in which they end; what is in it already comes first.

    `scheduler` is the address of a Dask scheduler; without it `jobs` processes on this machine do the work. Raises
    BrokenTestsError, before anything is graded, for an exercise whose graded tests its reference does not pass, and
    WorkersError where a worker has another course or no sandbox.
    """
    tasks = journal.tasks
    done = journal.read()
    yield from done.items()
    left = [task for task in tasks if task not in done]
    for exercise, seed in dict.fromkeys((exercise, task.seed) for task in left for exercise in task.to_judge()):
        refuse_broken_tests(exercise, seed)  # here once, as is drawing, and not by every process anew
    for task, result in _on_cluster(left, scheduler) if scheduler else _on_this_machine(left, jobs):
        journal.note(task, result)
        yield task, result


def _on_this_machine(tasks: list[Task], jobs: int) -> Iterator[tuple[Task, SubmissionResult]]:
    if not tasks:
        return
    pool = _pool(min(jobs, len(tasks)))
    try:
        running = {pool.submit(grade_task, task): task for task in tasks}
        for future in as_completed(running):
            try:
                yield running[future], future.result()
            except BrokenProcessPool:  # whichever submission did it, each of the rest gets a process of its own
                yield running[future], _alone(running[future])
    finally:
        pool.shutdown(cancel_futures=True)


def _pool(jobs: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(jobs, initializer=_end_with, initargs=(os.getpid(),))


def _end_with(parent: int) -> None:
    """Let this process end soon after the one that started it, however that ends; its sandbox ends with it."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(LOOK_SECONDS)
        os._exit(1)

    if hasattr(os, "fork"):  # elsewhere the number of a parent that is gone stays
        threading.Thread(target=watch, daemon=True).start()


def _alone(task: Task) -> SubmissionResult:
    with _pool(1) as pool:
        try:
            return pool.submit(grade_task, task).result()
        except BrokenProcessPool:
            return not_graded(task, PROCESS_LOST)


def _on_cluster(tasks: list[Task], scheduler: str) -> Iterator[tuple[Task, SubmissionResult]]:
    """One task a submission, the same each time it is run, so that a lost worker's tasks are simply run again.

    A task takes along what its submission holds: the workers need not see its files.
    """
    if not tasks:
        return
    from distributed import Client
    from distributed import as_completed as completed

    with Client(scheduler) as client:  # type: ignore[no-untyped-call]
        _refuse_workers(client, scheduler, all(task.trusted for task in tasks))
        futures = {
            client.submit(grade_task, _by_itself(task), key=f"grade-{_digest(task)}", retries=3): task for task in tasks
        }
        for future in completed(futures):  # type: ignore[no-untyped-call]
            yield futures[future], future.result()


def _refuse_workers(client: "Client", scheduler: str, trusted: bool) -> None:
    """Raise WorkersError unless every worker that there is grades as this machine does."""
    try:
        client.wait_for_workers(1, timeout=WORKERS_SECONDS)
    except TimeoutError as error:
        raise WorkersError(NO_WORKERS.format(seconds=WORKERS_SECONDS, scheduler=scheduler)) from error
    for worker, told in client.run(_told_by_worker, on_error="return").items():
        if isinstance(told, BaseException):
            raise WorkersError(OTHER_COURSE.format(worker=worker, why=f"{type(told).__name__}: {told}"))
        versions, kind = told
        if versions != _versions():
            raise WorkersError(OTHER_COURSE.format(worker=worker, why=ANOTHER_VERSION))
        if kind != "bwrap" and not trusted:
            raise WorkersError(UNISOLATED_WORKER.format(worker=worker))


def _told_by_worker() -> tuple[tuple[str, str], str]:
    """What decides about marks where this is run."""
    return _versions(), isolation().kind


def _versions() -> tuple[str, str]:
    return platform.python_version(), fingerprint_of_the_code()


def _by_itself(task: Task) -> Task:
    """The task with what the files beside its own hold, in the place of where they are."""
    return dataclasses.replace(task, beside=tuple(contents_of(beside) for beside in task.beside))


class Journal:
    """What a run has graded so far, on disk until its reports are written: an interrupted run goes on from there."""

    def __init__(self, tasks: list[Task]) -> None:
        self.tasks = tasks
        # What the files hold now, before anything is graded: a file changed meanwhile is graded anew next time.
        self._digests = {task: _digest(task) for task in tasks}
        whole = hashlib.sha256(repr([(task.name, task.asked, task.seed, task.lang) for task in tasks]).encode())
        self._path = cache_folder() / "unfinished" / f"{whole.hexdigest()[:24]}.jsonl"

    def read(self) -> dict[Task, SubmissionResult]:
        """The results of an interrupted run for the submissions that have not changed since."""
        try:
            lines = self._path.read_text(encoding="utf-8").splitlines()
        except OSError:
            return {}
        known = {}
        for line in lines:
            try:
                digest, result = from_line(line)
            except ValueError:  # the line at which the run was interrupted
                continue
            known[digest] = result
        return {task: known[digest] for task, digest in self._digests.items() if digest in known}

    def note(self, task: Task, result: SubmissionResult) -> None:
        """Remember a result; where the disk takes none, an interrupted run starts anew."""
        with contextlib.suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.open("a", encoding="utf-8") as file:
                file.write(as_line(self._digests[task], result))

    def remove(self) -> None:
        with contextlib.suppress(OSError):
            self._path.unlink(missing_ok=True)


def _digest(task: Task) -> str:
    """A fingerprint of a task, of what its files held when they were read, and of the grader itself."""
    asked = task.name, task.asked, task.seed, task.lang, task.duplicates, task.problem
    digest = hashlib.sha256(repr((*asked, fingerprint_of_the_code())).encode())
    digest.update(repr([(str(file.path), file.digest, file.refused) for file in task.files]).encode())
    kept = {(name, path) for beside in task.beside for name, path in beside.items() if isinstance(path, Path)}
    for name, path in sorted(kept):
        with contextlib.suppress(OSError):  # by its name, for an archive is unpacked to another place each time
            digest.update(f"{name}\0{path.stat().st_mtime_ns}\0{path.stat().st_size}".encode(errors="surrogateescape"))
    return digest.hexdigest()[:32]
