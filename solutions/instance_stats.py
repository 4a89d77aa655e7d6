"""The mean and the variance of every instance of a text tensor.

Source of the formulas: Ulyanov, Vedaldi, Lempitsky, "Instance Normalization: The Missing Ingredient for Fast
Stylization", 2016, arXiv:1607.08022; the sum over pixels there is a sum over the sequence here.
"""

import numpy as np


def instance_stats(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The mean and the biased variance (divided by sequence_length) over the sequence, for each sample and feature.

    x has shape (batch, sequence_length, features); both results have shape (batch, 1, features) and the dtype of x.
    Raises ValueError if x does not have three axes.
    """
    if x.ndim != 3:
        raise ValueError(f"x has shape {x.shape}, but (batch, sequence_length, features) is needed")
    mean = np.mean(x, axis=1, keepdims=True)
    var = np.mean((x - mean) ** 2, axis=1, keepdims=True)
    return mean, var
