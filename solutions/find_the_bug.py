"""Five short functions, each mended in one place."""

import numpy as np


def weighted_mean(x: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """The mean over the tokens of each sample, each token with its weight: shape (batch, features).

    x has shape (batch, sequence_length, features) and weights (batch, sequence_length), all of them above 0.
    """
    total = (x * weights[:, :, np.newaxis]).sum(axis=1)
    return total / weights.sum(axis=1, keepdims=True)


def add_norm(x: np.ndarray, eps: float) -> np.ndarray:
    """x plus its instance normalization, as in a residual connection: a new array of the shape of x."""
    y = x - x.mean(axis=1, keepdims=True)
    y /= np.sqrt(x.var(axis=1, keepdims=True) + eps)
    return x + y


def instance_std(x: np.ndarray, eps: float) -> np.ndarray:
    """The square root of variance plus eps of each instance, also far from 0: shape (batch, 1, features)."""
    mean = x.mean(axis=1, keepdims=True)
    var = ((x - mean) ** 2).mean(axis=1, keepdims=True)
    return np.sqrt(var + eps)


def steps(x: np.ndarray, eps: float) -> np.ndarray:
    """From each token to the next, measured in standard deviations: shape (batch, sequence_length - 1, features).

    x is float64, or uint8 as bytes are; the result is float64.
    """
    change = np.diff(x.astype(np.float64), axis=1)
    return change / np.sqrt(x.var(axis=1, keepdims=True) + eps)


def normalize_like(x: np.ndarray, reference: np.ndarray, eps: float) -> np.ndarray:
    """x minus the mean of the reference, divided by its standard deviation, for each instance: the shape of x.

    The reference may be longer or shorter than x.
    """
    mean = reference.mean(axis=1, keepdims=True)
    var = reference.var(axis=1, keepdims=True)
    return (x - mean) / np.sqrt(var + eps)
