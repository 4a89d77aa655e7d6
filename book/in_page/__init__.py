"""Runs a learner's code, and judges it, in Python inside a page of the book."""
