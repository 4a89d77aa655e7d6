"""A hundred folders deep, each of a long name and without rights, with the working folder at the bottom."""

import contextlib
import os

import numpy as np

with contextlib.suppress(OSError):
    for _ in range(100):
        os.mkdir("x" * 250)
        os.chdir("x" * 250)
        os.chmod("..", 0o100)
    os.chmod(".", 0)


def instance_norm(x, eps=1e-5):
    mean = x.mean(axis=1, keepdims=True)
    return (x - mean) / np.sqrt(x.var(axis=1, keepdims=True) + eps)
