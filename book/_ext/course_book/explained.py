"""Terms of the glossary explain themselves where a page first uses them.

Each is a link to its entry in the glossary. Where there is a script, `terms.js` shows the entry at the link instead,
out of a file with all of them that is fetched with the first one asked for.
"""

import json
import re
from functools import cache
from html import escape
from pathlib import Path, PurePosixPath
from typing import cast

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder

from course_book.content.terms import TERMS, Term
from course_book.directives import other_than, term_id
from course_book.languages import language_of
from grader.text import LANGUAGES

GLOSSARY = "book/{}/glossary"
REFERENCES = "book/{}/references"  # the words of titles are not ours
# What is no running text, or is taken already.
PASSED_OVER = (
    nodes.title,
    nodes.reference,
    nodes.literal,
    nodes.literal_block,
    nodes.math,
    nodes.raw,
    nodes.target,
    nodes.inline,
)


def link_terms(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Link the first use of each term in a page's text, but for what the page itself introduces, to the glossary."""
    lang = language_of(docname)
    glossary = GLOSSARY.format(lang)
    passed_over = (glossary, REFERENCES.format(lang), app.config.root_doc)
    if app.builder.format != "html" or docname in passed_over or glossary not in app.env.found_docs:
        return
    address = cast(StandaloneHTMLBuilder, app.builder).get_relative_uri(docname, glossary)
    waiting = {form: term for form, term in _forms(lang).items() if _page_of(term, lang) != docname}
    for text in list(doctree.findall(nodes.Text)):
        if not waiting or _is_passed_over(text):
            continue
        parts: list[nodes.Node] = []
        rest = text.astext()
        while found := _pattern(frozenset(waiting)).search(rest):
            term = waiting[found[1].lower()]
            waiting = {form: other for form, other in waiting.items() if other is not term}
            link = nodes.reference("", found[0], refuri=f"{address}#{term_id(term)}", internal=True, classes=["term"])
            parts += [nodes.Text(rest[: found.start()]), link]
            rest = rest[found.end() :]
            if isinstance(text.parent, nodes.strong):
                break  # what stands out is explained here
            if not waiting:
                break
        if parts and not isinstance(text.parent, nodes.strong):
            text.parent.replace(text, [*parts, nodes.Text(rest)])


@cache
def _forms(lang: str) -> dict[str, Term]:
    """Every word of every term that has no everyday meaning beside its own."""
    return {form.lower(): term for term in TERMS if term.held for form in term.forms[lang].split(", ")}


@cache
def _pattern(forms: frozenset[str]) -> re.Pattern[str]:
    """Any of these words, of which the longest counts: a whole word, in English also where it is a plural."""
    if not forms:
        return re.compile(r"(?!)")
    anyone = "|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True))
    return re.compile(rf"(?<![\w-])({anyone})s?(?![\w-])", re.IGNORECASE)


def _page_of(term: Term, lang: str) -> str:
    folder, name = PurePosixPath(term.read.partition("#")[0]).parts
    return f"{folder}/{lang}/{name}"


def _is_passed_over(text: nodes.Text) -> bool:
    node = text.parent
    while node is not None:
        if isinstance(node, PASSED_OVER):
            return True
        node = node.parent
    return not isinstance(text.parent, (nodes.paragraph, nodes.strong, nodes.emphasis))


def script(lang: str) -> str:
    """The entries of all terms, as a script that hands them over: by the id in the glossary, each as HTML."""
    entries = {term_id(term): _entry(term, lang) for term in TERMS}
    return f"explainedTerms({json.dumps(entries, ensure_ascii=False, separators=(',', ':'))});\n"


def _entry(term: Term, lang: str) -> str:
    here, there = term.forms[lang], term.forms[other_than(lang)]
    other = "" if here == there else f' (<em lang="{other_than(lang)}">{escape(there)}</em>)'
    means = re.sub(r"\$([^$]+)\$", lambda found: f"<i>{escape(found[1])}</i>", term.means[lang])
    return f"<strong>{escape(here)}</strong>{other}. {means}"


def write_scripts(app: Sphinx, error: Exception | None) -> None:
    """Put the entries of each language among the static files of the site."""
    if error is None and app.builder.format == "html":
        for lang in LANGUAGES:
            Path(app.outdir, "_static", f"terms-{lang}.js").write_text(script(lang), encoding="utf-8", newline="\n")
