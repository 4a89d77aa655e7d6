"""The timer that WebAssembly does not have, made of the page's clock.

There are no signals in a page. But Python asks now and then for one that the page may have set, and `worker.mjs`
answers with SIGALRM as soon as a time has passed. So `signal.setitimer` sets that time, and whatever limits code by it
works here as elsewhere. What sleeps is made to look up meanwhile: else nothing could wake it.
"""

import signal
import time
from collections.abc import Callable
from typing import SupportsIndex


def install(set_timer: Callable[[float, float], None]) -> None:
    """Have `signal.setitimer` and `time.sleep` work; `set_timer(seconds, every)` sets the page's timer, 0 is off."""

    last = [(0.0, 0.0)]

    def setitimer(which: int, seconds: float, interval: float = 0.0) -> tuple[float, float]:
        """Stands in for the system's, of which there is only the one by the clock; what was set before starts anew."""
        set_timer(seconds, interval)
        last.append((seconds, interval))
        return last.pop(0)

    signal.setitimer = setitimer
    signal.ITIMER_REAL = 0
    time.sleep = sleep


def sleep(seconds: float | SupportsIndex) -> None:
    """Stands in for `time.sleep`, in small steps of Python, between which it can be interrupted."""
    if float(seconds) < 0:
        raise ValueError("sleep length must be non-negative")
    until = time.monotonic() + float(seconds)
    while time.monotonic() < until:
        pass
