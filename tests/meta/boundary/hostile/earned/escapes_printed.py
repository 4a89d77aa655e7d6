"""Prints commands for terminals, marks of direction and characters that no file holds."""

import contextlib
import logging
import os
import sys
import warnings

import numpy as np

WORDS = "\x1b[2J\x1b]0;owned\x07\x1b[31m\x9b31m\u202e\u2066\x00\r\x08\udcff"
for stream in (sys.stdout, sys.stderr):
    with contextlib.suppress(Exception):
        print(WORDS, file=stream, flush=True)
for number in (1, 2):
    os.write(number, WORDS.encode("utf-8", "replace"))
warnings.warn(WORDS, stacklevel=1)
logging.getLogger().error(WORDS)


def instance_norm(x, eps=1e-5):
    mean = x.mean(axis=1, keepdims=True)
    return (x - mean) / np.sqrt(x.var(axis=1, keepdims=True) + eps)
