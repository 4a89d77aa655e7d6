"""Instance normalization as a layer with a scale and a shift for each feature.

Source of the formula: Ulyanov, Vedaldi, Lempitsky, "Instance Normalization: The Missing Ingredient for Fast
Stylization", 2016, arXiv:1607.08022; gamma and beta as in Ioffe, Szegedy, "Batch Normalization", 2015,
arXiv:1502.03167.
"""

import numpy as np


class InstanceNorm1D:
    """Instance normalization of text tensors of shape (batch, sequence_length, features).

    Every instance, one feature of one sample, is normalized over its own sequence, then scaled by gamma and shifted
    by beta: y = gamma * (x - mean) / sqrt(var + eps) + beta, with the biased variance (divided by sequence_length).

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

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Normalize x of shape (batch, sequence_length, num_features); the result is a new array of that shape.

        Raises ValueError if x has another number of axes or features.
        """
        if x.ndim != 3 or x.shape[2] != self.num_features:
            raise ValueError(
                f"x has shape {x.shape}, but this layer takes (batch, sequence_length, {self.num_features})"
            )
        mean = np.mean(x, axis=1, keepdims=True)
        var = np.var(x, axis=1, keepdims=True)
        x_norm = (x - mean) / np.sqrt(var + self.eps)
        return self.gamma * x_norm + self.beta
