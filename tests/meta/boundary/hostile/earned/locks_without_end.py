"""Locks on thousands of ranges of a file of its own."""

import contextlib
import fcntl

import numpy as np

file = open("locked", "wb")
file.truncate(1 << 20)
with contextlib.suppress(OSError):
    for place in range(0, 4_000, 2):
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, place)


def instance_norm(x, eps=1e-5):
    mean = x.mean(axis=1, keepdims=True)
    return (x - mean) / np.sqrt(x.var(axis=1, keepdims=True) + eps)
