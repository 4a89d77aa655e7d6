"""Starts the processes that read and run submissions, shut in by bwrap where that works."""

import contextlib
import glob
import itertools
import os
import shutil
import socket
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

import psutil
from packaging.requirements import Requirement

from grader.sandbox.inside.standins import PACKAGES as COURSE_PACKAGES
from grader.sandbox.inside.wire import SHARED, Channel, WireError, screened
from grader.sandbox.seccomp import filter_for
from grader.text import CourseError, Text

DISTRIBUTION = "instance-norm-course"
INSIDE = Path(__file__).with_name("inside")
START_SECONDS = 60
CLEAN_SECONDS = 5
TEMPORARY_BYTES = 256 << 20
NOBODY = 65534
# The numbers that systemd keeps free of users (DynamicUser=), for what bwrap shuts in and for what shares this machine.
FIRST_USER, FIRST_SHARED_USER, USERS = 61184, 63352, 2168
SYSTEM_LIBRARIES = ("/lib", "/lib32", "/lib64", "/usr/lib", "/usr/lib32", "/usr/lib64")
# Where things stand inside; Python's own folders keep their places below its prefix.
PYTHON, PACKAGES, COURSE = "/python", "/packages", "/course"
ENVIRONMENT = {
    "PATH": f"{PYTHON}/bin",
    "HOME": "/tmp",
    "LANG": "C.UTF-8",
    "MPLCONFIGDIR": "/tmp",
    "PYTHONDONTWRITEBYTECODE": "1",
    # One thread for linear algebra: a process that has more must not fork, and each worker has one core anyway.
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
}

NO_BWRAP = Text(
    vi="chưa cài bubblewrap; trên Debian hay Ubuntu: apt install bubblewrap",
    en="bubblewrap is not installed; on Debian or Ubuntu: apt install bubblewrap",
)
NOT_LINUX = Text(vi="bubblewrap chỉ có trên Linux", en="bubblewrap exists on Linux only")
BWRAP_FAILS = Text(vi="bwrap không chạy được ở đây: {said}", en="bwrap does not work here: {said}")
UNISOLATED = Text(
    vi="Không chấm, vì ở đây không cách ly được bài nộp ({why}): code của bài nộp có thể sửa điểm và đọc, xóa tập tin"
    " của bạn. Hãy chấm trên Linux có bubblewrap; hoặc, nếu bạn tin mọi bài nộp, thêm --trust.",
    en="Nothing was graded, since submissions cannot be shut in here ({why}): their code could change marks, and read"
    " or delete your files. Grade on Linux with bubblewrap or, if you trust every submission, add --trust.",
)
LOST = Text(vi="môi trường cách ly đã mất: {error}", en="the sandbox is gone: {error}")


class SandboxError(CourseError):
    """The process that runs submissions cannot be started, or is gone."""


class UnisolatedError(CourseError):
    """Nothing shuts submissions in here, and nobody said that they are trusted."""


@dataclass(frozen=True)
class Isolation:
    """What shuts submissions in: "bwrap" where it works, else "limits" or, where nothing can be forked, "none".

    `why` says why bwrap does not work. Without it, submissions may still run as a user of their own (`other_user`),
    where the real root grades: then they read and write what everybody may, and nothing of root's.
    """

    kind: Literal["bwrap", "limits", "none"]
    why: Text | None = None
    other_user: bool = False


@cache
def isolation() -> Isolation:
    """What there is on this machine, tried out."""
    if sys.platform != "linux":
        return _without_bwrap(NOT_LINUX)
    if shutil.which("bwrap") is None:
        return _without_bwrap(NO_BWRAP)
    with _Bwrap() as bwrap:
        command = bwrap.command(["-s", "-P", "-m", "inside.probe", bwrap.user])
        try:
            tried = subprocess.run(
                command,
                check=False,
                env=_environment_inside(),
                pass_fds=bwrap.descriptors,
                capture_output=True,
                timeout=START_SECONDS,
            )
        except subprocess.TimeoutExpired as error:
            return _without_bwrap(BWRAP_FAILS.format(said=error))
    if tried.returncode == 0:
        return Isolation("bwrap")
    said = " ".join(tried.stderr.decode(errors="replace").split()) or f"exit status {tried.returncode}"
    return _without_bwrap(BWRAP_FAILS.format(said=said[-300:]))


def _without_bwrap(why: Text) -> Isolation:
    return Isolation("limits", why, _other_user_works()) if hasattr(os, "fork") else Isolation("none", why)


def _other_user_works() -> bool:
    """Whether this is the real root, and what submissions need can be read by a user that owns nothing."""
    if sys.platform != "linux" or os.geteuid() != 0:
        return False
    command = [sys.executable, "-P", "-m", "inside.probe", _shared_user(), "shared"]
    try:
        tried = subprocess.run(
            command, check=False, env=_environment_of_this_machine(), capture_output=True, timeout=START_SECONDS
        )
    except subprocess.TimeoutExpired:
        return False
    return tried.returncode == 0


