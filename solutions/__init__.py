"""The reference solutions, one module an exercise."""
