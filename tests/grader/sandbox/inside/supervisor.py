"""The first process of the sandbox: `python -m inside.supervisor FD [isolated|shared UID]`.

It loads NumPy, Matplotlib and IPython once and waits at the control socket FD. For each submission the judge sends a
socket; a forked child loads the submission and answers calls at it, with limits on what it may use. When the judge has
done, everything that the submission left is killed and its files are removed. Where something is left that cannot be
removed, this process ends, and with it the sandbox: the next one is a new one.

An order is one byte: "s" start a worker, "c" clean up; this process answers "r" once it is ready, "c" when it is clean.
"""

import contextlib
import ctypes
import gc
import os
import select
import shutil
import signal
import socket
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from .limits import OPEN_FILES, become, set_limits
from .wire import SHARED, inherited_socket
from .worker import answer_at

CPU_SECONDS = 300  # of one process, at the very last: whoever asks is less patient
MEMORY_BYTES = 4 << 30
PROCESSES = 128
LOOK_SECONDS = 0.05
SHARED_FOLDERS = ("/tmp", "/var/tmp", "/dev/shm")
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_CHILD_SUBREAPER = 1, 4, 36
IPC_RMID = 0
IOPRIO_WHO_PROCESS = 1
# System calls that no library of C has a function for, by machine.
IOPRIO_GET = {"x86_64": 252, "aarch64": 31}
SCHED_GETATTR = {"x86_64": 315, "aarch64": 275}


def serve(control: socket.socket, isolated: bool, user: int | None) -> None:
    """Fork a child for every socket that comes in, and clean up when the judge says so, or is gone.

    `user` is this process's own, where nobody else's processes are of that user.
    """
    libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None
    shares_machine = user is not None and not isolated
    if libc is not None:
        if not shares_machine:  # else this process cleans up once the judge's end of the control socket is closed
            libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        libc.prctl(PR_SET_DUMPABLE, 0)  # no child can trace this process or open its descriptors
        libc.prctl(PR_SET_CHILD_SUBREAPER, 1)  # whatever a submission detaches comes back to here
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the one signal that a submission could end this process with
    preload()
    gc.freeze()
    worker: int | None = None
    empty(Path(tempfile.gettempdir()) if isolated else None)  # the first submission finds what the others find
    folder = tempfile.mkdtemp()
    began_with = own_settings(libc) if isolated and libc is not None else []
    control.sendall(b"r")
    while True:
        while worker and isolated and not select.select([control], [], [], LOOK_SECONDS)[0]:
            if uses_too_much():
                kill_everything()
        order, descriptors, _, _ = socket.recv_fds(control, 1, 1)
        if not order:
            break
        if order == b"s":
            connection = socket.socket(fileno=descriptors[0])
            connection.set_inheritable(False)  # else a program that the submission starts keeps the wire open
            worker = os.fork()
            if worker == 0:
                try:
                    run_submission(connection, control, user is not None, folder)
                finally:
                    os._exit(0)
            connection.close()
        else:
            kill_what_is_left(user is not None, worker)
            worker = None
            shutil.rmtree(folder, ignore_errors=True)
            empty(Path(tempfile.gettempdir()) if isolated else None)
            if shares_machine and libc is not None:
                remove_own(libc)
            if isolated and libc is not None:
                remove_shared_memory(libc)
                if own_settings(libc) != began_with:
                    sys.exit("a submission changed what the next one would inherit")
            folder = tempfile.mkdtemp()
            control.sendall(b"c")
    kill_what_is_left(user is not None, worker)
    shutil.rmtree(folder, ignore_errors=True)
    if shares_machine and libc is not None:
        remove_own(libc)


def preload() -> None:
    """Import what submissions usually import, once for all of them."""
    import matplotlib

    matplotlib.use("agg")
    import matplotlib.pyplot

    from . import shell  # noqa: F401 - most submissions are notebooks


# In the forked child


def run_submission(connection: socket.socket, control: socket.socket, has_own_user: bool, folder: str) -> None:
    """Let go of everything but the wire, take what was handed in beside the submission, and answer."""
    control.close()
    os.setsid()
    os.chdir(folder)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nowhere, descriptor)
    os.closerange(3, connection.fileno())
    os.closerange(connection.fileno() + 1, OPEN_FILES)
    # The processes of its user are counted only where that user has no others.
    set_limits(memory=MEMORY_BYTES, cpu_seconds=CPU_SECONDS, processes=PROCESSES if has_own_user else None)
    answer_at(connection)


# Cleaning up


