"""A child that shares the context of I/O, whose priority it then lowers."""

import ctypes
import os

import numpy as np

libc = ctypes.CDLL(None)
if libc.syscall(56, 0x80000000 | 17, None, None, None, None) == 0:
    libc.syscall(251, 1, 0, 3 << 13)
    os._exit(0)
os.wait()


def instance_norm(x, eps=1e-5):
    mean = x.mean(axis=1, keepdims=True)
    return (x - mean) / np.sqrt(x.var(axis=1, keepdims=True) + eps)
