# Each command does its own set-up: a virtual environment in .venv with the pins of requirements.txt.
# On Windows, or without make, follow the same steps in README.md.

SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
PYTHON ?= python3
BIN := .venv/bin
# Named after the Python, so that another PYTHON= makes the environment anew.
MADE := .venv/made-with-$(notdir $(PYTHON))
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint requirements.txt
LOWEST := .venv-lowest
INDEX := _build/html/index.html

.PHONY: book serve test lint lowest start lab notebooks exercise twins quality bench student-zip gradescope-zip

# Debian's Python without python3-venv makes an environment only without pip, which its own pip then puts there.
$(MADE):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Cần Python 3.11 trở lên / Python 3.11 or newer is needed: make PYTHON=python3.12 ..."; exit 1; }
	@$(PYTHON) -m venv --clear .venv 2>/dev/null || { $(PYTHON) -m venv --clear --without-pip .venv && \
		$(PYTHON) -m pip --python .venv/bin/python install --quiet pip; }
	@touch $@

# One stamp for each set of packages, touched only when the whole install went well.
.venv/%: $(MADE) pyproject.toml requirements.txt
	@echo "Installing the pinned packages for: $*"
	$(INSTALL) --editable '.[$*]'
	@touch $@

# The traceback that Jupyter Book prints beside the cause of a failure is of no use to an author.
book: .venv/book
	@set -o pipefail; $(BIN)/jupyter-book build . -W -n --keep-going --quiet 2>&1 | \
		sed '/^Traceback /,/^[[:alpha:]]/{/^Traceback /d;/^ /d;}'
	@$(BIN)/python -c 'from pathlib import Path; print("Mở sách tại / Open the book at:", Path("$(INDEX)").resolve().as_uri())'

# Solving in the page and reading without a network need an address that begins with http.
serve: book
	@$(BIN)/python tests/tools/serve.py

# What one worker has compiled, the others and all that they start need not, whatever a container's image says.
test: export PYTHONDONTWRITEBYTECODE :=
test: .venv/test book
	$(BIN)/python -m pytest --numprocesses auto

# What ruff and mypy say, by their settings in pyproject.toml; mypy follows what the book's extension imports.
lint: .venv/test .venv/book
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# The tests on the lowest versions that pyproject.toml allows, in an environment of their own; nbval does not compare there.
lowest: $(MADE)
	$(BIN)/python -m venv --clear --without-pip $(LOWEST)
	$(BIN)/python -m pip --python $(LOWEST)/bin/python install --quiet pip uv
	$(LOWEST)/bin/uv pip install --quiet --python $(LOWEST)/bin/python --resolution lowest-direct --editable '.[book,test]'
	$(LOWEST)/bin/jupyter-book build . -W -n --keep-going --quiet
	$(LOWEST)/bin/python -m pytest --numprocesses auto

start:
	@$(PYTHON) tests/tools/copy_exercises.py

lab: start .venv/lab
	$(BIN)/jupyter lab --LabApp.default_url=/lab/tree/my $(LAB_OPTIONS)

# What is handed out: make student-zip [LANGUAGE=vi] [EXERCISES="instance_stats instance_norm"] [BOOK_URL=…]
student-zip: export PYTHONPATH = book/_ext
student-zip: .venv/book
	@$(BIN)/python tests/tools/student_zip.py $(LANGUAGE:%=--lang %) $(EXERCISES:%=--exercise %)

# An autograder for Gradescope, for teachers alone: make gradescope-zip EXERCISES="instance_stats instance_norm" [LANGUAGE=vi]
gradescope-zip: .venv/test
	@$(BIN)/python tests/tools/gradescope_zip.py $(LANGUAGE:%=--lang %) $(EXERCISES:%=--exercise %)

notebooks: .venv/test
	$(BIN)/python tests/tools/notebooks.py

# After changing an exercise: make exercise ID=instance_norm
exercise: .venv/test
	$(BIN)/python -m grader.authoring.contents
	$(BIN)/python tests/tools/notebooks.py exercises/vi/$(ID).ipynb exercises/en/$(ID).ipynb
	$(BIN)/python -m pytest --quiet -k "$(ID) or test_tasks" tests/graded/test_$(ID).py \
		tests/meta/test_exercises.py tests/meta/test_bank.py tests/meta/test_tasks.py tests/meta/test_twins.py

# After reading a changed pair and finding both sides equal in meaning: make twins PAGES="book/vi/formula.ipynb ..."
twins: .venv/test
	$(BIN)/python tests/tools/twins.py accept $(PAGES)

# The bank of mistakes and right versions, judged with 20 seeds: make quality [SEEDS=50]
SEEDS ?= 20
quality: .venv/test
	$(BIN)/python -m grader.quality --seeds $(SEEDS)

# The tools share with the tests what shows them the book.
bench: export PYTHONPATH = tests/meta
bench: .venv/test book
	$(BIN)/python tests/tools/bench.py
	$(BIN)/python tests/tools/bench_in_page.py
	$(BIN)/python tests/tools/bench_book.py
