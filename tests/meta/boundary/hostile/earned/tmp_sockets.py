"""Sockets, pipes and links as files, in the folder for temporary files, one of them with somebody who waits."""

import contextlib
import os
import socket
import time

import numpy as np

for place in ("/tmp", "."):
    with contextlib.suppress(OSError):
        listening = socket.socket(socket.AF_UNIX)
        listening.bind(f"{place}/socket")
        listening.listen()
        os.mkfifo(f"{place}/pipe")
        os.link(f"{place}/pipe", f"{place}/pipe-again")
        os.symlink(f"{place}/itself", f"{place}/itself")
if os.fork() == 0:
    os.setsid()
    os.chdir("/tmp")
    time.sleep(1000)


def instance_norm(x, eps=1e-5):
    mean = x.mean(axis=1, keepdims=True)
    return (x - mean) / np.sqrt(x.var(axis=1, keepdims=True) + eps)
