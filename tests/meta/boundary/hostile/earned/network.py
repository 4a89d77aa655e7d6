"""Calls home, and listens on sockets without a file."""

import contextlib
import socket

import numpy as np

with contextlib.suppress(OSError):
    socket.create_connection(("1.1.1.1", 53), 1).send(b"marks")
    raise KeyboardInterrupt("there is a network")
listening = socket.socket(socket.AF_UNIX)
listening.bind("\0listening")
listening.listen()


def instance_norm(x, eps=1e-5):
    mean = x.mean(axis=1, keepdims=True)
    return (x - mean) / np.sqrt(x.var(axis=1, keepdims=True) + eps)
