"""Changes mode and owner of the kernel's settings to what they are, and gives no answer where it can."""

import os

import numpy as np

for folder, _, files in os.walk("/proc/sys"):
    for file in files:
        path = os.path.join(folder, file)
        if os.access(path, os.W_OK):
            os._exit(1)
        try:
            os.chmod(path, os.stat(path).st_mode & 0o777)
            os.chown(path, -1, -1)
        except OSError:
            continue


def instance_norm(x, eps=1e-5):
    mean = x.mean(axis=1, keepdims=True)
    return (x - mean) / np.sqrt(x.var(axis=1, keepdims=True) + eps)
