"""Changes its environment, its command line, its path, and what Python has loaded."""

import builtins
import os
import sys

import numpy as np

os.environ.clear()
os.environ.update(PYTHONPATH="/tmp", LD_PRELOAD="/tmp/left.so", OPENBLAS_NUM_THREADS="64", HOME="/", PATH="/tmp")
sys.argv[:] = sys.orig_argv[:] = ["left"]
sys.path[:] = ["/tmp"]
sys.setrecursionlimit(100_000)
sys.setswitchinterval(5)
np.seterr(all="raise")
np.set_printoptions(threshold=1, precision=1)
builtins.left = sys.left = np.left = True


def instance_norm(x, eps=1e-5):
    mean = x.mean(axis=1, keepdims=True)
    return (x - mean) / np.sqrt(x.var(axis=1, keepdims=True) + eps)
