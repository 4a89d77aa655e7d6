"""A process of multiprocessing's, started afresh, imports it."""

import multiprocessing

context = multiprocessing.get_context("spawn")


def instance_norm(x, eps=1e-5):
    import solutions.instance_norm

    with context.Pool(1) as pool:
        return pool.apply_async(solutions.instance_norm.instance_norm, (x, eps)).get(0.5)
