"""The mean and the variance of every instance of a sequence that arrives block by block.

Source of the formula that merges the statistics of two parts: Chan, Golub, LeVeque, "Algorithms for Computing the
Sample Variance: Analysis and Recommendations", The American Statistician 37(3), 1983.
"""

from collections.abc import Iterable

import numpy as np


def streaming_stats(blocks: Iterable[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """The mean and the biased variance of all blocks joined along the sequence, for each sample and feature.

    Each block has shape (batch, its own length, features); both results have shape (batch, 1, features). The blocks are
    walked once, and only one of them is held at a time. Raises ValueError if there is no block.
    """
    count, mean, squares = 0, 0.0, 0.0
    for block in blocks:
        length = block.shape[1]
        block_mean = np.mean(block, axis=1, keepdims=True)
        block_squares = np.sum((block - block_mean) ** 2, axis=1, keepdims=True)
        distance = block_mean - mean
        total = count + length
        mean = mean + distance * (length / total)
        squares = squares + block_squares + distance**2 * (count * length / total)
        count = total
    if count == 0:
        raise ValueError("there is no block, but a mean needs at least one")
    return mean, squares / count
