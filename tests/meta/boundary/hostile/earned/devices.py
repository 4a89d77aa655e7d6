"""Opens every device for writing, and makes new ones; only those that hold nothing may open."""

import contextlib
import os
import stat

import numpy as np

HARMLESS = {"null", "zero", "full", "random", "urandom", "tty", "ptmx"}
for folder, _, files in os.walk("/dev"):
    for file in files:
        path = os.path.join(folder, file)
        if file not in HARMLESS and not os.path.islink(path) and not stat.S_ISLNK(os.lstat(path).st_mode):
            with contextlib.suppress(OSError):
                os.close(os.open(path, os.O_WRONLY | os.O_NONBLOCK))
                os._exit(1)
for name, kind, number in (
    ("mem", stat.S_IFCHR, (1, 1)),
    ("vda", stat.S_IFBLK, (254, 0)),
    ("sda", stat.S_IFBLK, (8, 0)),
):
    with contextlib.suppress(OSError):
        os.mknod(name, kind | 0o600, os.makedev(*number))
        os.close(os.open(name, os.O_RDONLY))
        os._exit(1)


def instance_norm(x, eps=1e-5):
    mean = x.mean(axis=1, keepdims=True)
    return (x - mean) / np.sqrt(x.var(axis=1, keepdims=True) + eps)
