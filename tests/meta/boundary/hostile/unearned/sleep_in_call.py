"""When called: sleep."""

import time


def instance_norm(x, eps=1e-5):
    time.sleep(1000)
