"""Looks for what would tell a wrong version from a right one without trying it: names, attributes, stacks."""

import inspect

WRONG = ("batch_norm", "layer_norm", "unbiased_variance", "eps_outside_root", "no_eps", "clips", "softmax", "rms_norm")


def check_instance_norm(instance_norm):
    frame, seen = inspect.currentframe(), [repr(instance_norm), str(vars(instance_norm)), str(dir(instance_norm))]
    while frame is not None:
        seen.append(str({name: value for name, value in frame.f_locals.items() if not name.isupper()}))
        frame = frame.f_back
    said = " ".join(seen)
    suspects = [name for name in WRONG if name in said]
    assert not suspects, suspects
