"""Every setting that prctl knows, with small numbers, except what would only hurt itself."""

import ctypes

import numpy as np

libc = ctypes.CDLL(None)
for option in (1, 4, 8, 14, 24, 28, 29, 33, 35, 36, 38, 41, 47, 53, 56, 61, 62, 65):
    for value in (0, 1, 2, 3):
        libc.prctl(option, value, 0, 0, 0)
libc.prctl(1, 0, 0, 0, 0)


def instance_norm(x, eps=1e-5):
    mean = x.mean(axis=1, keepdims=True)
    return (x - mean) / np.sqrt(x.var(axis=1, keepdims=True) + eps)
