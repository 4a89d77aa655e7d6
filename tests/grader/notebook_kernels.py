"""Kernels that run a notebook as anybody's would, whatever the contributor has set up for their own work."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


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
