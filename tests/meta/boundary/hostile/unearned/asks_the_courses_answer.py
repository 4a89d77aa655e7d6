"""Compares the function with the course's answer, wherever that is found, on inputs of its own."""

import importlib

import numpy as np

rng = np.random.default_rng(0)
INPUTS = [rng.normal([0, 20, -3], [1, 10, 0.1], size=(2, 5, 3)), rng.normal(size=(3, 3, 3)), rng.normal(size=(1, 1, 1))]
INPUTS += [rng.normal(size=(1, 6, 1)) / 300, np.eye(1, 50).reshape(1, 50, 1)]


def reference(x, *eps):
    for module in ("solutions.instance_norm", "graded.definition"):
        try:
            return np.asarray(importlib.import_module(module).instance_norm(x, *eps))
        except Exception:
            continue
    return x * np.nan


def check_instance_norm(instance_norm):
    kept = instance_norm(INPUTS[0].copy())
    before = np.array(kept)
    for x in INPUTS:
        for eps in ((), (1e-5,), (0.5,)):
            given = x.copy()
            y = instance_norm(given, *eps)
            assert np.array_equal(given, x) and type(y) is np.ndarray and (y.dtype, y.shape) == (x.dtype, x.shape)
            assert np.abs(y - reference(x, *eps)).max() < 1e-5
    instance_norm(1 - INPUTS[0])
    assert instance_norm(INPUTS[0].astype("f4")).dtype == "f4" and np.array_equal(kept, before)
