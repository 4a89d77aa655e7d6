"""The process that runs submissions: the only one that a stranger's code ever enters.

`python -m grader.sandbox.inside.worker FD` loads NumPy once and waits at the control socket FD. For each submission the judge sends a
socket; a forked child loads the submission and answers calls at it, with limits on what it may use. When the judge has
done, everything the submission left is killed and its files are removed.
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
import threading
import time
from functools import partial
from pathlib import Path

import numpy as np

from grader.judging.black_box import Answer, Stranger, answer_from, question_for
from grader.judging.tracebacks import line_that_raised, told_first
from grader.sandbox.inside.execute import Cell, run
from grader.judging.stream import Blocks, decode_argument, encode_walk
from grader.text import Text
from grader.sandbox.inside.wire import ARRAYS_WATCHED, KINDS_ASKED_FOR, Channel, Opaque, WireError, encode

CPU_SECONDS = 60
MEMORY_BYTES = 4 << 30
FILE_BYTES = 16 << 20
OPEN_FILES = 256
PROCESSES = 128
WORDS = 300
LOOK_SECONDS = 0.05
PR_SET_DUMPABLE, PR_SET_CHILD_SUBREAPER = 4, 36


# Answering calls


class Answering:
    """A loaded submission that answers one message at a time."""

    def __init__(self, channel: Channel) -> None:
        self.channel = channel
        self.asking = threading.Lock()
        self.calls_done = 0
        self.objects: dict[int, object] = {}
        self.names: dict[str, object] = {}
        # Arrays handed out lately, with the bytes they had: a submission may change them later.
        self.watched: dict[int, tuple[np.ndarray, bytes]] = {}
        self.results = 0

    def keep(self, value: object) -> int:
        """Keep a value that stays here under a handle."""
        handle = len(self.objects) + 1
        self.objects[handle] = value
        return handle

    def answer(self, message: dict, blobs: list[bytes]) -> tuple[dict, list[bytes]]:
        """The reply to a message of the judge."""
        if message["do"] == "load":
            return self.load(message), []
        sent: list[bytes] = []
        replies: list[dict] = []
        for call in message["calls"]:
            replies.append(self.one(call, blobs, replies, sent))
        return {"replies": replies}, sent

    def one(self, message: dict, blobs: list[bytes], earlier: list[dict], sent: list[bytes]) -> dict:
        """The reply to one call, which may be at what an earlier call of the same message made."""
        arguments = [self.argument(argument, blobs) for argument in message["arguments"]]
        before = [contents(value) for value in arguments]
        kept = len(sent)
        try:
            with contextlib.ExitStack() as walked:
                for stream in (value for value in arguments if isinstance(value, Blocks)):
                    walked.enter_context(stream)
                result = self.do(message, arguments, earlier)
            encoded = encode(result, sent, self.keep)
            reply = {"result": encoded, "numbers": self.watch(result, encoded, sent)}
        except (Exception, SystemExit) as error:
            del sent[kept:]
            reply = {"raised": described(error)}
        with self.asking:  # what a thread of the submission still asks is answered first
            self.calls_done += 1
        reply["arguments"] = [self.after(value, was, sent) for value, was in zip(arguments, before, strict=True)]
        reply["changed"] = self.changed(sent)
        return reply

    def after(self, value: object, was: object, sent: list[bytes]) -> dict | None:
        """What a call did to an argument, None for nothing."""
        if isinstance(value, Blocks):
            return encode_walk(value, was, sent)
        return encode(value, sent) if was is not None and value.tobytes() != was else None

    def watch(self, result: object, encoded: dict, sent: list[bytes]) -> list[int]:
        """Watch the arrays of a result, or of the parts of a tuple or list, for later changes; their numbers."""
        parts = encoded.get(type(result).__name__)
        numbers = []
        for array, part in zip(result, parts, strict=True) if isinstance(parts, list) else [(result, encoded)]:
            if type(array) is np.ndarray and "array" in part:
                self.results += 1
                self.watched[self.results] = array, sent[part["array"]]
                self.watched.pop(self.results - ARRAYS_WATCHED, None)
                numbers.append(self.results)
        return numbers

    def load(self, message: dict) -> dict:
        cells = [Cell(Text(vi=vi, en=en), code) for vi, en, code in message["cells"]]
        found, problems = run(cells, message["file"])
        self.names = {name: found[name] for name in message["names"] if name in found}
        return {
            "names": {name: self.keep(value) for name, value in self.names.items()},
            "problems": [[problem.vi[:WORDS], problem.en[:WORDS]] for problem in problems[:5]],
        }

    def argument(self, message: dict, blobs: list[bytes]) -> object:
        if "box" in message:
            return Stranger(partial(self.ask, message["box"], self.calls_done))
        return self.local(decode_argument(message, blobs))

    def ask(self, box: int, during: int, x: object, eps: object) -> Answer:
        """Have the judge answer a call of a function that is its own, during the call that handed it over."""
        message, blobs = question_for(box, x, eps)
        with self.asking:
            if self.calls_done != during:
                raise RuntimeError("instance_norm was called after the check")
            self.channel.send(message, blobs)
            return answer_from(*self.channel.receive())

    def local(self, value: object) -> object:
        return self.objects[value.handle] if isinstance(value, Opaque) else value

    def do(self, message: dict, arguments: list, earlier: list[dict]) -> object:
        if message["result"] is not None:
            made = earlier[message["result"]]
            target = self.objects[made["result"]["handle"]] if "handle" in made.get("result", {}) else None
        elif isinstance(message["target"], str):
            target = self.names[message["target"]]
        else:
            target = self.objects[message["target"]]
        if message["do"] == "get":
            return getattr(target, message["name"])
        if message["do"] == "set":
            return setattr(target, message["name"], *arguments)
        first_named = len(arguments) - len(message["keywords"])
        named = dict(zip(message["keywords"], arguments[first_named:], strict=True))
        return (getattr(target, message["name"]) if message["name"] else target)(*arguments[:first_named], **named)

    def changed(self, sent: list[bytes]) -> list:
        """The results handed out earlier that are no longer what they were."""
        changes = []
        for number, (result, was) in self.watched.items():
            now = result.tobytes()
            if now != was and len(now) == len(was):
                changes.append([number, encode(np.frombuffer(now, result.dtype), sent)])
                self.watched[number] = result, now
        return changes


def contents(value: object) -> bytes | list[bytes] | None:
    """The bytes of an argument that a submission may write into."""
    if isinstance(value, Blocks):
        return [array.tobytes() for array in value.arrays]
    return value.tobytes() if isinstance(value, np.ndarray) else None


def described(error: BaseException) -> dict:
    """An exception as it crosses the wire: its type's name, what kinds it is of, what it says, the learner's line."""
    error = told_first(error)
    try:
        said = str(error)[:WORDS]
    except Exception:  # a submission's own exception may fail to say anything
        said = ""
    line = line_that_raised(error)
    return {
        "type": type(error).__name__[:80],
        "kinds": [kind.__name__ for kind in KINDS_ASKED_FOR if isinstance(error, kind)],
        "said": said,
        "line": line and [line[0], line[1][:WORDS]],
    }


def answer_at(connection: socket.socket) -> None:
    """Answer the judge until it hangs up."""
    channel = Channel(connection)
    answering = Answering(channel)
    with contextlib.suppress(WireError):
        while True:
            message, blobs = channel.receive()
            channel.send(*answering.answer(message, blobs))


# Being forked for each submission


def limit_oneself(isolated: bool) -> None:
    """What a submission may use. The number of processes is limited where it can be counted apart."""
    import resource

    limits = {
        resource.RLIMIT_CPU: CPU_SECONDS,
        resource.RLIMIT_FSIZE: FILE_BYTES,
        resource.RLIMIT_NOFILE: OPEN_FILES,
        resource.RLIMIT_CORE: 0,
    }
    if sys.platform == "linux":
        limits[resource.RLIMIT_AS] = MEMORY_BYTES
        if isolated:
            limits[resource.RLIMIT_NPROC] = PROCESSES
        limits[resource.RLIMIT_MSGQUEUE] = 0  # a queue would outlive its maker
    for what, most in limits.items():
        _, hard = resource.getrlimit(what)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (most, most))


def run_submission(connection: socket.socket, control: socket.socket, isolated: bool, folder: str) -> None:
    """In the forked child: let go of everything but the wire, and answer."""
    control.close()
    os.setsid()
    os.chdir(folder)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nowhere, descriptor)
    os.closerange(3, connection.fileno())
    os.closerange(connection.fileno() + 1, OPEN_FILES)
    limit_oneself(isolated)
    answer_at(connection)


def serve(control: socket.socket, isolated: bool) -> None:
    """Fork a child for every socket that comes in, and clean up when the judge says so."""
    libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None
    if libc is not None:
        libc.prctl(PR_SET_DUMPABLE, 0)  # no child can trace this process or open its descriptors
        libc.prctl(PR_SET_CHILD_SUBREAPER, 1)  # whatever a submission detaches comes back to here
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the one signal that a submission could end this process with
    preload()
    gc.freeze()
    worker: int | None = None
    empty(Path(tempfile.gettempdir()) if isolated else None)  # the first submission finds what the others find
    folder = tempfile.mkdtemp()
    began_with = own_settings(isolated)
    control.sendall(b"r")
    while True:
        while worker and isolated and not select.select([control], [], [], LOOK_SECONDS)[0]:
            if uses_too_much():
                kill_everything()
        order, descriptors, _, _ = socket.recv_fds(control, 1, 1)
        if not order:
            break
        if order == b"f":
            connection = socket.socket(fileno=descriptors[0])
            connection.set_inheritable(False)  # else a program that the submission starts keeps the wire open
            worker = os.fork()
            if worker == 0:
                try:
                    run_submission(connection, control, isolated, folder)
                finally:
                    os._exit(0)
            connection.close()
        else:
            kill_what_is_left(isolated, worker)
            worker = None
            shutil.rmtree(folder, ignore_errors=True)
            empty(Path(tempfile.gettempdir()) if isolated else None)
            if isolated:
                remove_shared_memory(libc)
            if own_settings(isolated) != began_with:
                sys.exit("a submission changed what the next one would inherit")
            folder = tempfile.mkdtemp()
            control.sendall(b"c")
    kill_what_is_left(isolated, worker)
    shutil.rmtree(folder, ignore_errors=True)


def preload() -> None:
    """Import what submissions usually import, once for all of them."""
    import matplotlib

    matplotlib.use("agg")
    import matplotlib.pyplot  # noqa: F401

    import grader.check  # noqa: F401


def kill_what_is_left(isolated: bool, worker: int | None) -> None:
    """Kill every process that a submission started, however it hid, and wait until all are gone."""
    while True:
        if isolated:
            kill_everything()
        else:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                if worker is not None:  # the worker leads a group, which is all that can be found without /proc
                    os.killpg(worker, signal.SIGKILL)
            for pid in descendants(os.getpid()):
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.kill(pid, signal.SIGKILL)
        try:
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        except ChildProcessError:
            return
        time.sleep(0.002)


def kill_everything() -> None:
    """Kill all that runs in this world but its first process, which this one is."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(-1, signal.SIGKILL)


