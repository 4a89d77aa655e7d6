"""A child that stops itself, one that sleeps in the kernel, and one that is traced by another."""

import ctypes
import os
import signal
import time

import numpy as np

libc = ctypes.CDLL(None)
if os.fork() == 0:
    os.setsid()
    os.kill(os.getpid(), signal.SIGSTOP)
    os._exit(0)
if os.fork() == 0:
    traced = os.fork()
    if traced == 0:
        libc.ptrace(0, 0, None, None)
        os.kill(os.getpid(), signal.SIGSTOP)
    time.sleep(1000)
if os.fork() == 0:
    os.mkfifo("never")
    os.open("never", os.O_RDONLY)


def instance_norm(x, eps=1e-5):
    mean = x.mean(axis=1, keepdims=True)
    return (x - mean) / np.sqrt(x.var(axis=1, keepdims=True) + eps)
