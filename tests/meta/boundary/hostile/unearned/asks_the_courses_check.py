"""The course's own test, imported."""

from solutions.check_instance_norm import check_instance_norm
