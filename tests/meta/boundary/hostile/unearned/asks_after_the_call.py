"""Keeps every function it was given, and asks on when the call is over: in later calls, and from a thread meanwhile."""

import threading

import numpy as np

kept = []


def check_instance_norm(instance_norm):
    kept.append(instance_norm)
    for earlier in kept[-3:]:
        ask(earlier)
    if len(kept) < 4:
        threading.Thread(target=ask_on, daemon=True).start()


def ask_on():
    while True:
        ask(kept[0])
        ask(kept[-1])


def ask(instance_norm):
    try:
        instance_norm(np.ones((1, 2, 1)))
    except Exception:
        pass
