"""Kernels that run a notebook as anybody's would, whatever a contributor has set up and whoever else takes ports."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

from jupyter_client.manager import AsyncKernelManager, KernelManager


@contextmanager
def own_settings_ignored() -> Iterator[None]:
    """Let processes started meanwhile see an empty IPython profile, no PYTHONSTARTUP and Matplotlib's defaults.

    Else what a start-up file prints or defines would be stored, and a figure would take the contributor's style.
    """
    before = dict(os.environ)
    # Errors are ignored since a kernel that is just ending may hold its history file, which Windows then keeps.
    with tempfile.TemporaryDirectory(prefix="course-kernels-", ignore_cleanup_errors=True) as folder:
        defaults = Path(folder, "matplotlibrc")
        defaults.touch()
        os.environ["IPYTHONDIR"] = folder
        os.environ["MATPLOTLIBRC"] = str(defaults)
        os.environ.pop("PYTHONSTARTUP", None)
        try:
            yield
        finally:
            for name in ("IPYTHONDIR", "MATPLOTLIBRC", "PYTHONSTARTUP"):
                os.environ.pop(name, None)
                if name in before:
                    os.environ[name] = before[name]


class SocketKernelManager(KernelManager):
    """A kernel manager, as nbval takes it, that needs no port."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**_transport(), **options)


class AsyncSocketKernelManager(AsyncKernelManager):
    """A kernel manager, as nbclient takes it, that needs no port."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**_transport(), **options)


def _transport() -> dict[str, str]:
    """The traits by which a manager and its kernel find each other: a path that nobody else has, where paths can serve.

    Over TCP, Jupyter gives five free ports back and has the kernel take them half a second later. Beside other kernels
    and servers, one of them is somebody else's by then, and the kernel dies, or waits for whom it never hears.
    """
    if sys.platform == "win32":
        return {"transport": "tcp"}
    return {"transport": "ipc", "ip": str(Path(tempfile.gettempdir(), f"course-kernel-{uuid4().hex}"))}
