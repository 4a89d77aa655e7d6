"""The notebooks as they are stored: executed, free of traces, described for who cannot see, and in their language."""

import json
import re
import unicodedata
from pathlib import Path

import nbformat
import pytest

import notebooks
from each import for_each
from grader.notebook import code_cells, executed_digests, read, source, unfit_to_show

ROOT = notebooks.ROOT
EVERY_NOTEBOOK = for_each(notebooks.course_notebooks())
NEGATIVE_ZERO = re.compile(r"(?<![\w.])-0(\.0*)?(?![\d.eE])")
MACHINE_PATH = re.compile(r"(/home/|/root/|/tmp/|/Users/|/work/|[A-Z]:\\\\)")
# What nbval would take as a leave not to compare, or to expect an error.
NBVAL_LEAVES = {"nbval-skip", "nbval-ignore-output", "nbval-raises-exception", "raises-exception"}


def printed(notebook: dict) -> str:
    """Everything the code cells print, as one text."""
    outputs = [output for cell in code_cells(notebook) for output in cell["outputs"]]
    return "\n".join("".join(output.get("text", output.get("data", {}).get("text/plain", ""))) for output in outputs)


def figures(notebook: dict) -> list[dict]:
    """The code cells that store a picture."""
    return [
        cell
        for cell in code_cells(notebook)
        if any(kind.startswith("image/") for output in cell["outputs"] for kind in output.get("data", {}))
    ]


@EVERY_NOTEBOOK
def test_fit_to_show(path):
    """Every code cell has run as it stands, without an error or a warning."""
    assert unfit_to_show(read(path)) == []


@EVERY_NOTEBOOK
def test_stored_normalised(path):
    """The file is what `make notebooks` would write: no execution counts, no editor's metadata."""
    text = path.read_text(encoding="utf-8")
    notebook = nbformat.reads(text, as_version=4)
    nbformat.validate(notebook)
    notebooks.normalise(notebook)
    assert nbformat.writes(notebook) + "\n" == text, "run `make notebooks`"


@EVERY_NOTEBOOK
def test_knows_its_language(path):
    """The metadata name the language of the folder."""
    assert read(path)["metadata"]["course"]["lang"] == path.parent.name


@EVERY_NOTEBOOK
def test_begins_with_heading_and_setup(path):
    """A title, then one tagged set-up cell that says which command installs the course."""
    head, setup, *rest = read(path)["cells"]
    assert source(head).startswith("# ")
    assert "setup" in setup["metadata"]["tags"]
    assert "python -m pip install ." in source(setup).splitlines()[0]
    assert not any("setup" in cell["metadata"].get("tags", []) for cell in rest)


@EVERY_NOTEBOOK
def test_nothing_escapes_nbval(path):
    """No tag or comment tells nbval to look away, and no picture is of a kind that it skips."""
    for cell in code_cells(read(path)):
        assert not NBVAL_LEAVES & set(cell["metadata"].get("tags", []))
        assert not re.search(r"#\s*(NBVAL|PYTEST_VALIDATE)_", source(cell))
        assert not {"image/png", "image/jpeg"} & {kind for o in cell["outputs"] for kind in o.get("data", {})}


@EVERY_NOTEBOOK
def test_no_negative_zero(path):
    """A printed zero has no sign."""
    assert NEGATIVE_ZERO.findall(printed(read(path))) == []


@EVERY_NOTEBOOK
def test_no_trace_of_a_machine(path):
    """Neither code nor outputs name a folder of somebody's machine."""
    assert not MACHINE_PATH.search(path.read_text(encoding="utf-8"))


@EVERY_NOTEBOOK
def test_figures_have_alt_texts(path):
    """Every figure has an alt text that is at least one whole sentence."""
    for cell in figures(read(path)):
        alt = cell["metadata"].get("mystnb", {}).get("image", {}).get("alt", "")
        assert len(alt.split()) >= 10 and alt.endswith("."), f"cell {cell['id']}: say in a sentence what one sees"


@EVERY_NOTEBOOK
def test_plotting_cells_show(path):
    """A cell with a figure ends in plt.show(), so that nbval sees no stray repr."""
    for cell in figures(read(path)):
        assert source(cell).splitlines()[-1] == "plt.show()"


@EVERY_NOTEBOOK
def test_text_is_nfc(path):
    """Text is stored as composed Unicode."""
    text = path.read_text(encoding="utf-8")
    assert unicodedata.is_normalized("NFC", text)


# The checks above, on notebooks that were broken on purpose


