"""The property tests that grade, one module an exercise."""
