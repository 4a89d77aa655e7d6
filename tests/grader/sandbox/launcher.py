"""Where submissions run: a process that forks a worker for each, shut in by bwrap where that works."""

import os
import shutil
import socket
import subprocess
import sys
import sysconfig
from functools import cache
from pathlib import Path

import course
import graded
import grader
import mistakes
import solutions

from grader.sandbox.inside.wire import Channel

START_SECONDS = 60
CLEAN_SECONDS = 5
TEMPORARY_BYTES = 256 << 20
ENVIRONMENT = {
    "PATH": "/usr/bin:/bin",
    "HOME": "/tmp",
    "LANG": "C.UTF-8",
    "MPLCONFIGDIR": "/tmp",
    # One thread for linear algebra: a process that has more must not fork, and each worker has one core anyway.
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
}
PACKAGES = [Path(package.__file__).parent for package in (course, graded, grader, mistakes, solutions)]


class SandboxError(Exception):
    """The process that runs submissions cannot be started, or is gone."""


@cache
def isolation() -> str:
    """What shuts submissions in here: "bwrap" where it works, else "limits", and "none" on Windows."""
    if not hasattr(os, "fork"):
        return "none"
    if sys.platform == "linux" and shutil.which("bwrap"):
        tried = subprocess.run(_shut_in(["/bin/true"]), capture_output=True, timeout=START_SECONDS)
        if tried.returncode == 0:
            return "bwrap"
    return "limits"


def _shut_in(command: list[str]) -> list[str]:
    """The command in a world of its own: no network, no other files, no other processes, nothing to write but /tmp."""
    read_only = ["/usr", "/lib", "/lib32", "/lib64", "/bin", "/sbin", "/etc/ld.so.cache", "/etc/fonts"]
    read_only += [sys.base_prefix, sys.prefix, *PACKAGES, *sysconfig.get_paths().values()]
    places = dict.fromkeys(map(str, read_only))
    binds = [part for place in places for part in ("--ro-bind-try", place, _inside(place))]
    return [
        "bwrap",
        *("--unshare-all", "--die-with-parent", "--new-session", "--as-pid-1", "--cap-drop", "ALL"),
        *("--uid", "65534", "--gid", "65534"),
        *_of_newer_versions("--disable-userns", "--unshare-user", "--disable-userns"),
        *("--proc", "/proc", "--dev", "/dev"),
        *_of_newer_versions("--size", "--size", str(TEMPORARY_BYTES)),
        *("--tmpfs", "/tmp"),
        *binds,
        # The root is a file system in memory, with folders that lead to what is bound: one submission must not put
        # there what the next one imports.
        *("--remount-ro", "/dev", "--remount-ro", "/", "--chdir", "/tmp"),
        *command,
    ]


def _inside(place: str) -> str:
    """Where a file of this machine stands inside: nothing that is bound may lie in the /tmp that is emptied."""
    return f"/outside{place}" if Path(place).is_relative_to("/tmp") else place


def _of_newer_versions(option: str, *words: str) -> tuple[str, ...]:
    """These words for bwrap's command line where it knows the option."""
    return words if option in _bwrap_help() else ()


@cache
def _bwrap_help() -> str:
    return subprocess.run(["bwrap", "--help"], capture_output=True, text=True, timeout=START_SECONDS).stdout


def _process_for_one(theirs: socket.socket) -> subprocess.Popen:
    """On Windows: a process that answers at this socket until it is killed."""
    command = [sys.executable, "-P", "-m", "grader.sandbox.inside.worker", "shared"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    with theirs, process.stdin as pipe:
        pipe.write(theirs.share(process.pid))
    return process


class Sandbox:
    """A started process that runs one submission at a time; close it, or use it in a `with`."""

    def __init__(self) -> None:
        self.isolation = isolation()
        self._process: subprocess.Popen | None = None
        self._start()

    def _start(self) -> None:
        if self.isolation == "none":
            return  # nothing can be forked: each submission gets a process of its own
        self._control, theirs = socket.socketpair()
        python, paths = sys.executable, list(dict.fromkeys(str(package.parent) for package in PACKAGES))
        command = ["-P", "-m", "grader.sandbox.inside.worker", str(theirs.fileno())]
        if self.isolation == "bwrap":
            command = _shut_in([_inside(python), *command, "isolated"])
            paths = [_inside(path) for path in paths]
        else:
            command = [python, *command]
        self._process = subprocess.Popen(
            command,
            env={**ENVIRONMENT, "PYTHONPATH": os.pathsep.join(paths), "PYTHONDONTWRITEBYTECODE": "1"},
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        theirs.close()
        self._expect(b"r", START_SECONDS)

    def new_worker(self) -> Channel:
        """The wire to a new worker; call `clean` when done with it. SandboxError when there is no sandbox any more."""
        ours, theirs = socket.socketpair()
        if self.isolation == "none":
            self._process = _process_for_one(theirs)
            return Channel(ours)
        with theirs:
            try:
                socket.send_fds(self._control, [b"f"], [theirs.fileno()])
            except OSError as error:
                ours.close()
                raise SandboxError("the sandbox is gone") from error
        return Channel(ours)

    def clean(self) -> None:
        """Kill whatever the last worker left, and remove its files.

        A sandbox that cannot be cleaned is thrown away, with all that is in it, and another one takes its place;
        SandboxError when that does not start.
        """
        if self.isolation == "none":
            self.close()
            return
        try:
            self._control.sendall(b"k")
            self._expect(b"c", CLEAN_SECONDS)
        except (OSError, SandboxError):
            self._process.kill()
            self.close()
            self._start()

    def _expect(self, answer: bytes, seconds: float) -> None:
        self._control.settimeout(seconds)
        try:
            said = self._control.recv(1)
        except OSError as error:
            self._process.kill()
            self.close()
            raise SandboxError(f"the sandbox does not answer: {error}") from error
        if said != answer:
            self._process.kill()
            words = self._process.stderr.read().decode(errors="replace").strip()
            self.close()
            raise SandboxError(f"the sandbox ended: {words[-500:]}")

    def close(self) -> None:
        """End the process, and with it everything that ever ran in it."""
        if self.isolation == "none":
            if self._process is not None:
                self._process.kill()
                self._process.wait()
            return
        self._control.close()
        try:
            self._process.wait(CLEAN_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process.stderr.close()

    def __enter__(self) -> "Sandbox":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
