"""Each page in its own language, though one build makes the pages of both.

The language of a page is the folder it stands in. While a page is read and while it is written, Sphinx's own words (the
title of an admonition, the tooltip of a heading's link) come from that language's catalogue; what Sphinx lacks in
Vietnamese stands in `book/locales/vi/LC_MESSAGES/sphinx.po`.
"""

import gettext
import io
from functools import cache
from pathlib import Path

import sphinx.locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from docutils import nodes
from sphinx.application import Sphinx

from grader.text import LANGUAGES

HOME_LANGUAGE = "vi"

OUR_CATALOGUES = Path(__file__).parents[2] / "locales"
SPHINX_CATALOGUES = Path(sphinx.locale.__file__).parent


def language_of(docname: str) -> str:
    """The language of a page: the folder it stands in, else the home language."""
    return next((part for part in docname.split("/") if part in LANGUAGES), HOME_LANGUAGE)


def twin_of(docname: str, language: str) -> str:
    """The name of the same page in `language`; a page that stands in no language's folder is its own twin."""
    return "/".join(language if part in LANGUAGES else part for part in docname.split("/"))


@cache
def catalogue(language: str) -> gettext.NullTranslations:
    """Sphinx's words in `language`: ours first, then Sphinx's own, then English."""
    words = gettext.NullTranslations()
    for folder in (SPHINX_CATALOGUES, OUR_CATALOGUES):
        path = folder / language / "LC_MESSAGES" / "sphinx.po"
        if path.exists():
            compiled = io.BytesIO()
            with path.open("rb") as source:
                write_mo(compiled, read_po(source))
            compiled.seek(0)
            found = gettext.GNUTranslations(compiled)
            found.add_fallback(words)
            words = found
    return words


def with_decimal_mark(written: str, language: str) -> str:
    """A number as Python writes it, with the decimal mark of the language."""
    return written.replace(".", ",") if language == "vi" else written


def set_language_of(docname: str) -> None:
    """Have Sphinx's words come in the language of this page from here on."""
    sphinx.locale.translators["general", "sphinx"] = catalogue(language_of(docname))


def set_language_for_reading(app: Sphinx, docname: str, source: list[str]) -> None:
    """For what Sphinx says in the page while it reads it."""
    set_language_of(docname)


def set_language_for_writing(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """For what Sphinx says in the page while it writes it."""
    set_language_of(docname)