def _shared_user() -> str:
    """The number of a user of whom no process runs on this machine: whatever is of that user is one submission's."""
    used = {process.info["uids"].real for process in psutil.process_iter(["uids"]) if process.info["uids"]}
    numbers = ((os.getpid() + step) % USERS for step in range(USERS))
    return str(next(FIRST_SHARED_USER + number for number in numbers if FIRST_SHARED_USER + number not in used))


def refuse_unisolated(trusted: bool) -> None:
    """Raise UnisolatedError where nothing would shut a submission in and it is not `trusted`."""
    found = isolation()
    if found.kind != "bwrap" and not trusted:
        raise UnisolatedError(UNISOLATED.format(why=found.why))


# What is visible inside


def _system_places() -> dict[str, str]:
    """By their places inside, Python's own folders and the system's libraries."""
    prefix = os.path.realpath(sys.base_prefix)
    places = {path: path for path in (*SYSTEM_LIBRARIES, "/etc/ld.so.cache")}
    places |= {f"{PYTHON}/{name}": f"{prefix}/{name}" for name in ("lib", "lib64")}
    for name in ("stdlib", "platstdlib"):
        folder = os.path.realpath(sysconfig.get_path(name, vars={"base": prefix, "platbase": prefix}))
        places[f"{PYTHON}/{os.path.relpath(folder, prefix)}"] = folder
    executable = os.path.realpath(getattr(sys, "_base_executable", sys.executable))
    return places | {f"{PYTHON}/bin/python3": executable}


@cache
def _promised_packages() -> dict[str, str]:
    """By their places inside, the packages that pyproject.toml promises a notebook, and all that these need."""
    found: dict[str, metadata.Distribution] = {}
    wanted = list(map(Requirement, metadata.requires(DISTRIBUTION) or ()))
    while wanted:
        requirement = wanted.pop()
        name = requirement.name.lower().replace("_", "-")
        if name in found or (requirement.marker is not None and not requirement.marker.evaluate({"extra": ""})):
            continue
        found[name] = metadata.distribution(name)
        wanted += map(Requirement, found[name].requires or ())
    places: dict[str, str] = {}
    for name, distribution in found.items():
        parts = {file.parts[0] for file in distribution.files or ()} - {"..", "__pycache__"}
        whole = [os.path.realpath(str(distribution.locate_file(part))) for part in parts]
        if not whole and (spec := find_spec(name.replace("-", "_"))) and spec.origin:
            whole = [os.path.dirname(spec.origin) if spec.submodule_search_locations else spec.origin]
        places |= {f"{PACKAGES}/{os.path.basename(place)}": place for place in whole}
    return places


@cache
def _covered() -> tuple[str, ...]:
    """The folders inside that hide what stands there: packages of any other kind, and the course wherever it lies."""
    hidden = _course_folders()
    covered = []
    for place, outside in _system_places().items():
        real = os.path.realpath(outside)
        packages = [
            found
            for kind in ("site-packages", "dist-packages")
            for pattern in (f"{real}/{kind}", f"{real}/python*/{kind}")
            for found in glob.glob(pattern)
        ]
        inner = [folder for folder in hidden if folder.startswith(f"{real}/")]
        covered += [place + found.removeprefix(real) for found in (*packages, *inner)]
    # What lies in a folder that is hidden is hidden with it.
    return tuple(place for place in dict.fromkeys(covered) if not any(place.startswith(f"{one}/") for one in covered))


def _course_folders() -> set[str]:
    """Where the course lies: its packages and, where these lie in a checkout, the whole of it."""
    specs = (find_spec(name) for name in COURSE_PACKAGES)
    folders = {os.path.dirname(os.path.realpath(spec.origin)) for spec in specs if spec and spec.origin}
    checkout = INSIDE.resolve().parents[3]
    return folders | ({str(checkout)} if (checkout / "pyproject.toml").exists() else set())


