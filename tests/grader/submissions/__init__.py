"""From paths to code: which files make up which submission (`find`), and what each file holds (`read`)."""
