"""From paths to answers: which files make up which submission, what each holds, which counts, and its code loaded."""