@pytest.fixture
def stored(tmp_path) -> Path:
    """A small notebook as `make notebooks` stores it."""
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell("print(1 + 1)", id="add")], metadata={"course": {"lang": "vi"}}
    )
    path = tmp_path / "small.ipynb"
    nbformat.write(notebook, path)
    assert notebooks.execute(path)
    return path


def test_executing_twice_changes_nothing(stored):
    """A second run leaves the file as it was."""
    before = stored.read_bytes()
    assert not notebooks.execute(stored)
    assert stored.read_bytes() == before
    assert unfit_to_show(read(stored)) == []


def test_prints_are_stored_as_one(tmp_path):
    """What a slow cell prints bit by bit is one output, so that a second run stores the same."""
    slow = 'import time\nprint("a", flush=True)\ntime.sleep(0.5)\nprint("b")'
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(slow, id="slow")])
    path = tmp_path / "slow.ipynb"
    nbformat.write(notebook, path)
    notebooks.execute(path)
    assert [output["text"] for output in read(path)["cells"][0]["outputs"]] == [["a\n", "b\n"]]


def test_a_failing_cell_leaves_the_file_as_it_was(stored):
    """Nothing is lost when a notebook cannot be executed."""
    text = stored.read_text(encoding="utf-8").replace("1 + 1", "1 / 0")
    stored.write_text(text, encoding="utf-8")
    with pytest.raises(Exception, match="ZeroDivisionError"):
        notebooks.execute(stored)
    assert stored.read_text(encoding="utf-8") == text


def test_a_changed_cell_has_not_run(stored):
    """Code changed after it ran is not fit to show."""
    notebook = read(stored)
    notebook["cells"][0]["source"] = "print(1 + 2)"
    (problem,) = unfit_to_show(notebook)
    assert problem == "cell add was not run since it or its output was changed: run `make notebooks`"


def test_an_error_output_is_unfit(stored):
    """A stored error is not fit to show, even when the code is the one that ran."""
    notebook = read(stored)
    notebook["cells"][0]["outputs"] = [{"output_type": "error", "ename": "E", "evalue": "bad", "traceback": []}]
    notebook["metadata"]["course"]["executed"] = executed_digests(notebook)
    (problem,) = unfit_to_show(notebook)
    assert problem.startswith("cell add stores an error (E: bad)")


def test_a_warning_output_is_unfit(stored):
    """A stored warning is not fit to show."""
    notebook = read(stored)
    notebook["cells"][0]["outputs"] = [{"output_type": "stream", "name": "stderr", "text": "careful"}]
    notebook["metadata"]["course"]["executed"] = executed_digests(notebook)
    (problem,) = unfit_to_show(notebook)
    assert problem.startswith("cell add stores a warning")


def test_cleared_outputs_are_unfit(stored):
    """Outputs that were cleared or edited by hand are not what the code gave."""
    notebook = read(stored)
    notebook["cells"][0]["outputs"] = []
    (problem,) = unfit_to_show(notebook)
    assert problem.startswith("cell add was not run")


def test_digests_do_not_depend_on_how_lines_are_stored():
    """A text stored as one string or line by line has one digest, however often the cell ran."""

    def notebook(source, text, count):
        output = {"output_type": "execute_result", "data": {"text/plain": text}, "execution_count": count}
        return {"cells": [{"id": "a", "cell_type": "code", "source": source, "outputs": [output]}]}

    whole, lines = notebook("x\ny", "1\n2", 1), notebook(["x\n", "y"], ["1\n", "2"], 7)
    assert executed_digests(whole) == executed_digests(lines)


@pytest.mark.parametrize("text", ["", "[]", '{"cells": 1}', json.dumps({"a": 1}), "{"])
def test_what_is_no_notebook_is_said_to_be_none(tmp_path, text):
    """A file that is no notebook is named in the error."""
    path = tmp_path / "odd.ipynb"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=r"odd\.ipynb is not a notebook"):
        read(path)


def test_a_notebook_that_is_no_text_is_said_to_be_none(tmp_path):
    """Bytes that are not UTF-8 are named in the error."""
    path = tmp_path / "odd.ipynb"
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(ValueError, match=r"odd\.ipynb is not UTF-8 text"):
        read(path)


@pytest.mark.parametrize("text", ["-0.0000", "[-0. 1.]", "x = -0", "-0.00, 1"])
def test_negative_zero_is_seen(text):
    """The pattern finds every way a negative zero is printed."""
    assert NEGATIVE_ZERO.search(text)


@pytest.mark.parametrize("text", ["-0.05", "1e-05", "0.0000", "2-0.0", "-0.5e-3"])
def test_other_numbers_are_no_negative_zero(text):
    """The pattern leaves other numbers alone."""
    assert not NEGATIVE_ZERO.search(text)
