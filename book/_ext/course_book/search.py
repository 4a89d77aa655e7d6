"""The search: for each language a script that holds what `search.js` does and every section that it searches.

A script is what a page may load from anywhere, a folder and what a service worker has kept among them, so there is one
search for all. Of these pages it is as large compressed as the WebAssembly of an engine that fetches its index piece by
piece.
"""

import json
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder

from course_book.content.terms import TERMS
from course_book.folding import is_to_be_guessed
from course_book.languages import language_of
from course_book.places import heading_over
from course_book.plain_math import plain_math
from course_book.slim import slim
from grader.text import LANGUAGES

ENGINE = Path(__file__).parents[2] / "_static" / "search.js"

# A section: its `url`, the title of its `page`, its own `title` and `text`; the `names` of an entry of the glossary;
# words that are not read there, `also`; and `last`, which puts it behind every section that has none.
Section = dict[str, Any]


class SearchIndex:
    """The scripts, made anew by a build that wrote any page: no page written, nothing to index."""

    def __init__(self) -> None:
        self.any_page_written = False

    def note_page(
        self, app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
    ) -> None:
        """Remember that a page was written; landing page and 404 page, which have no doctree, are by every build."""
        if doctree is not None:
            self.any_page_written = True

    def write(self, app: Sphinx, error: Exception | None) -> None:
        """Write the script of each language."""
        if error is None and self.any_page_written:
            engine = slim(ENGINE.name, ENGINE.read_text(encoding="utf-8"))
            for lang in LANGUAGES:
                data = json.dumps(all_sections(app, lang), ensure_ascii=False, separators=(",", ":"))
                script = (
                    f"{{\n{engine}courseSearch({data});\n}}\n"  # in a block: its names are not those of other scripts
                )
                Path(app.outdir, f"search-{lang}.js").write_text(script, encoding="utf-8")


def leave_out_sphinx_index(app: Sphinx) -> None:
    """Sphinx's own index knows no Vietnamese and mixes the languages."""
    if isinstance(app.builder, StandaloneHTMLBuilder):
        app.builder.search = False


def all_sections(app: Sphinx, lang: str) -> list[Section]:
    """What is searched in one language."""
    pages = sorted(page for page in app.env.found_docs if language_of(page) == lang and page != app.config.root_doc)
    words = introduced(app, lang)
    return [section for page in pages for section in sections_of(app, page, words.get(page, {}))]


def introduced(app: Sphinx, lang: str) -> dict[str, dict[str, str]]:
    """By page and anchor, all words for the terms introduced there, also those of the other language."""
    found: dict[str, dict[str, str]] = {}
    for term in TERMS:
        place, _, cell = term.read.partition("#")
        docname = place.replace("/", f"/{lang}/", 1)
        path = Path(app.srcdir, f"{docname}.ipynb")
        if docname not in app.env.found_docs or not path.is_file():
            continue
        with suppress(ValueError):  # a cell that is gone: the glossary, which leads there, says so
            slug = heading_over(path, cell, docname)[2]
            at = found.setdefault(docname, {})
            at[slug] = " ".join([at.get(slug, ""), *(term.forms[each] for each in LANGUAGES), term.sought]).strip()
    return found


def sections_of(app: Sphinx, docname: str, introduced_at: dict[str, str]) -> list[Section]:
    """The sections of a page and the entries of a glossary, each with its text without that of those within it."""
    doctree = app.env.get_doctree(docname)
    about_all: Section = {"page": app.env.titles[docname].astext()}
    if docname.startswith("solutions/"):
        about_all["last"] = 1
    address = app.builder.get_target_uri(docname)
    found = []
    for node in doctree.findall(nodes.Element):
        if not (isinstance(node, nodes.section) or _is_entry(node)):
            continue
        names: list[str] = node.get("term_names", [])
        title = names[0] if names else plain_text(node[0])
        text = " ".join(plain_text(child) for child in _in_the_open(node) if not isinstance(child, nodes.title)).strip()
        about_it = {"url": f"{address}#{node['ids'][0]}", "title": title, "text": text.removeprefix(f"{title}. ")}
        also = introduced_at.get(node.get("slug", ""))
        found.append(about_it | ({"names": names[1:]} if names else {}) | ({"also": also} if also else {}) | about_all)
    return found


def _in_the_open(node: nodes.Element) -> Iterator[nodes.Node]:
    """The children of a section but for what stands in a fold: no search tells an answer before it was asked for."""
    depth = 0
    for child in node.children:
        html = child.astext() if isinstance(child, nodes.raw) else ""
        depth += html.count("<details") - html.count("</details>")
        if depth == 0:
            yield child


def _is_entry(node: nodes.Node) -> bool:
    """Whether this is an entry that the directive `terms` made."""
    return isinstance(node, nodes.list_item) and "term_names" in node


def plain_text(node: nodes.Node) -> str:
    """What a reader reads there, on one line, without what is a find of its own: sections and entries."""
    if isinstance(node, (nodes.math, nodes.math_block)):
        text = plain_math(node.astext())
    elif isinstance(node, nodes.Text):
        return unicodedata.normalize("NFC", node.astext())
    elif isinstance(node, (nodes.raw, nodes.comment, nodes.section)) or _is_entry(node) or is_to_be_guessed(node):
        return ""
    else:
        assert isinstance(node, nodes.Element)
        between = "" if isinstance(node, (nodes.TextElement, nodes.Inline)) else " "
        text = between.join(filter(None, map(plain_text, node.children)))
    return " ".join(text.split()) if not isinstance(node, nodes.Inline) else text
