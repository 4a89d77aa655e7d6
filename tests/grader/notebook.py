"""A notebook file: how it is read, and how it is known which of its code has run.

Notebooks are stored without execution counts, so a stored notebook says itself which code its outputs come from: its
metadata hold, under `course.executed`, a digest of each code cell and its outputs as `make notebooks` left them.
"""

import hashlib
import json
from pathlib import Path
from typing import Any

# Both are JSON as the format of notebooks has it.
Cell = dict[str, Any]
Notebook = dict[str, Any]


class NotebookError(ValueError):
    """The file is no notebook; the message says what it is and what to do."""


def read(path: Path) -> Notebook:
    """The notebook at `path` as plain JSON data; NotebookError when it is none."""
    try:
        notebook = json.loads(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        raise NotebookError(f"{path} is not UTF-8 text: save it again from JupyterLab") from error
    except json.JSONDecodeError as error:
        raise NotebookError(f"{path} is not a notebook, line {error.lineno}: {error.msg}") from error
    except (ValueError, RecursionError) as error:  # a number of thousands of digits, or brackets without end
        raise NotebookError(f"{path} is not a notebook: {error}") from error
    if not isinstance(notebook, dict) or not isinstance(notebook.get("cells"), list):
        raise NotebookError(f"{path} is not a notebook: it has no list of cells")
    return notebook


def source(cell: Cell) -> str:
    """The text of a cell, which the format allows to be stored as one string or as a list of lines."""
    text = cell.get("source", "")
    return text if isinstance(text, str) else "".join(text)


def code_cells(notebook: Notebook) -> list[Cell]:
    """The code cells in the order of the notebook."""
    return [cell for cell in notebook["cells"] if cell.get("cell_type") == "code"]


def digest(text: str) -> str:
    """A short fingerprint of a text."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]


def executed_digests(notebook: Notebook) -> dict[str, str]:
    """What `course.executed` must say of the notebook as it stands: a digest for each code cell, by cell id."""
    return {cell.get("id", ""): _digest_of_run(cell) for cell in code_cells(notebook)}


def _digest_of_run(cell: Cell) -> str:
    """Of the code and what came out, however lines are stored and however often the cell ran."""
    outputs = [{**output, "execution_count": None} for output in cell.get("outputs", [])]
    return digest(json.dumps([source(cell), _joined(outputs)], sort_keys=True))


def _joined(value: object) -> object:
    """The value with every list of lines put together, since the format allows both."""
    if isinstance(value, dict):
        return {key: _joined(part) for key, part in value.items()}
    if isinstance(value, list):
        return "".join(value) if all(isinstance(part, str) for part in value) else [_joined(part) for part in value]
    return value


def unfit_to_show(notebook: Notebook) -> list[str]:
    """Why the outputs stored in the notebook must not be shown to a reader, a sentence for each bad cell."""
    executed = notebook.get("metadata", {}).get("course", {}).get("executed", {})
    problems = []
    for cell in code_cells(notebook):
        name = cell.get("id", "without an id")
        if executed.get(name) != _digest_of_run(cell):
            problems.append(f"cell {name} was not run since it or its output was changed: run `make notebooks`")
        for output in cell.get("outputs", []):
            if output["output_type"] == "error":
                problems.append(
                    f"cell {name} stores an error ({output['ename']}: {output['evalue']}): "
                    "mend its code, then run `make notebooks`"
                )
            elif output.get("name") == "stderr":
                problems.append(f"cell {name} stores a warning: mend its code, then run `make notebooks`")
    return problems
