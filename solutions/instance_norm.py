"""Instance normalization as a function.

Source of the formula: Ulyanov, Vedaldi, Lempitsky, "Instance Normalization: The Missing Ingredient for Fast
Stylization", 2016, arXiv:1607.08022.
"""

import numpy as np


def instance_norm(x: np.ndarray, eps: float = 1e-5) -> np.ndarray:
    """Normalize x of shape (batch, sequence_length, features) over the sequence: (x - mean) / sqrt(var + eps).

    Every instance, one feature of one sample, has its own mean and biased variance. The result is a new array of the
    shape and dtype of x. Raises ValueError if x does not have three axes.
    """
    if x.ndim != 3:
        raise ValueError(f"x has shape {x.shape}, but (batch, sequence_length, features) is needed")
    mean = np.mean(x, axis=1, keepdims=True)
    var = np.var(x, axis=1, keepdims=True)
    return (x - mean) / np.sqrt(var + eps)
