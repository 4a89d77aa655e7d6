"""What is on a machine does not reach the course's notebooks: a contributor's settings, whoever else takes ports."""

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
TRANSPORT = "__import__('json').load(open(__import__('ipykernel').get_connection_file()))['transport']"


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
    return write(tmp_path / "small.ipynb", CODE)


def write(path: Path, code: str) -> Path:
    """A notebook of this one cell."""
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code, id="ask")]), path)
    return path


def printed(path: Path) -> list[str]:
    """What the only cell of a notebook stores."""
    (cell,) = code_cells(read(path))
    return ["".join(output.get("text", output.get("data", {}).get("text/plain", ""))) for output in cell["outputs"]]


def passes_in_nbval(path: Path, code: str) -> None:
    """Assert that nbval, set up as the course does, runs this as the notebook's only cell without an error."""
    write(path, code)
    shutil.copy(ROOT / "requirements.txt", path.parent)
    (path.parent / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-p", "grader.nbval_plugin", "--nbval", "--nbval-current-env", path]
    result = subprocess.run(command, cwd=path.parent, check=False, capture_output=True, text=True, timeout=120)
    assert result.returncode == 0, result.stdout
    assert "1 passed" in result.stdout


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
    passes_in_nbval(notebook, f"assert ({CODE}) == (False, False)")


def test_settings_come_back(contributor):
    """Afterwards everything is as it was, and the empty profile is gone."""
    before = dict(os.environ)
    with own_settings_ignored():
        profile = Path(os.environ["IPYTHONDIR"])
        assert profile.exists()
        assert "PYTHONSTARTUP" not in os.environ
    assert dict(os.environ) == before
    assert not profile.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="ZeroMQ has no sockets by path there")
class TestNoPort:
    """No other process can take a port from a kernel that is starting, since it needs none."""

    def test_in_nbval(self, notebook):
        passes_in_nbval(notebook, f"assert {TRANSPORT} == 'ipc'")

    def test_in_make_notebooks(self, notebook):
        notebooks.execute(write(notebook, TRANSPORT))
        assert printed(notebook) == ["'ipc'"]
