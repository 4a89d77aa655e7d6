import keras
import numpy as np
import torch

keras_layer = keras.layers.GroupNormalization(groups=-1)
keras_layer.build((None, None, 3))
keras_layer.set_weights([np.array([1, 2, 3]), np.array([4, 5, 6])])

gamma, beta = keras_layer.get_weights()
layer = torch.nn.InstanceNorm1d(
    len(gamma), eps=keras_layer.epsilon, affine=True
)
with torch.no_grad():
    layer.weight.copy_(torch.from_numpy(gamma))
    layer.bias.copy_(torch.from_numpy(beta))

x = np.random.RandomState(0).randn(2, 5, 3).astype(np.float32) / 10
old = keras.ops.convert_to_numpy(keras_layer(x))
new = layer(torch.from_numpy(x).transpose(1, 2)).transpose(1, 2)
new = new.detach().numpy()
print(layer.eps, "eps")
print(np.allclose(new, old, atol=1e-5), "the same")
