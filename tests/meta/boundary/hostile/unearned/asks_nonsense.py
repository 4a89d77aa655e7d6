"""Asks about things that are no input: of every type, size and shape, with numbers that break computations."""

import numpy as np


class Strange(np.ndarray):
    """An array that is no plain one."""


NONSENSE = [
    *(None, 1, "x", b"x", [], [[[1.0]]] * 100, {}, object(), lambda x: x, np.float64(1), range(3)),
    *(np.zeros(0), np.zeros((0, 3, 3)), np.zeros((1, 0, 10**9)), np.zeros((10**6, 1, 1)), np.ones((1, 10**4, 1))),
    *(np.broadcast_to(1.0, (10**5, 10**5, 10**5)), np.ones((1,) * 32), np.zeros((3, 3, 3)).view(Strange)),
    *(np.full((1, 3, 1), number) for number in (np.nan, np.inf, -np.inf, 1e308, -1e308, 101.0)),
    *(np.ones((1, 3, 1), kind) for kind in ("?", "i8", "u1", "f2", ">f8", "c16", "g", "U3", "O", "M8[s]")),
    *(np.array([[[print]]]), np.zeros((1, 1, 1), [("a", "f8")]), np.ma.masked_array(np.ones((1, 1, 1)), True)),
]


def check_instance_norm(instance_norm):
    for x in NONSENSE:
        ask(instance_norm, x)
    for eps in (None, 0, -1, 1e-300, 10**400, np.nan, np.inf, 2, True, "eps", [1e-5], np.ones(3), 1j, 1e-5 + 0j):
        ask(instance_norm, np.ones((1, 2, 1)), eps)
    ask(instance_norm)
    ask(instance_norm, 1, 2, 3, four=4)


def ask(instance_norm, *arguments, **named):
    try:
        instance_norm(*arguments, **named)
    except Exception:
        pass
