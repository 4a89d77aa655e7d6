"""Programs started in sessions of their own."""

import subprocess
import sys

import numpy as np

for _ in range(3):
    subprocess.Popen([sys.executable, "-c", "import time; time.sleep(1000)"], start_new_session=True, close_fds=False)


def instance_norm(x, eps=1e-5):
    mean = x.mean(axis=1, keepdims=True)
    return (x - mean) / np.sqrt(x.var(axis=1, keepdims=True) + eps)
