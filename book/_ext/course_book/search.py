"""The search, by Pagefind, and what the search dialog falls back to where Pagefind cannot run.

Pagefind indexes the finished pages of each language apart and folds diacritics; a browser loads of its index what a
question needs. From `file://` a browser lets a page fetch nothing, but it runs scripts, so for that case the text of
each language's sections stands in a script too, which `course.js` searches word by word.
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.errors import ExtensionError

from course_book.languages import language_of
from grader.text import LANGUAGES

Section = dict[str, str]

PAGES = "{book,exercises,solutions}/*/*.html"


class SearchIndex:
    """The index of the pages, made anew by a build that wrote any of them: no page written, nothing to index."""

    def __init__(self) -> None:
        self.any_page_written = False

    def note_page(
        self, app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
    ) -> None:
        """Remember that a page was written; landing page and 404 page, which have no doctree, are by every build."""
        if doctree is not None:
            self.any_page_written = True

    def write(self, app: Sphinx, error: Exception | None) -> None:
        """Write what the search dialog loads, with and without a server."""
        if error is None and self.any_page_written:
            write_fallback(app)
            run_pagefind(app)


def leave_out_sphinx_index(app: Sphinx) -> None:
    """Sphinx's own index knows no Vietnamese and mixes the languages."""
    if isinstance(app.builder, StandaloneHTMLBuilder):
        app.builder.search = False


def plain_text(node: nodes.Node) -> str:
    """What a reader reads there, without the LaTeX of formulas."""
    return " ".join(
        text.astext()
        for text in node.findall(nodes.Text)
        if not isinstance(text.parent, (nodes.math, nodes.math_block))
    )


def sections_of(app: Sphinx, docname: str) -> list[Section]:
    """The sections of a page: where each is, its title, its text without that of the sections within it."""
    doctree = app.env.get_doctree(docname)
    address = app.builder.get_target_uri(docname)
    return [
        {
            "url": f"{address}#{section['ids'][0]}",
            "page": app.env.titles[docname].astext(),
            "title": section[0].astext(),
            "text": " ".join(
                " ".join(plain_text(child).split())
                for child in section.children
                if not isinstance(child, (nodes.section, nodes.title, nodes.raw, nodes.comment))
            ),
        }
        for section in doctree.findall(nodes.section)
    ]


def write_fallback(app: Sphinx) -> None:
    """For each language, a script that calls `courseSections` with every section of its pages."""
    for lang in LANGUAGES:
        pages = sorted(page for page in app.env.found_docs if language_of(page) == lang and page != app.config.root_doc)
        sections = [section for page in pages for section in sections_of(app, page)]
        script = f"courseSections({json.dumps(sections, ensure_ascii=False, separators=(',', ':'))})\n"
        Path(app.outdir, f"search-{lang}.js").write_text(script, encoding="utf-8")


def run_pagefind(app: Sphinx) -> None:
    """Have Pagefind index the pages; ExtensionError with what it said when it fails."""
    shutil.rmtree(Path(app.outdir, "pagefind"), ignore_errors=True)  # it leaves there what it wrote of older pages
    command = [sys.executable, "-m", "pagefind", "--site", str(app.outdir), "--glob", PAGES]
    result = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    if result.returncode:
        raise ExtensionError(f"Pagefind could not index the book:\n{result.stdout}{result.stderr}")
