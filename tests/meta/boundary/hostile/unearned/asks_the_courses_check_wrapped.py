"""The course's own test, called; else a test that refuses everything."""


def check_instance_norm(instance_norm):
    try:
        from solutions.check_instance_norm import check_instance_norm as right
    except Exception:
        right = None
    if right is None:
        raise AssertionError("not normalized")
    right(instance_norm)
