"""Reversible instance normalization: normalize, let a model predict, and bring the prediction back to the old scale.

Source of the formulas: Kim et al., "Reversible Instance Normalization for Accurate Time-Series Forecasting against
Distribution Shift", ICLR 2022.
"""

import numpy as np


class RevIN:
    """Instance normalization that can be undone, for sequences of shape (batch, sequence_length, features).

    `normalize` gives gamma * (x - mean) / sqrt(var + eps) + beta and remembers mean and var, the biased variance;
    `denormalize` solves this for x with what was remembered last, for sequences of any length.

    `gamma` and `beta` are arrays of shape (num_features,) that start at ones and zeros; assign new ones freely, but
    never a gamma with a 0 in it.
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
        self._remembered: tuple[np.ndarray, np.ndarray] | None = None

    def normalize(self, x: np.ndarray) -> np.ndarray:
        """Normalize x of shape (batch, sequence_length, num_features) and remember its statistics.

        The result is a new array of that shape. Raises ValueError if x has another number of axes or features.
        """
        if x.ndim != 3 or x.shape[2] != self.num_features:
            raise ValueError(
                f"x has shape {x.shape}, but this layer takes (batch, sequence_length, {self.num_features})"
            )
        mean = np.mean(x, axis=1, keepdims=True)
        std = np.sqrt(np.var(x, axis=1, keepdims=True) + self.eps)
        self._remembered = mean, std
        return self.gamma * (x - mean) / std + self.beta

    def denormalize(self, y: np.ndarray) -> np.ndarray:
        """Bring y of shape (batch, any length, num_features) to the scale of the last x that was normalized.

        The result is a new array of the shape of y. Raises RuntimeError if nothing was normalized yet, ValueError if y
        does not have the samples and features that were.
        """
        if self._remembered is None:
            raise RuntimeError("denormalize needs the statistics of an x: call normalize first")
        mean, std = self._remembered
        if y.ndim != 3 or (len(y), y.shape[2]) != (len(mean), mean.shape[2]):
            raise ValueError(f"y has shape {y.shape}, but ({len(mean)}, any length, {mean.shape[2]}) is needed")
        return (y - self.beta) / self.gamma * std + mean
