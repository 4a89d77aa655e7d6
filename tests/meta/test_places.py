"""Links that name a cell of a chapter lead to the heading over it, in the language of the page."""

from types import SimpleNamespace

import pytest

from course_book.places import lead_to_headings
from notebooks import ROOT


def led(text: str, lang: str) -> tuple[str, list[str]]:
    """The text of the page "questions" in a language as the build reads it, and the files on which it then depends."""
    depends_on: list[str] = []
    env = SimpleNamespace(
        doc2path=lambda docname: str(ROOT / f"{docname}.md"),
        note_dependency=depends_on.append,
    )
    page = [text]
    lead_to_headings(SimpleNamespace(env=env), f"book/{lang}/questions", page)
    return page[0], depends_on


@pytest.mark.parametrize("lang, anchor", [("vi", "hai-bố-cục"), ("en", "two-layouts")])
def test_a_link_to_a_cell_leads_to_its_heading(lang, anchor):
    """The same link in both languages; a link without a cell, or to another kind of page, stays as it is."""
    other = "[b](layouts-and-frameworks.ipynb) [c](glossary.md#layouts)"
    text, depends_on = led(f"[a](layouts-and-frameworks.ipynb#layouts) {other}", lang)
    assert text == f"[a](layouts-and-frameworks.ipynb#{anchor}) {other}"
    assert depends_on == [str(ROOT / "book" / lang / "layouts-and-frameworks.ipynb")]


def test_a_cell_that_is_gone_is_named():
    with pytest.raises(ValueError, match=r"formula\.ipynb has no cell 'gone'"):
        led("[a](formula.ipynb#gone)", "en")
