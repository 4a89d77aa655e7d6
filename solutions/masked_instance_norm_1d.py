"""Masked instance normalization as a layer with a scale and a shift for each feature.

Source of the formula: Ulyanov, Vedaldi, Lempitsky, "Instance Normalization: The Missing Ingredient for Fast
Stylization", 2016, arXiv:1607.08022; gamma and beta as in Ioffe, Szegedy, "Batch Normalization", 2015,
arXiv:1502.03167; the sums run over the tokens that the mask names, and are divided by their number.
"""

import numpy as np


class MaskedInstanceNorm1D:
    """Instance normalization of padded text tensors, which leaves the padding at exactly 0.

    At tokens y = gamma * (x - mean) / sqrt(var + eps) + beta, with the mean and the biased variance of the tokens of
    that instance; in the padding y = 0, whatever gamma and beta are.

    `gamma` and `beta` are arrays of shape (num_features,) that start at ones and zeros; assign new ones freely.
    """

    def __init__(self, num_features: int, eps: float = 1e-5) -> None:
        """Make a layer for `num_features` features.

        Raises ValueError if num_features is below 1 or eps is negative.
        """
        if num_features < 1:
            raise ValueError(f"num_features is {num_features}, but a tensor has at least 1 feature")
        if eps < 0:
            raise ValueError(f"eps is {eps}, but the root of var + eps needs eps of 0 or more")
        self.num_features = num_features
        self.eps = eps
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)

    def forward(self, x: np.ndarray, mask: np.ndarray) -> np.ndarray:
        """Normalize x of shape (batch, sequence_length, num_features) over the tokens that mask names.

        mask has shape (batch, sequence_length): True where a token is. The result is a new array of the shape of x.
        Raises ValueError if x has another number of axes or features, or mask not its first two axes.
        """
        if x.ndim != 3 or x.shape[2] != self.num_features or mask.shape != x.shape[:2]:
            raise ValueError(
                f"x has shape {x.shape} and mask {mask.shape}, but this layer takes (batch, sequence_length,"
                f" {self.num_features}) and a mask of its first two axes"
            )
        is_token = mask[:, :, np.newaxis]
        # A sample without tokens would be divided by 0; its sums are 0 whatever they are divided by.
        count = np.maximum(is_token.sum(axis=1, keepdims=True), 1)
        mean = np.where(is_token, x, 0).sum(axis=1, keepdims=True) / count
        var = np.where(is_token, (x - mean) ** 2, 0).sum(axis=1, keepdims=True) / count
        x_norm = (x - mean) / np.sqrt(var + self.eps)
        # The padding is chosen last: whatever was computed there, beta included, does not get through.
        return np.where(is_token, self.gamma * x_norm + self.beta, 0)
