"""Execute the course's notebooks in place and store them so that a second run changes nothing.

Called by `make notebooks`, or for some of them: `python tests/tools/notebooks.py book/vi/formula.ipynb`.
"""

import asyncio
import sys
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from grader.notebook import executed_digests
from grader.notebook_kernels import AsyncSocketKernelManager, own_settings_ignored

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("book", "exercises")
CELL_TIMEOUT_SECONDS = 300


def course_notebooks() -> list[Path]:
    """Every notebook of the course, in a fixed order."""
    return sorted(
        path
        for folder in FOLDERS
        for path in (ROOT / folder).rglob("*.ipynb")
        if ".ipynb_checkpoints" not in path.parts
    )


def execute(path: Path) -> bool:
    """Run the notebook, store it normalised, and say whether the file changed."""
    before = path.read_text(encoding="utf-8")
    notebook = nbformat.reads(before, as_version=4)
    client = NotebookClient(
        notebook,
        timeout=CELL_TIMEOUT_SECONDS,
        kernel_name="python3",
        kernel_manager_class=AsyncSocketKernelManager,
        record_timing=False,
        coalesce_streams=True,  # else a slow cell's prints are stored in as many parts as they happened to arrive in
        resources={"metadata": {"path": str(path.parent)}},
    )
    asyncio.run(client.async_execute())  # in a loop of its own, which is closed afterwards
    normalise(notebook)
    after = nbformat.writes(notebook) + "\n"
    if after != before:
        path.write_text(after, encoding="utf-8", newline="\n")
    return after != before


def normalise(notebook: nbformat.NotebookNode) -> None:
    """Drop what depends on the machine or on how often a cell ran, and note which code the outputs come from."""
    for cell in notebook.cells:
        cell.metadata = {key: value for key, value in cell.metadata.items() if key in ("tags", "mystnb")}
        if cell.cell_type == "code":
            cell.execution_count = None
            for output in cell.outputs:
                if "execution_count" in output:
                    output.execution_count = None
    notebook.metadata = {
        "course": {
            **{key: value for key, value in notebook.metadata.get("course", {}).items() if key != "executed"},
            "executed": executed_digests(notebook),
        },
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }


def outcome(run: Future, error: BaseException | None) -> str:
    """What became of one notebook, in a line."""
    if isinstance(error, CellExecutionError):
        return f"left as it was, because a cell failed: {error.ename}: {error.evalue}"
    if error is not None:
        return f"left as it was: {error}"
    return "stored" if run.result() else "unchanged"


def main(arguments: list[str]) -> int:
    paths = [Path(argument).resolve() for argument in arguments] or course_notebooks()
    failed = 0
    with own_settings_ignored(), ThreadPoolExecutor(max_workers=2) as pool:
        runs = [(path, pool.submit(execute, path)) for path in paths]
        for number, (path, run) in enumerate(runs, start=1):
            error = run.exception()
            failed += error is not None
            print(f"[{number}/{len(runs)}] {path.relative_to(ROOT)}: {outcome(run, error)}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
