"""Sockets of every family and kind that the kernel has, with options that outlive a connection."""

import contextlib
import socket

import numpy as np

kept = []
for family in range(1, 46):
    for kind in (1, 2, 3, 5):
        with contextlib.suppress(OSError):
            kept.append(socket.socket(family, kind))
            kept[-1].setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 20)


def instance_norm(x, eps=1e-5):
    mean = x.mean(axis=1, keepdims=True)
    return (x - mean) / np.sqrt(x.var(axis=1, keepdims=True) + eps)
