"""Has the worker tell of walks that there were not: over more arrays, with less memory than none, and beyond all."""

import sys

import numpy as np

ACCOUNTS = [
    {"held": {"number": -1}, "arrays": []},
    {"held": {"number": 10**400}, "arrays": []},
    {"held": {"float": "nan"}, "arrays": [{"number": 10**400}] * 1000},
    {"held": {"array": 0, "dtype": "float64", "shape": [0, 2**62]}, "arrays": None},
]


def bent(blocks, before, blobs):
    ACCOUNTS.append(ACCOUNTS.pop(0))
    return ACCOUNTS[0]


for module in list(sys.modules.values()):
    if "encode_walk" in vars(module):
        module.ACCOUNTS = ACCOUNTS
        module.encode_walk.__code__ = bent.__code__


def streaming_stats(blocks):
    return np.zeros((1, 1, 1)), np.zeros((1, 1, 1))
