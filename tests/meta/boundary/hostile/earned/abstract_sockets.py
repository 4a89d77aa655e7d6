"""Sockets of each kind without a file, held by children that hide."""

import contextlib
import os
import socket
import time

import numpy as np

if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        kept = []
        for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_SEQPACKET):
            for name in ("listening", "left", "", "x" * 100):
                with contextlib.suppress(OSError):
                    kept.append(socket.socket(socket.AF_UNIX, kind))
                    kept[-1].bind("\0" + name)
        time.sleep(1000)
    os._exit(0)
os.wait()


def instance_norm(x, eps=1e-5):
    mean = x.mean(axis=1, keepdims=True)
    return (x - mean) / np.sqrt(x.var(axis=1, keepdims=True) + eps)
