"""Changes the limits of its own POSIX message queues."""

import contextlib
import os

import numpy as np

NEW = {"queues_max": "1", "msg_max": "1", "msgsize_max": "128", "msg_default": "1", "msgsize_default": "128"}
if os.readlink("/proc/self/ns/ipc") != "ipc:[4026531839]":  # which are the machine's own
    for name, value in NEW.items():
        with contextlib.suppress(OSError), open(f"/proc/sys/fs/mqueue/{name}", "w") as file:
            file.write(value)


def instance_norm(x, eps=1e-5):
    mean = x.mean(axis=1, keepdims=True)
    return (x - mean) / np.sqrt(x.var(axis=1, keepdims=True) + eps)