def kill_what_is_left(has_own_user: bool, worker: int | None) -> None:
    """Kill every process that a submission started, however it hid, and wait until all are gone."""
    while True:
        if has_own_user:
            kill_everything()
        else:
            kill_descendants(worker)
        try:
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        except ChildProcessError:
            return
        time.sleep(0.002)


def kill_everything() -> None:
    """Kill all that this process may, but for itself: all else in its namespace, or all else of its own user."""
    if os.getuid() == 0 and os.getpid() != 1:
        raise PermissionError("this would end the whole machine")
    with contextlib.suppress(ProcessLookupError):
        os.kill(-1, signal.SIGKILL)


def kill_descendants(worker: int | None) -> None:
    """Kill the worker's process group, and all processes below this one."""
    import psutil

    with contextlib.suppress(ProcessLookupError, PermissionError):
        if worker is not None:
            os.killpg(worker, signal.SIGKILL)
    with contextlib.suppress(psutil.Error):
        for process in psutil.Process().children(recursive=True):
            with contextlib.suppress(psutil.Error):
                process.kill()


def uses_too_much() -> bool:
    """Whether all processes of this namespace together are too many or too large.

    The limits of a process hold for each alone.
    """
    processes = memory = 0
    for statm in Path("/proc").glob("[1-9]*/statm"):
        with contextlib.suppress(OSError):
            memory += int(statm.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
            processes += 1
    return processes > PROCESSES or memory > MEMORY_BYTES


def remove_shared_memory(libc: ctypes.CDLL) -> None:
    """Remove what System V keeps when its makers are gone: shared memory, semaphores, queues of messages."""
    removals: dict[str, Callable[..., object]] = {
        "shm": libc.shmctl,
        "sem": lambda key, *order: libc.semctl(key, 0, *order),
        "msg": libc.msgctl,
    }
    for kind, remove in removals.items():
        for line in Path(f"/proc/sysvipc/{kind}").read_text().splitlines()[1:]:
            remove(int(line.split()[1]), IPC_RMID, None)


def remove_own(libc: ctypes.CDLL) -> None:
    """Where a machine is shared, remove what this process's user has left in the places where everybody may write."""
    remove_shared_memory(libc)
    for folder in {tempfile.gettempdir(), *SHARED_FOLDERS}:
        for entry in Path(folder).iterdir() if Path(folder).is_dir() else ():
            with contextlib.suppress(OSError):  # another's, or gone meanwhile
                if entry.lstat().st_uid != os.getuid():
                    continue
                if entry.is_dir() and not entry.is_symlink():
                    shutil.rmtree(entry, ignore_errors=True)
                else:
                    entry.unlink()


def own_settings(libc: ctypes.CDLL) -> list[object]:
    """What every worker inherits from this process, and any process of its user may change."""
    import resource

    limits = [resource.getrlimit(getattr(resource, name)) for name in dir(resource) if name.startswith("RLIMIT_")]
    adjusted = Path("/proc/self/oom_score_adj").read_text()
    scheduling = [os.getpriority(os.PRIO_PROCESS, 0), os.sched_getaffinity(0), *kernel_scheduling(libc)]
    temporary = tempfile.gettempdir()
    attributes = {name: os.getxattr(temporary, name) for name in sorted(os.listxattr(temporary))}
    return [limits, adjusted, *scheduling, os.stat(temporary).st_mode, attributes, sorted(os.listdir("/dev/shm"))]


def kernel_scheduling(libc: ctypes.CDLL) -> list[object]:
    """The priority for input and output, and all that the scheduler keeps of this process."""
    machine = os.uname().machine
    if machine not in IOPRIO_GET:
        return []
    attributes = ctypes.create_string_buffer(56)
    libc.syscall(SCHED_GETATTR[machine], 0, attributes, len(attributes), 0)
    return [libc.syscall(IOPRIO_GET[machine], IOPRIO_WHO_PROCESS, 0), attributes.raw]


def empty(folder: Path | None) -> None:
    """Remove everything in a folder that submissions can write to, or end this process and its namespace."""
    for entry in folder.iterdir() if folder else ():
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry, ignore_errors=True)
        else:
            entry.unlink(missing_ok=True)
    if folder and any(folder.iterdir()):
        sys.exit("a submission left files that cannot be removed")


def main() -> None:
    """Serve at the socket that the command line names."""
    if sys.argv[1] == SHARED:  # nothing can be forked: this process is for one submission
        answer_at(inherited_socket(SHARED))
        return
    isolated = sys.argv[2:3] == ["isolated"]
    user = int(sys.argv[3]) if len(sys.argv) > 3 else None
    if user is not None:
        become(user, isolated=isolated)
    serve(inherited_socket(sys.argv[1]), isolated, user)


if __name__ == "__main__":
    main()
