"""What a Keras layer GroupNormalization(groups=-1) computes, on data in PyTorch's layout (N, C, L).

Sources: the class keras.layers.GroupNormalization of Keras 3 for the order of the weights and for the settings; Wu, He,
"Group Normalization", 2018, arXiv:1803.08494, for instance norm as a group norm of one channel a group.
"""

from collections.abc import Sequence

import numpy as np


def keras_to_channels_first(
    rows: np.ndarray,
    weights: Sequence[np.ndarray],
    scale: bool = True,
    center: bool = True,
    epsilon: float = 1e-3,
) -> np.ndarray:
    """The output of the layer for rows (batch, channels, length), where each row is one channel of one sample.

    weights is what layer.get_weights() gives: gamma (channels,) if the layer has scale, then beta (channels,) if it has
    center. The result is a new array of the shape and dtype of rows.
    Raises ValueError if rows does not have three axes, or if there are more or fewer weights than the layer has.
    """
    if rows.ndim != 3 or len(weights) != scale + center:
        raise ValueError(f"{len(weights)} weights for scale={scale}, center={center}, and rows of shape {rows.shape}")
    left = iter(weights)
    mean = rows.mean(axis=2, keepdims=True)
    y = (rows - mean) / np.sqrt(rows.var(axis=2, keepdims=True) + epsilon)
    if scale:
        y = y * next(left)[:, np.newaxis]
    if center:
        y = y + next(left)[:, np.newaxis]
    return y.astype(rows.dtype)
