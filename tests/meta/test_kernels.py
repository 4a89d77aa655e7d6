"""What a contributor has set up for their own work does not reach the course's notebooks."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

import notebooks
from grader.notebook import code_cells, read
from grader.notebook_kernels import own_settings_ignored

ROOT = notebooks.ROOT
CODE = '"from IPython" in globals(), "from Python" in globals()'


@pytest.fixture
def contributor(tmp_path, monkeypatch) -> None:
    """Somebody whose IPython profile and PYTHONSTARTUP each define a name and print a line."""
    startup = tmp_path / "own" / "profile_default" / "startup"
    startup.mkdir(parents=True)
    for path, name in ((startup / "00-own.py", "from IPython"), (tmp_path / "own" / "startup.py", "from Python")):
        path.write_text(f"globals()[{name!r}] = 1\nprint({name!r})\n", encoding="utf-8")
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "own"))
    monkeypatch.setenv("PYTHONSTARTUP", str(tmp_path / "own" / "startup.py"))


@pytest.fixture
def notebook(tmp_path) -> Path:
    """A notebook that tells which of those names are there."""
    path = tmp_path / "small.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(CODE, id="ask")]), path)
    return path


def printed(path: Path) -> list[str]:
    """What the only cell of a notebook stores."""
    (cell,) = code_cells(read(path))
    return ["".join(output.get("text", output.get("data", {}).get("text/plain", ""))) for output in cell["outputs"]]


def test_settings_leak_where_nothing_is_done(contributor, notebook):
    """The two tests below would see a leak."""
    notebooks.execute(notebook)
    assert printed(notebook) == ["(True, True)"]


def test_make_notebooks_ignores_them(contributor, notebook, monkeypatch):
    """What `make notebooks` stores is the notebook's own."""
    monkeypatch.setattr(notebooks, "ROOT", notebook.parent)
    assert notebooks.main([str(notebook)]) == 0
    assert printed(notebook) == ["(False, False)"]


def test_nbval_ignores_them(contributor, notebook):
    """A cell that nbval runs sees no name of theirs, whether outputs are compared or not."""
    stored = read(notebook)
    stored["cells"][0]["source"] = f"assert ({CODE}) == (False, False)"
    nbformat.write(nbformat.from_dict(stored), notebook)
    shutil.copy(ROOT / "requirements.txt", notebook.parent)
    (notebook.parent / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-p", "grader.nbval_plugin", "--nbval", "--nbval-current-env", notebook]
    result = subprocess.run(command, cwd=notebook.parent, check=False, capture_output=True, text=True, timeout=120)
    assert result.returncode == 0, result.stdout
    assert "1 passed" in result.stdout


def test_settings_come_back(contributor):
    """Afterwards everything is as it was, and the empty profile is gone."""
    before = dict(os.environ)
    with own_settings_ignored():
        profile = Path(os.environ["IPYTHONDIR"])
        assert profile.exists()
        assert "PYTHONSTARTUP" not in os.environ
    assert dict(os.environ) == before
    assert not profile.exists()
