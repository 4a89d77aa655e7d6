"""Changes what kernel it believes to run on, for itself and what it starts."""

import ctypes
import os

import numpy as np

libc = ctypes.CDLL(None)
for flags in (0x0040000, 0x0020000, 0x0200000, 0x0400000, 0x4000000, 0x8, 0):
    libc.personality(flags)
    if os.fork() == 0:
        os._exit(0)
    os.wait()


def instance_norm(x, eps=1e-5):
    mean = x.mean(axis=1, keepdims=True)
    return (x - mean) / np.sqrt(x.var(axis=1, keepdims=True) + eps)
