"""Changes the names of the host and of the domain."""

import ctypes
import socket

import numpy as np

libc = ctypes.CDLL(None)
libc.sethostname(b"left", 4)
libc.setdomainname(b"left", 4)
try:
    socket.sethostname(socket.gethostname())
except OSError:
    pass


def instance_norm(x, eps=1e-5):
    mean = x.mean(axis=1, keepdims=True)
    return (x - mean) / np.sqrt(x.var(axis=1, keepdims=True) + eps)
