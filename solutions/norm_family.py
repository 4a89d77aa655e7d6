"""The relatives of instance normalization: the same formula, with the statistics over other axes.

Sources of the formulas: Ioffe, Szegedy, "Batch Normalization", 2015, arXiv:1502.03167; Ba, Kiros, Hinton, "Layer
Normalization", 2016, arXiv:1607.06450 (over the features of each token, as in Transformers); Wu, He, "Group
Normalization", 2018, arXiv:1803.08494. gamma and beta are left out, as they are the same for all.
"""

import numpy as np


def batch_norm(x: np.ndarray, eps: float = 1e-5) -> np.ndarray:
    """Normalize every feature of x with its mean and biased variance over all samples and all tokens.

    x has shape (batch, sequence_length, features); the result is a new array of the shape and dtype of x.
    Raises ValueError if x does not have three axes.
    """
    _refuse_other_shapes(x)
    return _normalize(x, (0, 1), eps)


def layer_norm(x: np.ndarray, eps: float = 1e-5) -> np.ndarray:
    """Normalize every token of x with its mean and biased variance over its features.

    x has shape (batch, sequence_length, features); the result is a new array of the shape and dtype of x.
    Raises ValueError if x does not have three axes.
    """
    _refuse_other_shapes(x)
    return _normalize(x, 2, eps)


def group_norm(x: np.ndarray, num_groups: int, eps: float = 1e-5) -> np.ndarray:
    """Normalize every group of neighbouring features of every sample over the sequence and the features of the group.

    x has shape (batch, sequence_length, features); the result is a new array of the shape and dtype of x.
    Raises ValueError if x does not have three axes or num_groups does not divide the number of features.
    """
    _refuse_other_shapes(x)
    samples, length, features = x.shape
    if num_groups < 1 or features % num_groups != 0:
        raise ValueError(f"{features} features cannot be divided into {num_groups} groups of the same size")
    groups = x.reshape(samples, length, num_groups, features // num_groups)
    return _normalize(groups, (1, 3), eps).reshape(x.shape)


def _normalize(x: np.ndarray, axes: int | tuple[int, ...], eps: float) -> np.ndarray:
    mean = np.mean(x, axis=axes, keepdims=True)
    var = np.var(x, axis=axes, keepdims=True)
    return (x - mean) / np.sqrt(var + eps)


def _refuse_other_shapes(x: np.ndarray) -> None:
    if x.ndim != 3:
        raise ValueError(f"x has shape {x.shape}, but (batch, sequence_length, features) is needed")
