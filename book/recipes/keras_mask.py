import keras
import numpy as np
from keras import ops


class MaskedInstanceNorm(keras.layers.Layer):
    def call(self, x, mask=None):  # Keras passes the mask itself
        if mask is None:
            mask = ops.ones(x.shape[:2])
        token = ops.cast(ops.expand_dims(mask, -1), x.dtype)
        count = ops.maximum(ops.sum(token, axis=1, keepdims=True), 1)
        mean = ops.sum(token * x, axis=1, keepdims=True) / count
        centred = token * (x - mean)
        var = ops.sum(centred**2, axis=1, keepdims=True) / count
        return centred / ops.sqrt(var + 1e-3)


def effect_of_padding(layer):
    short = np.random.RandomState(0).randn(1, 3, 2)
    padded = np.pad(short, [(0, 0), (0, 2), (0, 0)])
    masking = keras.layers.Masking()  # a token of zeros is padding
    y, y_padded = layer(masking(short)), layer(masking(padded))
    return float(ops.max(ops.abs(y - y_padded[:, :3])))


built_in = keras.layers.GroupNormalization(groups=-1)
print(built_in.supports_masking, "supports_masking")
for layer in [built_in, MaskedInstanceNorm()]:
    print(f"{effect_of_padding(layer):.1f} {type(layer).__name__}")
