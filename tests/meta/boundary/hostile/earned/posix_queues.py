"""POSIX message queues and semaphores with names, which outlive their maker."""

import ctypes
import os

import numpy as np

libc = ctypes.CDLL(None)
for number in range(5):
    libc.mq_open(b"/left-%d" % number, os.O_CREAT | os.O_RDWR, 0o666, None)
    libc.sem_open(b"/left-%d" % number, os.O_CREAT, 0o666, 1)
    libc.shm_open(b"/left-%d" % number, os.O_CREAT | os.O_RDWR, 0o666)


def instance_norm(x, eps=1e-5):
    mean = x.mean(axis=1, keepdims=True)
    return (x - mean) / np.sqrt(x.var(axis=1, keepdims=True) + eps)
