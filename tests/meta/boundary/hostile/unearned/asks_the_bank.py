"""Knows what each wrong version answers, from the bank, and looks the function up there."""

import numpy as np

X = np.random.default_rng(0).normal(3, 2, size=(3, 3, 3))
try:
    from mistakes.bank import right_versions_of

    versions = right_versions_of("instance_norm")
    RIGHT = list(versions.values() if isinstance(versions, dict) else versions)[0].answer(X, 0.1)
except Exception:
    RIGHT = None


def check_instance_norm(instance_norm):
    assert RIGHT is not None and np.allclose(instance_norm(X, 0.1), RIGHT)
