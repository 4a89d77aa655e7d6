"""Raises an exception that says where it was raised, and of what class it is."""

class Lie(Exception):
    learners_line = [[["a"]]] * 3
    __class__ = int


def instance_norm(x, eps=1e-5):
    raise Lie("passed")
