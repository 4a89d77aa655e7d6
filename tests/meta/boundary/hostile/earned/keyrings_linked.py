"""Makes keyrings, links them to each other and to the user's, changes their rights, clears and revokes them."""

import ctypes

import numpy as np

ADD_KEY, KEYCTL = 248, 250
REVOKE, SETPERM, CLEAR, LINK, SET_TIMEOUT = 3, 5, 7, 8, 15
libc = ctypes.CDLL(None)
made = [libc.syscall(ADD_KEY, b"keyring", name, None, 0, -2) for name in (b"first", b"second", b"third")]
for ring in made:
    libc.syscall(KEYCTL, SET_TIMEOUT, ring, 60)
    libc.syscall(KEYCTL, SETPERM, ring, 0x3F3F3F3F)
    for other in (-3, -4, -5, *made):
        libc.syscall(KEYCTL, LINK, ring, other)
libc.syscall(KEYCTL, CLEAR, made[0])
libc.syscall(KEYCTL, REVOKE, made[1])


def instance_norm(x, eps=1e-5):
    mean = x.mean(axis=1, keepdims=True)
    return (x - mean) / np.sqrt(x.var(axis=1, keepdims=True) + eps)