def uses_too_much() -> bool:
    """Whether all processes of this world together are too many or too large.

    The limits of `limit_oneself` hold for each process alone, and root's processes are not counted by the system.
    """
    processes = memory = 0
    for statm in Path("/proc").glob("[1-9]*/statm"):
        with contextlib.suppress(OSError):
            memory += int(statm.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
            processes += 1
    return processes > PROCESSES or memory > MEMORY_BYTES


def remove_shared_memory(libc: ctypes.CDLL) -> None:
    """Remove what System V keeps when its makers are gone: shared memory, semaphores, queues of messages."""
    removals = {"shm": libc.shmctl, "sem": lambda key, *order: libc.semctl(key, 0, *order), "msg": libc.msgctl}
    for kind, remove in removals.items():
        for line in Path(f"/proc/sysvipc/{kind}").read_text().splitlines()[1:]:
            remove(int(line.split()[1]), 0, None)  # 0 is IPC_RMID


def descendants(pid: int) -> list[int]:
    """The processes below `pid`; without /proc (macOS) the children's process groups are all there is to find."""
    found = []
    for task in Path(f"/proc/{pid}/task").glob("*"):
        with contextlib.suppress(OSError):
            for child in (task / "children").read_text().split():
                found += [int(child), *descendants(int(child))]
    return found


def own_settings(isolated: bool) -> list:
    """What every worker inherits from this process, and any process of its user may change."""
    if not isolated:
        return []
    import resource

    limits = [resource.getrlimit(getattr(resource, name)) for name in dir(resource) if name.startswith("RLIMIT_")]
    adjusted = Path("/proc/self/oom_score_adj").read_text()
    scheduling = [os.sched_getscheduler(0), os.getpriority(os.PRIO_PROCESS, 0), os.sched_getaffinity(0)]
    return [limits, adjusted, *scheduling, Path(tempfile.gettempdir()).stat().st_mode]


def empty(folder: Path | None) -> None:
    """Remove everything in a folder that submissions can write to, or end this process and its world."""
    for entry in folder.iterdir() if folder else ():
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry, ignore_errors=True)
        else:
            entry.unlink(missing_ok=True)
    if folder and any(folder.iterdir()):
        sys.exit("a submission left files that cannot be removed")


def main() -> None:
    if sys.argv[1] == "shared":  # Windows, where nothing can be forked: this process is for one submission
        answer_at(socket.fromshare(sys.stdin.buffer.read()))
    else:
        serve(socket.socket(fileno=int(sys.argv[1])), isolated=sys.argv[2:] == ["isolated"])


if __name__ == "__main__":
    main()
