"""Magics, shell lines, input() and plots."""

%matplotlib inline
!touch /tmp/made-by-the-shell
import matplotlib.pyplot as plt
import numpy as np

name = input("name? ")
plt.plot([1, 2])
plt.show()


def instance_norm(x, eps=1e-5):
    mean = x.mean(axis=1, keepdims=True)
    return (x - mean) / np.sqrt(x.var(axis=1, keepdims=True) + eps)
