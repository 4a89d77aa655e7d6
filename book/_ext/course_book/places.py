"""Links to a place in a chapter by the id of a cell, which is the same in both languages, as no heading is.

`[How](padding-and-masks.ipynb#by-hand)` leads to the heading over the cell `by-hand`.
"""

import re
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.dollarmath import dollarmath_plugin
from myst_parser.mdit_to_docutils.base import compute_unique_slug
from sphinx.application import Sphinx

from grader.notebook import read, source

TO_A_CELL = re.compile(r"(?<=\]\()([\w./-]+\.ipynb)#([\w-]+)(?=\))")
MARKDOWN = MarkdownIt("commonmark").use(dollarmath_plugin)
ANCHORED_LEVELS = ("h1", "h2", "h3")  # as many as `myst_heading_anchors` of _config.yml


def lead_to_headings(app: Sphinx, docname: str, text: list[str]) -> None:
    """Let the links of a page that name a cell lead to the heading over it; ValueError for a cell that is not there."""
    folder = Path(app.env.doc2path(docname)).parent

    def with_anchor(link: re.Match[str]) -> str:
        page, cell = link.groups()
        target = (folder / page).resolve()
        app.env.note_dependency(str(target))
        return f"{page}#{heading_over(read(target), cell, page)[2]}"

    text[0] = TO_A_CELL.sub(with_anchor, text[0])


def heading_over(notebook: dict[str, Any], cell_id: str, page: str) -> tuple[str, str, str]:
    """The notebook's title, the heading over a cell's text (its own or the last one before it), and that one's anchor.

    ValueError when there is no such cell, or no heading over it.
    """
    slugs: dict[str, str] = {}
    for cell in notebook["cells"]:
        before = len(slugs)
        if cell["cell_type"] == "markdown":
            for tree in SyntaxTreeNode(MARKDOWN.parse(source(cell))).walk():
                if tree.type == "heading" and tree.tag in ANCHORED_LEVELS:
                    slugs[compute_unique_slug(tree, slugs)] = tree.children[0].content
        if cell["id"] == cell_id:
            if not slugs:
                raise ValueError(f"{page} has no heading over the cell {cell_id!r}")
            headings = list(slugs.items())
            slug, heading = headings[min(before, len(headings) - 1)]
            return headings[0][1], heading, slug
    raise ValueError(f"{page} has no cell {cell_id!r}")
