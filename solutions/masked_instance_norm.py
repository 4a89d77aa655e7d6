"""Instance normalization of padded sequences: the statistics are those of the tokens, and padding comes out as 0.

Source of the formula: Ulyanov, Vedaldi, Lempitsky, "Instance Normalization: The Missing Ingredient for Fast
Stylization", 2016, arXiv:1607.08022; the sums run over the tokens that the mask names, and are divided by their number.
"""

import numpy as np


def masked_instance_norm(x: np.ndarray, mask: np.ndarray, eps: float = 1e-5) -> np.ndarray:
    """Normalize every instance of x over its tokens alone; what stands in the padding does not matter.

    x has shape (batch, sequence_length, features) and mask (batch, sequence_length): True where a token is. The result
    is a new array of the shape and dtype of x, exactly 0 in the padding.
    Raises ValueError if x does not have three axes or mask does not have the first two of them.
    """
    if x.ndim != 3 or mask.shape != x.shape[:2]:
        raise ValueError(f"x has shape {x.shape} and mask {mask.shape}, but a mask has the first two of three axes")
    is_token = mask[:, :, np.newaxis]
    # A sample without tokens would be divided by 0; its sums are 0 whatever they are divided by.
    count = np.maximum(is_token.sum(axis=1, keepdims=True), 1).astype(x.dtype)
    mean = np.where(is_token, x, 0).sum(axis=1, keepdims=True) / count
    centred = np.where(is_token, x - mean, 0)
    var = (centred**2).sum(axis=1, keepdims=True) / count
    return centred / np.sqrt(var + eps)
