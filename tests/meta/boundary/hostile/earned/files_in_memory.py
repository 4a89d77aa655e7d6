"""Files in memory, sealed, huge and hidden, as descriptors that stay open in children."""

import contextlib
import fcntl
import os
import time

import numpy as np

with contextlib.suppress(OSError):
    for number in range(50):
        file = os.memfd_create(f"left-{number}", os.MFD_ALLOW_SEALING)
        os.write(file, bytes(1 << 20))
        fcntl.fcntl(file, fcntl.F_ADD_SEALS, 0xF)
    os.memfd_create("huge", os.MFD_HUGETLB)
if os.fork() == 0:
    os.setsid()
    time.sleep(1000)


def instance_norm(x, eps=1e-5):
    mean = x.mean(axis=1, keepdims=True)
    return (x - mean) / np.sqrt(x.var(axis=1, keepdims=True) + eps)
