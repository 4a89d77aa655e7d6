"""Has the first process's scheduling reset at every fork."""

import contextlib
import os

import numpy as np

with contextlib.suppress(OSError):
    os.sched_setscheduler(1, os.SCHED_BATCH | os.SCHED_RESET_ON_FORK, os.sched_param(0))
with contextlib.suppress(OSError):
    os.sched_setscheduler(1, os.SCHED_OTHER | os.SCHED_RESET_ON_FORK, os.sched_param(0))


def instance_norm(x, eps=1e-5):
    mean = x.mean(axis=1, keepdims=True)
    return (x - mean) / np.sqrt(x.var(axis=1, keepdims=True) + eps)
