"""Subclasses of the course's classes."""

from solutions.instance_norm_1d import InstanceNorm1D as Right
from solutions.revin import RevIN as RightRevIN


class InstanceNorm1D(Right):
    pass


class RevIN(RightRevIN):
    def normalize(self, x):
        return super().normalize(x)
