"""A right answer that is one only where nothing of an earlier submission is left."""

import builtins
import os
import socket

import numpy as np

processes = [name for name in os.listdir("/proc") if name.isdigit()]
assert sorted(map(int, processes)) == [1, os.getpid()], processes
assert os.listdir("/tmp") == [os.path.basename(os.getcwd())], os.listdir("/tmp")
assert os.listdir("/dev/shm") == []
for kind in ("shm", "sem", "msg"):
    with open(f"/proc/sysvipc/{kind}") as table:
        assert len(table.readlines()) == 1, kind
with open("/proc/net/unix") as table:
    assert "@" not in table.read()
assert builtins.abs(-1) == 1
assert np.mean([1.0, 3.0]) == 2
with open("written", "w") as file:
    file.write("it can be written to")
with socket.socket(socket.AF_UNIX) as listening:
    listening.bind("\0listening")


def instance_norm(x, eps=1e-5):
    mean = x.mean(axis=1, keepdims=True)
    return (x - mean) / np.sqrt(x.var(axis=1, keepdims=True) + eps)
