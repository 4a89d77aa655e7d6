"""Children that detach themselves, keep the wire open and write to it later."""

import os
import signal
import socket
import time

import numpy as np


def wires():
    """Every socket that this process has open."""
    for number in range(3, 256):
        try:
            yield socket.socket(fileno=os.dup(number))
        except OSError:
            pass


if os.fork() == 0:
    for number in range(1, 65):
        if number not in (signal.SIGKILL, signal.SIGSTOP, 32, 33):
            signal.signal(number, signal.SIG_IGN)
    os.setsid()
    if os.fork() == 0:
        time.sleep(0.7)
        while True:
            for wire in wires():
                wire.send(b"late")
            time.sleep(0.1)
    os._exit(0)


def instance_norm(x, eps=1e-5):
    mean = x.mean(axis=1, keepdims=True)
    return (x - mean) / np.sqrt(x.var(axis=1, keepdims=True) + eps)
