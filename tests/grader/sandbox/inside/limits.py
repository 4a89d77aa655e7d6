"""What a process may use, and who it is."""

import os
import sys
import tempfile

FILE_BYTES = 16 << 20
OPEN_FILES = 256


def set_limits(*, memory: int, cpu_seconds: int | None = None, processes: int | None = None) -> None:
    """Limit this process and what it starts: bytes of memory, seconds of CPU time, and processes of its user.

    Files, open files, core dumps and message queues are limited alike for all. A limit that is lower already stays.
    Nothing where the system knows no limits (Windows); only some on macOS.
    """
    try:
        import resource
    except ImportError:
        return
    limits = {resource.RLIMIT_FSIZE: FILE_BYTES, resource.RLIMIT_NOFILE: OPEN_FILES, resource.RLIMIT_CORE: 0}
    if cpu_seconds is not None:
        limits[resource.RLIMIT_CPU] = cpu_seconds
    if sys.platform == "linux":
        limits[resource.RLIMIT_AS] = memory
        limits[resource.RLIMIT_MSGQUEUE] = 0  # a queue would outlive its maker
        if processes is not None:
            limits[resource.RLIMIT_NPROC] = processes
    for what, most in limits.items():
        _, hard = resource.getrlimit(what)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (most, most))


def become(user: int, *, isolated: bool) -> None:
    """Where the real root started this: be a user that nobody else is, so that no file of this machine is its own.

    Where bwrap shuts it in, the folder for temporary files is a new one, to which that user needs access.
    """
    if os.getuid() != user:
        if isolated:
            os.chmod(tempfile.gettempdir(), 0o1777)
        os.setgroups([])
        os.setresgid(user, user, user)
        os.setresuid(user, user, user)