class _Bwrap:
    """A command line of bwrap, and what it needs open; use it in a `with`, and start it before that ends.

    The real root sets up everything itself and then becomes a user that nobody else is (`supervisor.become`): in a user
    namespace it would remain the owner of the files of the machine's root, and could write below /proc/sys. Anybody
    else does it in a user namespace, out of which no other can be made.
    """

    def __init__(self) -> None:
        self.is_root = os.geteuid() == 0
        self.user = str(FIRST_USER + os.getpid() % USERS if self.is_root else NOBODY)
        self._filter = filter_for(os.uname().machine)
        self._file = tempfile.TemporaryFile()
        if self._filter is not None:
            self._file.write(self._filter)
            self._file.flush()

    def __enter__(self) -> "_Bwrap":
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    @property
    def descriptors(self) -> tuple[int, ...]:
        """What bwrap inherits."""
        return (self._file.fileno(),) if self._filter is not None else ()

    def command(self, arguments: Sequence[str]) -> list[str]:
        """Python with these arguments: no network, no other files or processes, nothing to write but /tmp."""
        if self._filter is not None:
            os.lseek(self._file.fileno(), 0, os.SEEK_SET)
        places = _system_places() | _promised_packages() | {f"{COURSE}/inside": str(INSIDE)}
        return [
            shutil.which("bwrap") or "bwrap",
            *("--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts", "--unshare-cgroup-try"),
            *("--die-with-parent", "--new-session", "--as-pid-1", "--cap-drop", "ALL"),
            *self._user_options(),
            *(("--seccomp", str(self._file.fileno())) if self._filter is not None else ()),
            *("--proc", "/proc", "--dev", "/dev"),
            *_of_newer_versions("--size", "--size", str(TEMPORARY_BYTES)),
            *("--tmpfs", "/tmp"),
            # Made by themselves, folders above what is bound would be for the real root alone.
            *itertools.chain.from_iterable(("--dir", folder) for folder in _folders_above(places)),
            *itertools.chain.from_iterable(("--ro-bind-try", outside, place) for place, outside in places.items()),
            *itertools.chain.from_iterable(("--tmpfs", place, "--remount-ro", place) for place in _covered()),
            # The root is a file system in memory, with folders that lead to what is bound: one submission must not put
            # there what the next one imports. Of /proc nothing is written to, least of all the kernel's settings.
            *("--remount-ro", "/proc", "--remount-ro", "/dev", "--remount-ro", "/", "--chdir", "/tmp"),
            f"{PYTHON}/bin/python3",
            *arguments,
        ]

    def _user_options(self) -> list[str]:
        if self.is_root:
            return ["--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
        namespace = ["--unshare-user", "--uid", self.user, "--gid", self.user]
        return [*namespace, *_of_newer_versions("--disable-userns", "--disable-userns")]


def _folders_above(places: Iterable[str]) -> list[str]:
    above = {str(folder) for place in places for folder in Path(place).parents} - {"/"}
    return sorted(above, key=len)


def _of_newer_versions(option: str, *words: str) -> tuple[str, ...]:
    """These words for bwrap's command line where it knows the option."""
    return words if option in _bwrap_help() else ()


@cache
def _bwrap_help() -> str:
    return subprocess.run(
        ["bwrap", "--help"], check=False, capture_output=True, text=True, timeout=START_SECONDS
    ).stdout


# Starting

_shared_users: dict[int, int] = {}  # by process, the user of its own that it has on this machine


def end(process: subprocess.Popen[bytes]) -> str:
    """End a process that was started here and all below it, whatever they do; returns what it said last."""
    if process.stderr is None or process.stderr.closed:
        return ""
    with contextlib.suppress(psutil.Error):  # bwrap's own end would not end these, which are of another user
        for below in psutil.Process(process.pid).children(recursive=True):
            with contextlib.suppress(psutil.Error):
                below.kill()
    process.kill()
    user = _shared_users.pop(process.pid, None)
    if user is not None:  # what a submission detached when it killed the process that would have ended it
        for other in psutil.process_iter(["uids"]):
            if other.info["uids"] and other.info["uids"].real == user:
                with contextlib.suppress(psutil.Error):
                    other.kill()
    said = process.stderr.read()
    process.wait()
    process.stderr.close()
    return said.decode(errors="replace").strip()


def start_parser() -> tuple[Channel, subprocess.Popen[bytes]]:
    """A process that parses files, ready to, and the wire to it; `end` it when done with it. Raises SandboxError."""
    ours, theirs = socket.socketpair()
    with theirs:
        try:
            process = _start("parser", theirs)
        except OSError as error:
            ours.close()
            raise SandboxError(LOST.format(error=error)) from error
    channel = Channel(ours)
    try:
        channel.receive(START_SECONDS)
    except WireError as error:
        channel.close()
        raise SandboxError(LOST.format(error=_last_words(process) or error)) from error
    return channel, process


def _last_words(process: subprocess.Popen[bytes]) -> str:
    """End a process; what it said last."""
    return screened(end(process)[-500:], 500)


def _start(module: str, theirs: socket.socket) -> subprocess.Popen[bytes]:
    """Start a module of `inside` that answers at a socket, shut in as `isolation` says."""
    if isolation().kind == "bwrap":
        with _Bwrap() as bwrap:
            command = bwrap.command(
                ["-s", "-P", "-m", f"inside.{module}", str(theirs.fileno()), "isolated", bwrap.user]
            )
            return _popen(command, _environment_inside(), (theirs.fileno(), *bwrap.descriptors))
    command = [sys.executable, "-P", "-m", f"inside.{module}"]
    environment = _environment_of_this_machine()
    if isolation().kind == "limits":
        user = _shared_user() if isolation().other_user else None
        as_user = ["shared", user] if user else []
        process = _popen([*command, str(theirs.fileno()), *as_user], environment, (theirs.fileno(),))
        if user:
            _shared_users[process.pid] = int(user)
        return process
    process = subprocess.Popen([*command, SHARED], env=environment, stdin=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdin is not None
    with process.stdin as pipe:
        pipe.write(theirs.share(process.pid))  # type: ignore[attr-defined,unused-ignore]
    return process


def _environment_inside() -> dict[str, str]:
    """The environment of what bwrap shuts in."""
    return ENVIRONMENT | {"PYTHONPATH": f"{COURSE}:{PACKAGES}", "LD_LIBRARY_PATH": f"{PYTHON}/lib"}


def _environment_of_this_machine() -> dict[str, str]:
    """Where nothing is shut in: as little of this process's environment as Python needs."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "TEMP", "TMP") if name in os.environ}
    temporary = tempfile.gettempdir()
    return ENVIRONMENT | kept | {"HOME": temporary, "MPLCONFIGDIR": temporary, "PYTHONPATH": str(INSIDE.parent)}


def _popen(command: list[str], environment: dict[str, str], descriptors: tuple[int, ...]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command,
        env=environment,
        pass_fds=descriptors,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )


def _cpu_seconds(process: subprocess.Popen[bytes]) -> float:
    """The CPU time of a process and all below it, with that of their children which have ended."""
    total = 0.0
    with contextlib.suppress(psutil.Error):
        first = psutil.Process(process.pid)
        for one in (first, *first.children(recursive=True)):
            with contextlib.suppress(psutil.Error):
                times = one.cpu_times()
                total += times.user + times.system + times.children_user + times.children_system
    return total


@dataclass(frozen=True)
class Worker:
    """A worker as the judge sees it: the wire to it, and the CPU time that it and all it started have used."""

    channel: Channel
    cpu_seconds: Callable[[], float]


class Sandbox:
    """A started process that runs one submission at a time; close it, or use it in a `with`."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._is_used = False
        self._start()

    def _start(self) -> None:
        if isolation().kind == "none":
            return  # nothing can be forked: each submission gets a process of its own
        self._control, theirs = socket.socketpair()
        with theirs:
            try:
                self._process = _start("supervisor", theirs)
            except OSError as error:
                raise SandboxError(LOST.format(error=error)) from error
        self._expect(b"r", START_SECONDS)

    def new_worker(self) -> Worker:
        """A new worker; call `clean` when done with it. SandboxError when there is no sandbox any more."""
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                if self._control is None:
                    self._process = _start("supervisor", theirs)
                else:
                    socket.send_fds(self._control, [b"s"], [theirs.fileno()])
            except OSError as error:
                ours.close()
                raise SandboxError(LOST.format(error=error)) from error
        assert self._process is not None
        return Worker(Channel(ours), partial(_cpu_seconds, self._process))

    def renewed_worker(self) -> Worker:
        """A new worker, with nothing left of the last one."""
        if self._is_used:
            self.clean()
        self._is_used = True
        return self.new_worker()

    def clean(self) -> None:
        """Kill whatever the last worker left, and remove its files.

        A sandbox that cannot be cleaned is thrown away, with all that is in it, and another one takes its place;
        SandboxError when that does not start. So it is after every submission where no filter of system calls is known
        for this machine, since then keys may be left in the kernel.
        """
        self._is_used = False
        if self._control is None:
            self.close()
            return
        try:
            if isolation().kind == "bwrap" and filter_for(os.uname().machine) is None:
                raise SandboxError(LOST.format(error="renewed"))
            self._control.sendall(b"c")
            self._expect(b"c", CLEAN_SECONDS)
        except (OSError, SandboxError):
            self._kill()
            self._start()

    def _expect(self, answer: bytes, seconds: float) -> None:
        assert self._control is not None
        self._control.settimeout(seconds)
        try:
            said = self._control.recv(1)
        except OSError as error:
            self._kill()
            raise SandboxError(LOST.format(error=error)) from error
        if said != answer:
            raise SandboxError(LOST.format(error=self._kill() or "it ended"))

    def _kill(self) -> str:
        """End the process at once; returns what it said last."""
        said = "" if self._process is None else _last_words(self._process)
        self.close()
        return said

    def close(self) -> None:
        """End the process, and with it everything that ever ran in it."""
        if self._control is not None:
            self._control.close()  # at which it ends by itself
        if self._process is None:
            return
        try:
            if self._control is not None:
                self._process.wait(CLEAN_SECONDS)
        except subprocess.TimeoutExpired:
            pass
        end(self._process)

    def __enter__(self) -> "Sandbox":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
