"""Asks ever deeper in itself."""

import numpy as np


def check_instance_norm(instance_norm):
    instance_norm(np.ones((1, 2, 1)))
    check_instance_norm(instance_norm)
