import numpy as np

from solutions.instance_norm import instance_norm
from solutions.streaming_stats import streaming_stats


def blocks():
    rng = np.random.RandomState(0)  # or read them from a file
    for length in [3000, 5000, 2000]:
        yield rng.randn(1, length, 2) + 1e8


def normalized(blocks, eps=1e-5):
    mean, var = streaming_stats(blocks())  # the first pass
    for block in blocks():  # the second pass
        yield (block - mean) / np.sqrt(var + eps)


whole = instance_norm(np.concatenate(list(blocks()), axis=1))
start = 0
for y in normalized(blocks):
    end = start + y.shape[1]
    same = np.allclose(y, whole[:, start:end], atol=1e-6)
    print(same, "tokens", start, "to", end)
    start = end
