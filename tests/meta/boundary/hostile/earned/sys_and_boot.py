"""Opens for writing whatever there is of /sys, /boot, /run, /etc and /var."""

import os

import numpy as np

for top in ("/sys", "/boot", "/run", "/etc", "/var", "/lib/modules", "/newroot", "/oldroot"):
    for folder, _, files in os.walk(top):
        for file in files[:50]:
            try:
                os.close(os.open(os.path.join(folder, file), os.O_WRONLY | os.O_NONBLOCK))
            except OSError:
                continue
            os._exit(1)


def instance_norm(x, eps=1e-5):
    mean = x.mean(axis=1, keepdims=True)
    return (x - mean) / np.sqrt(x.var(axis=1, keepdims=True) + eps)
