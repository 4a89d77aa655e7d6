"""A notebook's figures stand in the page itself, in the colours of the page's theme.

As `<img>` a drawing keeps the colours it was stored with, black on white also in a dark page. Inlined, its colours are
CSS variables, so it follows the theme; its text can be found in the page and costs no request.
"""

from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging

from course.themed import themed

logger = logging.getLogger(__name__)


def inline_figures(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put every SVG output of the page's notebook into the page."""
    if app.builder.format != "html":
        return
    images = [image for image in doctree.findall(nodes.image) if image["uri"].endswith(".svg")]
    for number, image in enumerate(images, start=1):
        drawing = Path(app.srcdir, image["uri"]).read_text(encoding="utf-8")
        try:
            html = themed(drawing, image.get("alt", ""), f"figure-{number}")
        except ValueError as error:
            logger.warning("figure %d %s", number, error, location=docname)
        else:
            image.replace_self(nodes.raw("", html, format="html"))
