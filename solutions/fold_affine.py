"""A linear layer that takes over the gamma and beta of the normalization before it.

Source of the idea: Jacob et al., "Quantization and Training of Neural Networks for Efficient Integer-Arithmetic-Only
Inference", 2018, arXiv:1712.05877, section 3.2, where a batch norm is folded into the convolution before it.
"""

import numpy as np


def fold_affine(
    gamma: np.ndarray, beta: np.ndarray, weight: np.ndarray, bias: np.ndarray | None
) -> tuple[np.ndarray, np.ndarray]:
    """The weight and the bias for which (gamma · x̂ + beta) @ weight + bias is x̂ @ new_weight + new_bias, for every x̂.

    gamma and beta have shape (features,), weight (features, outputs) and bias (outputs,), or it is None where the layer
    has none. Both results are new arrays of the dtype of weight, of shape (features, outputs) and (outputs,).
    Raises ValueError if the shapes do not fit together.
    """
    if weight.ndim != 2 or not gamma.shape == beta.shape == weight.shape[:1]:
        raise ValueError(f"gamma {gamma.shape} and beta {beta.shape} need one number for each row of {weight.shape}")
    if bias is not None and bias.shape != weight.shape[1:]:
        raise ValueError(f"bias {bias.shape} needs one number for each column of weight {weight.shape}")
    new_weight = gamma[:, np.newaxis] * weight
    from_beta = beta @ weight
    return new_weight, from_beta if bias is None else from_beta + bias
