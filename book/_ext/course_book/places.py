"""Links to a place in a chapter by the id of a cell, which is the same in both languages, as no heading is.

`[How](padding-and-masks.ipynb#by-hand)` leads to the heading over the cell `by-hand`.
"""

import re
from functools import cache
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.dollarmath import dollarmath_plugin
from myst_parser.mdit_to_docutils.base import compute_unique_slug
from sphinx.application import Sphinx

from grader.notebook import read, source

TO_A_CELL = re.compile(r"(?<=\]\()([\w./-]+\.ipynb)#([\w-]+)(?=\))")
MARKDOWN = MarkdownIt("commonmark").use(dollarmath_plugin)
MAYBE_HEADING = re.compile(r"^ {0,3}#{1,3}\s", re.MULTILINE)  # to parse no cell that has none
ANCHORED_LEVELS = ("h1", "h2", "h3")  # as many as `myst_heading_anchors` of _config.yml


def lead_to_headings(app: Sphinx, docname: str, text: list[str]) -> None:
    """Let the links of a page that name a cell lead to the heading over it; ValueError for a cell that is not there."""
    folder = Path(app.env.doc2path(docname)).parent

    def with_anchor(link: re.Match[str]) -> str:
        page, cell = link.groups()
        target = (folder / page).resolve()
        app.env.note_dependency(str(target))
        return f"{page}#{heading_over(target, cell, page)[2]}"

    text[0] = TO_A_CELL.sub(with_anchor, text[0])


# The notebook's title, and by cell id the heading over its text, its own or the last one before, and that one's anchor.
Places = tuple[str, dict[str, tuple[str, str]]]


def heading_over(path: Path, cell_id: str, page: str) -> tuple[str, str, str]:
    """The title of the notebook at `path`, the heading over a cell's text (its own or the last one before), its anchor.

    ValueError, which calls the notebook `page`, when there is no such cell, or no heading over it.
    """
    title, over = _places_in(path, path.stat().st_mtime_ns)
    if cell_id not in over:
        raise ValueError(f"{page} has no cell {cell_id!r}")
    heading, slug = over[cell_id]
    if not slug:
        raise ValueError(f"{page} has no heading over the cell {cell_id!r}")
    return title, heading, slug


@cache
def _places_in(path: Path, changed: int) -> Places:
    """Once for as long as the notebook stays as it is: many links lead to each."""
    slugs: dict[str, str] = {}
    over: dict[str, tuple[str, str]] = {}
    for cell in read(path)["cells"]:
        before = len(slugs)
        if cell["cell_type"] == "markdown" and MAYBE_HEADING.search(text := source(cell)):
            for tree in SyntaxTreeNode(MARKDOWN.parse(text)).walk():
                if tree.type == "heading" and tree.tag in ANCHORED_LEVELS:
                    slugs[compute_unique_slug(tree, slugs)] = tree.children[0].content
        headings = [(heading, slug) for slug, heading in slugs.items()]
        over[cell["id"]] = headings[min(before, len(headings) - 1)] if headings else ("", "")
    return next(iter(slugs.values()), ""), over
