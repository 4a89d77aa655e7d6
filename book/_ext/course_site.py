"""Sphinx extension: what a site has beside its pages: front door, 404 page, sitemap, the pictures of link previews."""

import textwrap
from pathlib import Path
from xml.sax.saxutils import escape

from course_frame import edition
from course_languages import twin_of
from course_words import BOOK_TITLE, DESCRIPTIONS, WORDS
from docutils import nodes
from course.palette import AFTER, BEFORE
from grader.text import LANGUAGES
from sphinx.application import Sphinx

FRONT_DOOR = "index"
NOT_FOUND = "404"


def halves_of_the_front_door(app: Sphinx) -> dict[str, str]:
    """What `book/index.md` says of the course, as HTML, by language: its sections in the order of LANGUAGES."""
    document = app.env.get_and_resolve_doctree(app.config.root_doc, app.builder)
    sections = list(document.findall(lambda node: isinstance(node, nodes.section) and node.parent is not document))
    return {
        lang: app.builder.render_partial(section)["fragment"].replace("h1>", "h2>")  # the front door has a title above
        for lang, section in zip(LANGUAGES, sections, strict=True)
    }


def fill_in(app: Sphinx, pagename: str, templatename: str, context: dict, doctree: nodes.document | None) -> str | None:
    """What the front door and the 404 page show, in both languages at once."""
    if pagename not in (FRONT_DOOR, NOT_FOUND, app.config.root_doc):
        return None
    context.update(titles={lang: BOOK_TITLE[lang] for lang in LANGUAGES})
    if pagename == NOT_FOUND:
        context.update(not_found=WORDS["not_found"], not_found_what=WORDS["not_found_what"])
        return None
    context.update(
        descriptions=DESCRIPTIONS[app.config.root_doc],
        halves=halves_of_the_front_door(app),
        start=WORDS["start_reading"],
        editions={lang: edition(app, lang) for lang in LANGUAGES},
    )
    return "front-door.html"


def write_sitemap(app: Sphinx, error: Exception | None) -> None:
    """List every page with its twin, once the address of the site is known: a sitemap holds whole addresses."""
    base = app.config.html_baseurl
    if error or not base:
        return
    pages = sorted(page for page in app.env.found_docs if page != app.config.root_doc)
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">',
        f"<url><loc>{escape(base)}</loc></url>",
    ]
    for page in pages:
        twins = "".join(
            f'<xhtml:link rel="alternate" hreflang="{lang}" href="{escape(base)}{twin_of(page, lang)}.html"/>'
            for lang in LANGUAGES
        )
        lines.append(f"<url><loc>{escape(base)}{page}.html</loc>{twins}</url>")
    Path(app.outdir, "sitemap.xml").write_text("\n".join([*lines, "</urlset>", ""]), encoding="utf-8")
    Path(app.outdir, "robots.txt").write_text(f"Sitemap: {base}sitemap.xml\n", encoding="utf-8")


def draw_cards(app: Sphinx, error: Exception | None) -> None:
    """Draw the picture that a link preview shows, 1200 × 630 pixels, in each language; once, it depends on no page."""
    cards = {lang: Path(app.outdir, "_static", f"card-{lang}.png") for lang in LANGUAGES}
    if error or all(card.exists() for card in cards.values()):
        return
    # Half a second to import, and a rebuild has nothing to draw.
    from matplotlib.figure import Figure
    from matplotlib.patches import Rectangle

    for lang, card in cards.items():
        figure = Figure(figsize=(12, 6.3), dpi=100, facecolor="#fdfcfa")
        axes = figure.add_axes((0, 0, 1, 1), xlim=(0, 12), ylim=(0, 6.3))
        axes.axis("off")
        for column, (colour, alpha) in enumerate([(BEFORE, 0.3), (AFTER, 0.95), (BEFORE, 0.3)]):
            for row in range(5):
                axes.add_patch(
                    Rectangle((8.8 + 0.9 * column, 0.95 + 0.9 * row), 0.72, 0.72, facecolor=colour, alpha=alpha)
                )
        style = {"x": 0.8, "va": "center", "linespacing": 1.6}
        axes.text(y=4.1, s=textwrap.fill(BOOK_TITLE[lang], 24), size=34, weight="bold", color="#1d1f24", **style)
        axes.text(
            y=1.9, s=textwrap.fill(DESCRIPTIONS[app.config.root_doc][lang], 44), size=19, color="#595d66", **style
        )
        figure.savefig(card)


def setup(app: Sphinx) -> dict:
    app.connect("html-page-context", fill_in, priority=950)
    app.connect("build-finished", write_sitemap, priority=900)
    app.connect("build-finished", draw_cards, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
