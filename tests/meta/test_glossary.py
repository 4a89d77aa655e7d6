"""The glossary pages show every term, and each where it is introduced."""

import json
from pathlib import Path

import pytest

import twins
import words
from course_book.content.terms import SUBJECTS, TERMS
from course_book.places import heading_over
from each import for_each
from grader.notebook import read, source
from grader.text import LANGUAGES


@for_each([(term, lang) for term in TERMS for lang in LANGUAGES], name=lambda both: both[0].forms.en)
def test_a_term_stands_where_it_is_introduced(both):
    """The cell that a term points to says the term, in both languages."""
    term, lang = both
    place, _, cell_id = term.read.partition("#")
    folder, name = place.split("/")
    notebook = read(twins.ROOT / folder / lang / f"{name}.ipynb")
    (cell,) = [cell for cell in notebook["cells"] if cell["id"] == cell_id]
    assert words.says(words.prose(source(cell)), term.forms[lang], plural=lang == "en"), (
        f"{folder}/{lang}/{name}.ipynb, cell {cell_id} does not say {term.forms[lang]!r}: "
        "name another cell as `read` in book/_ext/course_book/content/terms.py"
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_has_every_subject_once(lang):
    """No subject of the table is left out."""
    page = (twins.ROOT / "book" / lang / "glossary.md").read_text(encoding="utf-8")
    assert [line.split()[1] for line in page.splitlines() if line.startswith("```{terms}")] == list(SUBJECTS)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_term_has_one_entry(lang):
    """No two entries have the same first form."""
    first_forms = [term.forms[lang].split(", ")[0] for term in TERMS]
    assert sorted(set(first_forms)) == sorted(first_forms)


def notebook(folder: Path, **sources: str) -> Path:
    """A notebook of Markdown cells, by their ids."""
    cells = [{"id": name, "cell_type": "markdown", "source": text} for name, text in sources.items()]
    path = folder / "a.ipynb"
    path.write_text(json.dumps({"cells": cells}), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "cell, found",
    [
        ("head", ("Đầu đề của `x`", "đầu-đề-của-x")),
        ("own", ("Own", "own")),
        ("below", ("Second", "second")),
        ("again", ("Own", "own-1")),
    ],
)
def test_the_heading_over_a_cell(tmp_path, cell, found):
    """The cell's first heading, else the last before it; an anchor met before gets a number, code counts as text."""
    page = notebook(
        tmp_path,
        head="# Đầu đề của `x`",
        own="## Own\n\ntext\n\n### Second\n\n```\n# no heading\n```",
        below="Text.\n\n#### Too deep for an anchor",
        again="## Own",
    )
    assert heading_over(page, cell, "a.ipynb") == ("Đầu đề của `x`", *found)


@pytest.mark.parametrize("cell, said", [("gone", "a.ipynb has no cell 'gone'"), ("bare", "no heading over the cell")])
def test_a_place_that_is_not_there_is_named(tmp_path, cell, said):
    """A cell that does not exist, or has no heading over it, is an error that names it."""
    page = notebook(tmp_path, bare="Text.", head="# Head")
    with pytest.raises(ValueError, match=said):
        heading_over(page, cell, "a.ipynb")
