"""A right test that asks from several threads at once, in calls of its own within calls, and keeps what it was given."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np

TOLERANCE = 1e-5
kept = []


def right(instance_norm):
    for x in inputs():
        check_call(instance_norm, x)
        check_call(instance_norm, x, 1e-5)
        check_call(instance_norm, x, 0.5)
        check_call(instance_norm, x, eps=0.25)
        check_call(instance_norm, x.astype(np.float32))
    for x in inputs():
        check_output_is_kept(instance_norm, x)


def inputs() -> list[np.ndarray]:
    """Inputs of shape (batch, sequence_length, features), each of which shows what the others hide."""
    rng = np.random.default_rng(0)
    lonely = np.eye(1, 200).reshape(1, 200, 1)
    return [
        rng.normal([0, 20, -3], [1, 10, 0.1], size=(2, 5, 3)),  # features of different mean and scale
        rng.normal(size=(3, 3, 2)) + np.arange(3).reshape(3, 1, 1),  # B = L: broadcasting cannot object
        rng.normal(size=(2, 3, 3)) * np.arange(1, 4).reshape(1, 3, 1),  # L = F
        rng.normal(size=(2, 1, 3)),  # one token: a variance of 0
        rng.normal(size=(1, 1, 1)),  # one number
        rng.normal(size=(1, 4, 2)),  # one sample
        rng.normal([[[1]], [[9]]], size=(2, 4, 1)),  # one feature
        rng.normal(size=(1, 6, 1)) / 300,  # a variance about as small as the default eps
        np.full((2, 3, 2), 2.5),  # equal numbers
        np.zeros((2, 3, 2)),
        rng.uniform(-50, 50, size=(2, 6, 2)),  # large numbers
        *(lonely, -lonely),  # a lonely 1: a large output, up or down
        *(rng.normal(size=shape) for shape in ((2, 200, 1), (100, 3, 1), (1, 3, 100))),  # 100 or more
    ]


def check_call(instance_norm, x: np.ndarray, *eps: float, **named: float) -> None:
    """Check one call against the definition: what comes out, and that the input stays as it was."""
    given = x.copy()
    y = instance_norm(given, *eps, **named)
    assert np.array_equal(given, x), "the input was overwritten"
    assert y is not given, "the output is the input itself"
    assert type(y) is np.ndarray, f"the output is a {type(y).__name__}, not an array"
    assert y.shape == x.shape, f"the output has shape {y.shape}, not {x.shape}"
    assert y.dtype == x.dtype, f"the output has dtype {y.dtype}, not {x.dtype}"
    assert np.isfinite(y).all(), "the output has NaN or infinite numbers"
    if x.dtype == np.float64:  # float32 may round more than any test allows
        error = np.abs(y - definition(x, *eps, **named)).max()
        assert error <= TOLERANCE, f"the output is off by {error:.1e}"


def definition(x: np.ndarray, eps: float = 1e-5) -> np.ndarray:
    """What instance normalization is: mean and biased variance over the sequence, eps inside the root."""
    mean = x.mean(axis=1, keepdims=True)
    return (x - mean) / np.sqrt(x.var(axis=1, keepdims=True) + eps)


def check_output_is_kept(instance_norm, x: np.ndarray) -> None:
    """Check that an output stays what it was when the function is called again with another x of the same shape."""
    y = instance_norm(x.copy())
    before = y.copy()
    check_call(instance_norm, 1 - x[::-1] / 2)
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
