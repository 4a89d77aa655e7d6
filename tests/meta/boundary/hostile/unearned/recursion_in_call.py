"""When called: recursion."""

import sys


def instance_norm(x, eps=1e-5):
    sys.setrecursionlimit(10**9)
    (again := lambda: again())()
