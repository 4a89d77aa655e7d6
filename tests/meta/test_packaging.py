"""The installed course works away from this folder."""

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]


def run(*command: object, cwd: Path) -> str:
    """Run a command and return what it prints; a failure shows what it said."""
    result = subprocess.run(
        [str(part) for part in command], cwd=cwd, check=False, capture_output=True, text=True, timeout=300
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory) -> Path:
    """The Python of an empty environment into which the wheel, not this folder, was installed."""
    folder = tmp_path_factory.mktemp("installed")
    # Built from a copy: setuptools takes up what an earlier build left in `build/`.
    shutil.copytree(ROOT, folder / "copy", ignore=shutil.ignore_patterns(".*", "_build", "build", "my", "*.egg-info"))
    run(
        sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", folder, folder / "copy", cwd=folder
    )
    (wheel,) = folder.glob("*.whl")
    venv.create(folder / "env", with_pip=True)
    python = folder / "env" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    pins = ROOT / "requirements.txt"
    run(python, "-m", "pip", "install", "--quiet", "--constraint", pins, wheel, cwd=folder)
    return python


def test_the_import_names_are_there(installed, tmp_path):
    """All packages import, from the environment and from nowhere else."""
    names = ["course", "graded", "grader", "in_page", "mistakes", "solutions"]
    code = f"import importlib; print(*{{importlib.import_module(name).__file__ for name in {names}}})"
    files = run(installed, "-c", code, cwd=tmp_path).split()
    assert len(files) == len(names)
    assert all(Path(file).is_relative_to(installed.parents[1]) for file in files)


@pytest.mark.parametrize("room", ["feedback", "reports"])
def test_the_templates_are_there(installed, tmp_path, room):
    """The HTML templates of a room come with the wheel."""
    code = f"from grader.markup import templates_of; print(*templates_of('grader.{room}').list_templates())"
    ours = sorted(path.name for path in (ROOT / "tests" / "grader" / room / "templates").iterdir())
    assert run(installed, "-c", code, cwd=tmp_path).split() == ours


@pytest.mark.parametrize(
    "notebook",
    [
        "book/vi/one-sample-one-feature.ipynb",
        "book/en/layouts-and-frameworks.ipynb",  # reads recordings, data of the package
        "book/en/where-it-is-used.ipynb",  # reads texts, data of the package
        "exercises/en/instance_norm.ipynb",
    ],
)
def test_a_downloaded_notebook_runs(installed, tmp_path, monkeypatch, notebook):
    """A notebook alone in an empty folder runs with the installed course."""
    run(installed, "-m", "ipykernel", "install", "--prefix", tmp_path, "--name", "installed", cwd=tmp_path)
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "share" / "jupyter"))
    (tmp_path / "empty").mkdir()
    downloaded = nbformat.read(ROOT / notebook, as_version=4)
    resources = {"metadata": {"path": str(tmp_path / "empty")}}
    NotebookClient(downloaded, timeout=120, kernel_name="installed", resources=resources).execute()
    assert any(cell.get("outputs") for cell in downloaded.cells)
