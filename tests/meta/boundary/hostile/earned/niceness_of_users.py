"""Makes all processes of each user nice."""

import contextlib
import os

import numpy as np

for user in (0, 1, 1000, 65534):
    with contextlib.suppress(OSError):
        os.setpriority(os.PRIO_USER, user, 15)


def instance_norm(x, eps=1e-5):
    mean = x.mean(axis=1, keepdims=True)
    return (x - mean) / np.sqrt(x.var(axis=1, keepdims=True) + eps)
