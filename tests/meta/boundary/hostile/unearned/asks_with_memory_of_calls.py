"""Refuses by turns, so that half is right, and remembers nothing of what it is given."""

calls = 0


def check_instance_norm(instance_norm):
    global calls
    calls += 1
    assert calls % 2
