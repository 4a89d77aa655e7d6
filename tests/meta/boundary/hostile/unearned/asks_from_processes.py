"""Has children ask the judge over the wire that they inherited, all at once and beside their parent."""

import os

import numpy as np


def check_instance_norm(instance_norm):
    for _ in range(4):
        if os.fork() == 0:
            while True:
                instance_norm(np.ones((1, 2, 1)))
    for _ in range(100):
        instance_norm(np.ones((1, 2, 1)))
