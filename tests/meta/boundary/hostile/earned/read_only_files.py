"""Opens for writing every file that it can find, of Python, of the system, of the runner."""

import os
import sys
import time

import numpy as np

until = time.monotonic() + 1
places = ["/usr/lib", "/usr/bin", "/lib", "/bin", sys.prefix, sys.base_prefix, *sys.path, os.path.dirname(np.__file__)]
for place in places:
    for folder, _, files in os.walk(place) if time.monotonic() < until else ():
        if time.monotonic() > until:
            break
        if os.access(folder, os.W_OK) and not folder.startswith(os.getcwd()):
            os._exit(1)
        for file in files[:5]:
            if not os.path.islink(os.path.join(folder, file)):
                try:
                    os.close(os.open(os.path.join(folder, file), os.O_WRONLY))
                except OSError:
                    continue
                os._exit(1)


def instance_norm(x, eps=1e-5):
    mean = x.mean(axis=1, keepdims=True)
    return (x - mean) / np.sqrt(x.var(axis=1, keepdims=True) + eps)
