"""Shared memory that is marked as removed and stays mapped, semaphores that undo, queues that are full."""

import ctypes

import numpy as np

libc = ctypes.CDLL(None)
libc.shmat.restype = ctypes.c_void_p
for key in (0, 0, 77, 78):
    memory = libc.shmget(key, 1 << 20, 0o1666)
    libc.shmat(memory, None, 0)
    libc.shmctl(memory, 0, None)
queue = libc.msgget(79, 0o1666)
while libc.msgsnd(queue, ctypes.create_string_buffer(b"\1\0\0\0\0\0\0\0" + bytes(4096)), 4096, 0o4000) == 0:
    pass
semaphore = libc.semget(80, 200, 0o1666)
libc.semop(semaphore, ctypes.create_string_buffer(b"\0\0\1\0\0\20"), 1)


def instance_norm(x, eps=1e-5):
    mean = x.mean(axis=1, keepdims=True)
    return (x - mean) / np.sqrt(x.var(axis=1, keepdims=True) + eps)
