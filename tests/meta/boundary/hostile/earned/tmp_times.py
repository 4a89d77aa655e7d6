"""Times, owners and sparse sizes of files that no tool expects."""

import contextlib
import os

import numpy as np

for place in ("/tmp", os.getcwd(), "/dev/shm"):
    with contextlib.suppress(OSError):
        os.utime(place, ns=(2**62, -(2**62)))
    with contextlib.suppress(OSError):
        os.chown(place, 1234, 1234)
with open("sparse", "wb") as file, contextlib.suppress(OSError):
    file.truncate(1 << 24)
    os.posix_fallocate(file.fileno(), 0, 1 << 24)


def instance_norm(x, eps=1e-5):
    mean = x.mean(axis=1, keepdims=True)
    return (x - mean) / np.sqrt(x.var(axis=1, keepdims=True) + eps)
