"""The backward pass of instance normalization with gamma and beta.

Source of the formulas: the chain rule, as in section 3 of Ioffe, Szegedy, "Batch Normalization", 2015,
arXiv:1502.03167, with the means over one sequence instead of a batch.
"""

import numpy as np


def instance_norm_backward(
    dy: np.ndarray, x: np.ndarray, gamma: np.ndarray, eps: float = 1e-5
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The gradients of sum(dy * y) with respect to x, gamma and beta, where y = gamma * x_hat + beta.

    dy and x have shape (batch, sequence_length, features), gamma (features,). The results dx, dgamma and dbeta are new
    arrays of the shapes of x, gamma and gamma; they do not depend on beta.
    Raises ValueError if x does not have three axes, or dy and gamma do not fit it.
    """
    if x.ndim != 3 or dy.shape != x.shape or gamma.shape != x.shape[2:]:
        raise ValueError(f"dy has shape {dy.shape}, x {x.shape} and gamma {gamma.shape}, which do not fit together")
    std = np.sqrt(np.var(x, axis=1, keepdims=True) + eps)
    x_hat = (x - np.mean(x, axis=1, keepdims=True)) / std
    # What dy does by moving the mean of the instance, and by moving its variance, is taken off.
    by_mean = np.mean(dy, axis=1, keepdims=True)
    by_variance = x_hat * np.mean(dy * x_hat, axis=1, keepdims=True)
    dx = gamma / std * (dy - by_mean - by_variance)
    dgamma = np.sum(dy * x_hat, axis=(0, 1))
    dbeta = np.sum(dy, axis=(0, 1))
    return dx, dgamma, dbeta
