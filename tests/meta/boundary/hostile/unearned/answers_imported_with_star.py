"""Imports whatever the course's module has."""

from solutions.instance_norm import *

instance_norm = instance_norm
