"""Threads that go on for ever."""

import threading
import time

import numpy as np

for _ in range(20):
    threading.Thread(target=time.sleep, args=(1000,)).start()


def instance_norm(x, eps=1e-5):
    mean = x.mean(axis=1, keepdims=True)
    return (x - mean) / np.sqrt(x.var(axis=1, keepdims=True) + eps)
