"""Descriptors that are sent through sockets to each other and never taken out."""

import contextlib
import socket

import numpy as np

with contextlib.suppress(OSError):
    for _ in range(60):
        first, second = socket.socketpair()
        socket.send_fds(first, [b"x"], [first.fileno(), second.fileno()])
        socket.send_fds(second, [b"x"], [first.fileno(), second.fileno()])
        first.detach()
        second.detach()


def instance_norm(x, eps=1e-5):
    mean = x.mean(axis=1, keepdims=True)
    return (x - mean) / np.sqrt(x.var(axis=1, keepdims=True) + eps)
