"""Asks the judge again and again, whatever it answers."""

import numpy as np


def check_instance_norm(instance_norm):
    while True:
        try:
            instance_norm(np.ones((1, 200, 50)))
        except Exception:
            pass
