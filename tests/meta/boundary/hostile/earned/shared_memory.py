"""Shared memory, semaphores and queues of System V, which outlive their maker."""

import ctypes

import numpy as np

libc = ctypes.CDLL(None)
for number in range(5):
    libc.shmget(1000 + number, 1 << 20, 0o1666)
    libc.semget(1000 + number, 1, 0o1666)
    libc.msgget(1000 + number, 0o1666)


def instance_norm(x, eps=1e-5):
    mean = x.mean(axis=1, keepdims=True)
    return (x - mean) / np.sqrt(x.var(axis=1, keepdims=True) + eps)
