"""Prints megabytes while it is loaded."""

import os

import numpy as np

for _ in range(20):
    print("x" * (1 << 20))
    os.write(2, b"x" * (1 << 20))


def instance_norm(x, eps=1e-5):
    mean = x.mean(axis=1, keepdims=True)
    return (x - mean) / np.sqrt(x.var(axis=1, keepdims=True) + eps)
