"""Makes a namespace of each kind, alone and within one of a user, and children that stay in them."""

import ctypes
import os
import time

import numpy as np

KINDS = [0x10000000, 0x00020000, 0x20000000, 0x40000000, 0x08000000, 0x04000000, 0x02000000, 0x00000080]
libc = ctypes.CDLL(None)
for kind in KINDS:
    for user in (0, 0x10000000):
        if os.fork() == 0:
            libc.unshare(kind | user)
            if os.fork() == 0:
                os.setsid()
                time.sleep(1000)
            os._exit(0)


def instance_norm(x, eps=1e-5):
    mean = x.mean(axis=1, keepdims=True)
    return (x - mean) / np.sqrt(x.var(axis=1, keepdims=True) + eps)
