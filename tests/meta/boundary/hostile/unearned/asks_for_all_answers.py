"""Lets every version through but those that raise, and refuses what does not return an array."""

import numpy as np


def check_instance_norm(instance_norm):
    y = instance_norm(np.ones((2, 3, 4)))
    assert isinstance(y, np.ndarray)
