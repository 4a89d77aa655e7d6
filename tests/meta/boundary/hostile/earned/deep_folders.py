"""Folders in folders, deeper than a path is long."""

import os

import numpy as np

for _ in range(3000):
    os.mkdir("deep")
    os.chdir("deep")


def instance_norm(x, eps=1e-5):
    mean = x.mean(axis=1, keepdims=True)
    return (x - mean) / np.sqrt(x.var(axis=1, keepdims=True) + eps)
