"""What loads a submission, runs the graded tests on it, explains and reports."""
