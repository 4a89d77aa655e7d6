"""A second round of answers, by other people."""
