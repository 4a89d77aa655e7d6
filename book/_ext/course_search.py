"""Sphinx extension: the search, by Pagefind, and what the search dialog falls back to where Pagefind cannot run.

Pagefind indexes the finished pages of each language apart and folds diacritics; a browser loads of its index what a
question needs. From `file://` a browser lets a page fetch nothing, but it runs scripts, so for that case the text of
each language's sections stands in a script too, which `course.js` searches word by word.
"""

import json
import subprocess
import sys
from pathlib import Path

from course_languages import language_of
from docutils import nodes
from grader.text import LANGUAGES
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

Section = dict[str, str]


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
            "title": section.next_node(nodes.title).astext(),
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
    command = [sys.executable, "-m", "pagefind", "--site", app.outdir, "--glob", "{book,exercises,solutions}/*/*.html"]
    result = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    if result.returncode:
        raise ExtensionError(f"Pagefind could not index the book:\n{result.stdout}{result.stderr}")


def index_when_pages_were_written(app: Sphinx) -> None:
    """The index belongs to the pages: no page written, nothing to index."""
    written: set[str] = set()

    def note(app: Sphinx, pagename: str, templatename: str, context: dict, doctree: nodes.document | None) -> None:
        if doctree is not None:  # front door and 404 page, which have none, are written by every build
            written.add(pagename)

    def index(app: Sphinx, error: Exception | None) -> None:
        if error is None and written:
            write_fallback(app)
            run_pagefind(app)

    app.connect("html-page-context", note)
    app.connect("build-finished", index, priority=900)


def without_sphinx_search(app: Sphinx) -> None:
    """Sphinx's own index knows no Vietnamese and mixes the languages: leave it out."""
    app.builder.search = False


def setup(app: Sphinx) -> dict:
    app.connect("builder-inited", without_sphinx_search)
    index_when_pages_were_written(app)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
