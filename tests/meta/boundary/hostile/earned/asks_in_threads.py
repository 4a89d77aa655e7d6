"""A right test that asks from several threads at once, in calls of its own within calls, and keeps what it was given."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np

TOLERANCE = 1e-5
kept = []


def right(instance_norm):
    for x in inputs():
        check_call(instance_norm, x)
        for eps in (1e-5, 0.5):
            check_call(instance_norm, x, eps)
    check_call(instance_norm, inputs()[0].astype(np.float32))
    check_output_is_kept(instance_norm)


def inputs() -> list[np.ndarray]:
    rng = np.random.default_rng(0)
    return [
        rng.normal([0, 20, -3], [1, 10, 0.1], size=(2, 5, 3)),  # features of different mean and scale
        rng.normal(size=(3, 3, 3)) + np.arange(3).reshape(3, 1, 1),  # B = L = F: broadcasting cannot object
        rng.normal(size=(1, 1, 1)),  # axes that squeeze would drop, and a variance of 0
        rng.normal(size=(1, 6, 1)) / 300,  # a variance about as small as the default eps
        np.eye(1, 50).reshape(1, 50, 1),  # a lonely 1: a large output
    ]


def check_call(instance_norm, x: np.ndarray, *eps: float) -> None:
    given = x.copy()
    y = instance_norm(given, *eps)
    assert np.array_equal(given, x), "the input was overwritten"
    assert type(y) is np.ndarray, f"the output is a {type(y).__name__}, not an array"
    assert y.shape == x.shape, f"the output has shape {y.shape}, not {x.shape}"
    assert y.dtype == x.dtype, f"the output has dtype {y.dtype}, not {x.dtype}"
    if x.dtype == np.float64:  # float32 rounds more than this test allows
        error = np.abs(y - definition(x, *eps)).max()
        assert error <= TOLERANCE, f"the output is off by {error:.1e}"  # also when the error is NaN


def definition(x: np.ndarray, eps: float = 1e-5) -> np.ndarray:
    mean = x.mean(axis=1, keepdims=True)
    return (x - mean) / np.sqrt(x.var(axis=1, keepdims=True) + eps)


def check_output_is_kept(instance_norm) -> None:
    x = inputs()[0]
    y = instance_norm(x)
    before = y.copy()
    instance_norm(1 - x)
    assert np.array_equal(y, before), "a later call changed an earlier output"


def check_instance_norm(instance_norm, depth=3):
    kept.append(instance_norm)
    x = np.random.default_rng(0).normal(size=(2, 5, 3))
    if depth:
        check_instance_norm(instance_norm, depth - 1)
        return
    right(instance_norm)
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(instance_norm, [x.copy() for _ in range(20)]))
    right(instance_norm)
