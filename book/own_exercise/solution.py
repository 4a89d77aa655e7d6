"""What undoes instance normalization, given the mean and the variance."""

import numpy as np


def instance_denorm(y: np.ndarray, mean: np.ndarray, var: np.ndarray, eps: float = 1e-5) -> np.ndarray:
    """The x of which y is the normalized tensor: y · √(var + eps) + mean.

    y has shape (batch, sequence_length, features), mean and var (batch, 1, features). The result is a new array.
    """
    return y * np.sqrt(var + eps) + mean
