"""How the book is found and linked to: where it and its source stand, its sitemap, the pictures of link previews."""

import os
import textwrap
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from sphinx.application import Sphinx
from sphinx.config import Config

from course.palette import AFTER, BEFORE
from course_book.content.descriptions import DESCRIPTIONS
from course_book.content.words import BOOK_TITLE
from course_book.languages import twin_of
from grader.text import LANGUAGES


def take_addresses_from_environment(app: Sphinx, config: Config) -> None:
    """BOOK_URL and REPOSITORY_URL, which the workflow that publishes knows, stand above _config.yml."""
    config.html_baseurl = os.environ.get("BOOK_URL", config.html_baseurl or "")
    if config.html_baseurl:
        config.html_baseurl = config.html_baseurl.rstrip("/") + "/"
    repository = os.environ.get("REPOSITORY_URL", config.html_theme_options.get("repository_url") or "")
    config.html_theme_options["repository_url"] = repository.removesuffix("/").removesuffix(".git")


def write_sitemap(app: Sphinx, error: Exception | None) -> None:
    """List every page with its twin, once the address of the site is known: a sitemap holds whole addresses."""
    base = app.config.html_baseurl
    if error or app.builder.format != "html" or not base:
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
    if error or app.builder.format != "html" or all(card.exists() for card in cards.values()):
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
        style: dict[str, Any] = {"va": "center", "linespacing": 1.6}
        title, description = BOOK_TITLE[lang], DESCRIPTIONS[app.config.root_doc][lang]
        axes.text(0.8, 4.1, textwrap.fill(title, 24), size=34, weight="bold", color="#1d1f24", **style)
        axes.text(0.8, 1.9, textwrap.fill(description, 44), size=19, color="#595d66", **style)
        figure.savefig(card)
