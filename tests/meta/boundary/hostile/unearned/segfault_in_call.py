"""When called: segfault."""

import ctypes


def instance_norm(x, eps=1e-5):
    ctypes.string_at(0)
