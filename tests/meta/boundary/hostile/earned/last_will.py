"""Runs code when it ends: atexit, __del__, a signal."""

import atexit
import os
import signal
import time

import numpy as np


class Bomb:
    def __del__(self):
        time.sleep(1000)


bomb = Bomb()
atexit.register(time.sleep, 1000)
signal.signal(signal.SIGTERM, lambda *args: os.fork())
signal.signal(signal.SIGHUP, signal.SIG_IGN)


def instance_norm(x, eps=1e-5):
    mean = x.mean(axis=1, keepdims=True)
    return (x - mean) / np.sqrt(x.var(axis=1, keepdims=True) + eps)
