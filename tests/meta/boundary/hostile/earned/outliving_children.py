"""Children in sessions and groups of their own, forked twice, that fork anew when they are ended."""

import os
import time

import numpy as np

for _ in range(3):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            os.setpgid(0, 0)
            until = time.monotonic() + 30
            while time.monotonic() < until:
                if os.fork():
                    os._exit(0)
                time.sleep(0.05)
        os._exit(0)


def instance_norm(x, eps=1e-5):
    mean = x.mean(axis=1, keepdims=True)
    return (x - mean) / np.sqrt(x.var(axis=1, keepdims=True) + eps)
