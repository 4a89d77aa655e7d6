"""The way through the book from a page: the contents in its language, the pages beside it, the headings of its twin.

Titles and contents are asked for by every page of a build, and are the same for each.
"""

from functools import cache
from typing import TypedDict, cast

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder

from course_book.languages import language_of
from course_book.slim import slim_body


class Entry(TypedDict):
    """A page in the contents, its title as HTML, with those below it; if there are any, `pages` are all of these.

    Those below are shown beside each other alone: a solution, by the exercise that it solves.
    """

    docname: str
    title: str
    children: "list[Entry]"
    pages: set[str]


class Part(TypedDict):
    """A part of the book, as _toc.yml captions it, and all the pages in it."""

    caption: str
    entries: list[Entry]
    pages: set[str]


class Neighbour(TypedDict):
    """The page before or after another one, its title as HTML."""

    docname: str
    title: str


@cache
def title_of(app: Sphinx, docname: str) -> str:
    """The title of a page as HTML."""
    return slim_body(cast(StandaloneHTMLBuilder, app.builder).render_partial(app.env.titles[docname])["title"])


@cache
def pages_in_order(app: Sphinx, language: str) -> list[str]:
    """Every page of one language as a reader goes through the book."""

    return [page for page in pages_below(app, app.config.root_doc) if language_of(page) == language]


def pages_below(app: Sphinx, docname: str) -> list[str]:
    """The pages below one in the contents, in order."""
    return [page for child in app.env.toctree_includes.get(docname, []) for page in (child, *pages_below(app, child))]


@cache
def navigation(app: Sphinx, language: str) -> list[Part]:
    """The parts of the book in one language, each with its caption and its entries, and these with those below them."""

    def entry(docname: str) -> Entry:
        below = [entry(child) for child in app.env.toctree_includes.get(docname, [])]
        pages = {docname, *pages_below(app, docname)} if below else set()
        return {"docname": docname, "title": title_of(app, docname), "children": below, "pages": pages}

    parts = app.env.get_doctree(app.config.root_doc).findall(addnodes.toctree)
    return [
        {
            "caption": part["caption"],
            "entries": [entry(docname) for docname in part["includefiles"]],
            "pages": {page for docname in part["includefiles"] for page in (docname, *pages_below(app, docname))},
        }
        for part in parts
        if language_of(part["includefiles"][0]) == language
    ]


def neighbours(app: Sphinx, docname: str) -> dict[str, Neighbour | None]:
    """The pages "before" and "after" this one in its own language, None at the ends.

    The way leads from one thing to learn to the next, past the solutions, which stand below their exercises: from a
    solution it leads back to its exercise, and on to what comes after that.
    """
    order = pages_in_order(app, language_of(docname))
    below = {page for above in order for page in pages_below(app, above)}
    place = order.index(docname)
    before = [page for page in order[:place] if page not in below]
    after = [page for page in order[place + 1 :] if page not in below]
    found = {"before": before[-1] if before else None, "after": after[0] if after else None}
    return {side: {"docname": page, "title": title_of(app, page)} if page else None for side, page in found.items()}


def headings(app: Sphinx, docname: str) -> list[str]:
    """The ids of the page's headings below its title, from top to bottom; twins have the same ones."""
    links = app.env.tocs[docname].findall(nodes.reference)
    return [link["anchorname"].removeprefix("#") for link in links if link["anchorname"]]
