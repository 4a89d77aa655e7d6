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

from grader.notebook_kernels import AsyncSocketKernelManager
from gradescope_zip import whole_course

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
    venv.create(folder / "env")
    python = folder / "env" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    into = [sys.executable, "-m", "pip", "--python", python, "install"]
    # Most of what is installed is never imported here, so nothing is compiled in advance.
    run(*into, "--quiet", "--no-compile", "--constraint", ROOT / "requirements.txt", wheel, cwd=folder)
    return python


def test_the_import_names_are_there(installed, tmp_path):
    """All packages import, from the environment and from nowhere else."""
    names = ["course", "graded", "grader", "in_page", "mistakes", "solutions"]
    code = f"import importlib; print(*{{importlib.import_module(name).__file__ for name in {names}}})"
    files = run(installed, "-c", code, cwd=tmp_path).split()
    assert len(files) == len(names)
    assert all(Path(file).is_relative_to(installed.parents[1]) for file in files)


def test_the_wheel_for_gradescope_has_the_same_files(installed, tmp_path):
    """It is written without a build, from the same lists in pyproject.toml."""
    code = "from importlib.metadata import files; print(*files('instance-norm-course'), sep='\\n')"
    built = {file for file in run(installed, "-c", code, cwd=tmp_path).split("\n") if file}
    beside = {file for file in built if file.startswith(("..", "instance_norm_course-"))}
    assert {name for name, _ in whole_course()} == {file for file in built - beside if "__pycache__" not in file}


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
    monkeypatch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)  # what one has compiled, the next need not
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "share" / "jupyter"))
    (tmp_path / "empty").mkdir()
    downloaded = nbformat.read(ROOT / notebook, as_version=4)
    NotebookClient(
        downloaded,
        timeout=120,
        kernel_name="installed",
        kernel_manager_class=AsyncSocketKernelManager,
        resources={"metadata": {"path": str(tmp_path / "empty")}},
    ).execute()
    assert any(cell.get("outputs") for cell in downloaded.cells)
