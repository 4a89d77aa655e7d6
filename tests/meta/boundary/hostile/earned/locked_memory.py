"""Locks its memory, now and later, and advises the kernel of all sorts."""

import ctypes
import mmap

import numpy as np

libc = ctypes.CDLL(None)
libc.mlockall(1 | 2 | 4)
memory = mmap.mmap(-1, 1 << 20)
for advice in (*range(0, 26), 100, 101):
    if advice not in (9, 10, 19, 100, 101):
        try:
            memory.madvise(advice)
        except OSError:
            continue
libc.munlockall()


def instance_norm(x, eps=1e-5):
    mean = x.mean(axis=1, keepdims=True)
    return (x - mean) / np.sqrt(x.var(axis=1, keepdims=True) + eps)
