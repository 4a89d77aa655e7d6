"""Uses up the files that the folder for temporary files may hold, without a byte in them."""

import contextlib
import os
import time

import numpy as np

until = time.monotonic() + 0.8
os.mkdir("many")
with contextlib.suppress(OSError):
    open("many/0", "w").close()
    for number in range(1, 20_000):
        if time.monotonic() > until:
            break
        os.link("many/0", f"many/{number}")


def instance_norm(x, eps=1e-5):
    mean = x.mean(axis=1, keepdims=True)
    return (x - mean) / np.sqrt(x.var(axis=1, keepdims=True) + eps)
