"""A right test that asks from several threads at once, in calls of its own within calls, and keeps what it was given."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np

from solutions.check_instance_norm import check_instance_norm as right

kept = []


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
