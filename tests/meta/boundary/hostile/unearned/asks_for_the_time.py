"""Tells wrong from right by what the calls cost, without looking at a number: so it refuses all."""

import time

import numpy as np


def check_instance_norm(instance_norm):
    began = time.perf_counter()
    for shape in ((1, 1, 1), (2, 3, 4), (3, 3, 3)):
        try:
            instance_norm(np.zeros(shape), 0.1)
        except Exception:
            pass
    assert time.perf_counter() == began
