"""The two pages in both languages at once: the landing page, where a reader chooses one of them, and the 404 page."""

from typing import Any, cast

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder

from course_book import front_door
from course_book.content.descriptions import DESCRIPTIONS
from course_book.content.words import BOOK_TITLE, WORDS, with_code, words_in
from course_book.page import edition
from grader.text import LANGUAGES

LANDING = "index"
NOT_FOUND = "404"


def fill_landing_pages(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> str | None:
    """What the landing page and the 404 page show; the template of the landing page where it is the one to take."""
    if pagename not in (LANDING, NOT_FOUND, app.config.root_doc):
        return None
    context.update(titles={lang: BOOK_TITLE[lang] for lang in LANGUAGES})
    if pagename == NOT_FOUND:
        context.update(not_found=WORDS["not_found"], not_found_what=WORDS["not_found_what"])
        return None
    context.update(
        descriptions=DESCRIPTIONS[app.config.root_doc],
        halves=halves_of_landing_page(app),
        start=WORDS["start_reading"],
        solve=WORDS["start_solving"],
        first_exercise="exercises/{}/instance_stats".format,
        words={lang: words_in(lang) for lang in LANGUAGES},
        tensors={lang: front_door.tensor(lang) for lang in LANGUAGES},
        parts={lang: front_door.parts(app, lang) for lang in LANGUAGES},
        questions={lang: front_door.questions(app, lang) for lang in LANGUAGES},
        feedback=front_door.feedback(app),
        with_code=with_code,
        editions={lang: edition(app, lang) for lang in LANGUAGES},
    )
    return "landing.html"


def halves_of_landing_page(app: Sphinx) -> dict[str, str]:
    """What `book/index.md` says of the course, as HTML, by language: its sections in the order of LANGUAGES."""
    builder = cast(StandaloneHTMLBuilder, app.builder)  # no other asks for a page's template
    document = app.env.get_and_resolve_doctree(app.config.root_doc, builder)
    sections = list(document.findall(lambda node: isinstance(node, nodes.section) and node.parent is not document))
    return {
        lang: builder.render_partial(section)["fragment"].replace("h1>", "h2>")  # the page has a title above both
        for lang, section in zip(LANGUAGES, sections, strict=True)
    }
