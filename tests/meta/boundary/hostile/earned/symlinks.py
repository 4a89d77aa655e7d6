"""Links in the folder for temporary files that lead out of it, folders that cannot be removed, a fifo."""

import os

import numpy as np

os.symlink("/", "/tmp/root")
os.symlink("/usr", "/tmp/usr", target_is_directory=True)
os.mkfifo("/tmp/fifo")
os.makedirs("/tmp/a/b/c")
open("/tmp/a/b/c/file", "w").close()
os.chmod("/tmp/a/b", 0)
os.chmod("/tmp/a", 0)


def instance_norm(x, eps=1e-5):
    mean = x.mean(axis=1, keepdims=True)
    return (x - mean) / np.sqrt(x.var(axis=1, keepdims=True) + eps)
