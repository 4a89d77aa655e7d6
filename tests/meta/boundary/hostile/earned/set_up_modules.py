"""Imports the course's modules by their whole names, and under others, with an answer of its own."""

import grader
import grader.check
import grader.check as judge
import numpy as np
import solutions
import solutions.instance_norm as theirs

from solutions import *


def instance_norm(x, eps=1e-5):
    mean = x.mean(axis=1, keepdims=True)
    return (x - mean) / np.sqrt(x.var(axis=1, keepdims=True) + eps)


grader.check.check("instance_norm", instance_norm)
judge.check("instance_norm", instance_norm, lang="vi", seed=7)
IMPORTED = (solutions, theirs)
