"""The works that the course cites: every one on the list is cited, in both languages."""

import pytest
from pybtex.database import parse_file

import rendered
from grader.text import LANGUAGES

WORKS = sorted(parse_file(rendered.ROOT / "book" / "references.bib").entries)


def cited_in(lang: str) -> set[str]:
    """The keys that pages of one language link to; a link to a key that is not listed fails the build."""
    references = f"book/{lang}/references.html"
    return {
        link.partition("#")[2]
        for page in rendered.pages()
        for link in rendered.links(page)
        if page != references and rendered.target(page, link) == references
    }


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_work_is_cited(lang):
    """A work that no chapter points to any more leaves the list."""
    assert set(WORKS) <= cited_in(lang)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_work_is_listed(lang):
    """The page shows each work of the .bib file, under its key."""
    entries = rendered.soup(f"book/{lang}/references.html").select("article li[id]")
    assert sorted(entry["id"] for entry in entries) == WORKS
