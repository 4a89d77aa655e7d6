"""Instance normalization that hears no future: each position is normalized by the tokens up to it.

Source of the idea: the cumulative layer normalization of Luo, Mesgarani, "Conv-TasNet", 2019, arXiv:1809.07454, here
with one feature at a time. Source of the shift: Chan, Golub, LeVeque, "Algorithms for Computing the Sample Variance:
Analysis and Recommendations", The American Statistician 37(3), 1983.
"""

import numpy as np


def cumulative_instance_norm(x: np.ndarray, eps: float = 1e-5) -> np.ndarray:
    """Normalize position t of every instance by the mean and the biased variance of its tokens 0 to t.

    x has shape (batch, sequence_length, features) and is float64; the result is a new array of that shape. Takes one
    pass over the sequence. Raises ValueError if x does not have three axes.
    """
    if x.ndim != 3:
        raise ValueError(f"x has shape {x.shape}, but a text tensor has three axes: batch, sequence_length, features")
    count = np.arange(1, x.shape[1] + 1)[:, np.newaxis]
    # Small wherever the sequence lies, and known from the start.
    distance = x - x[:, :1]
    mean = np.cumsum(distance, axis=1) / count
    var = np.cumsum(distance**2, axis=1) / count - mean**2
    return (distance - mean) / np.sqrt(np.maximum(var, 0) + eps)
