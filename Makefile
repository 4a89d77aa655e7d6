# Each command does its own set-up: a virtual environment in .venv with the pins of requirements.txt.
# On Windows, or without make, follow the same steps in README.md.

SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
PYTHON ?= python3
BIN := .venv/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint requirements.txt
INDEX := _build/html/index.html

.PHONY: book test notebooks twins

.venv/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Cần Python 3.11 trở lên / Python 3.11 or newer is needed: make PYTHON=python3.12 ..."; exit 1; }
	$(PYTHON) -m venv --clear .venv
	@touch $@

# One stamp for each set of packages, touched only when the whole install went well.
.venv/%: .venv/python pyproject.toml requirements.txt
	@echo "Installing the pinned packages for: $*"
	$(INSTALL) --editable '.[$*]'
	@touch $@

# What Jupyter Book prints after the cause of a failure is its own traceback, of no use to an author.
book: .venv/book
	@$(BIN)/jupyter-book build . -W -n --keep-going --quiet 2>&1 | sed '/^Traceback /,$$d'
	@echo "Mở sách tại / Open the book at: file://$(CURDIR)/$(INDEX)"

test: .venv/test book
	$(BIN)/python -m pytest --numprocesses auto

notebooks: .venv/test
	$(BIN)/python tests/meta/notebooks.py

# After reading a changed pair and finding both sides equal in meaning: make twins [PAGES="book/vi/formula.ipynb ..."]
twins: .venv/test
	$(BIN)/python tests/meta/twins.py accept $(PAGES)
