"""When called: abort."""

import os


def instance_norm(x, eps=1e-5):
    os.abort()
