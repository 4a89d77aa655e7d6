"""Raises an exception that cannot say what it is."""

class Mute(Exception):
    def __str__(self):
        raise BaseException("not a word")

    __repr__ = __str__


def instance_norm(x, eps=1e-5):
    raise Mute
