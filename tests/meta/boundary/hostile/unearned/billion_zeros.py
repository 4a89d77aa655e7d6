"""Returns an array of a billion elements."""

import numpy as np


def instance_norm(x, eps=1e-5):
    return np.zeros(10**9, np.uint8)
