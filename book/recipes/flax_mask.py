import jax
import jax.numpy as jnp
from flax import nnx

x = jax.random.normal(jax.random.key(0), (2, 5, 3))
mask = jnp.arange(5) < jnp.array([[5], [3]])  # (B, L)
x = jnp.where(mask[..., None], x, 100.0)
layer = nnx.InstanceNorm(3, epsilon=1e-5, rngs=nnx.Rngs(0))

y = layer(x, mask=mask[..., None])

alone = layer(x[1:, :3])  # the same without padding
print(jnp.allclose(y[1:, :3], alone, atol=1e-5), "tokens")
print(jnp.abs(y[1, 3:]).min() > 10, "padding is not 0")
y = jnp.where(mask[..., None], y, 0)
print((y[1, 3:] == 0).all(), "now it is")
