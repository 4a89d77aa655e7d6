"""A umask that takes all rights from every file that is made, and the working folder at the root."""

import os

import numpy as np

os.umask(0o777)
open("unreadable", "w").close()
os.mkdir("closed")
os.chdir("/")


def instance_norm(x, eps=1e-5):
    mean = x.mean(axis=1, keepdims=True)
    return (x - mean) / np.sqrt(x.var(axis=1, keepdims=True) + eps)
