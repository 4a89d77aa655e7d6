"""A notebook's figures stand in the page itself, in the colours of the page's theme.

As `<img>` a drawing keeps the colours it was stored with, black on white also in a dark page. Inlined, its colours are
CSS variables, so it follows the theme; its text can be found in the page and costs no request.
"""

import json
from itertools import zip_longest
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging

from course.themed import responsive
from course.widths import NARROW_TYPE
from grader.notebook import code_cells, read

logger = logging.getLogger(__name__)


def leave_out_narrow_drawings(app: Sphinx, docname: str, content: list[str]) -> None:
    """Keep from MyST-NB the drawings for a phone, of a type that it warns of; `inline_figures` reads them itself."""
    if NARROW_TYPE not in content[0]:
        return
    notebook = json.loads(content[0])
    for cell in code_cells(notebook):
        for output in cell["outputs"]:
            output.get("data", {}).pop(NARROW_TYPE, None)
    content[0] = json.dumps(notebook)


def inline_figures(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put every SVG output of the page's notebook into the page."""
    if app.builder.format != "html":
        return
    images = [image for image in doctree.findall(nodes.image) if image["uri"].endswith(".svg")]
    narrow = narrow_drawings(Path(app.env.doc2path(docname))) if images else []
    for number, (image, narrow_one) in enumerate(zip_longest(images, narrow), start=1):
        drawing = Path(app.srcdir, image["uri"]).read_text(encoding="utf-8")
        try:
            html = responsive(drawing, narrow_one, image.get("alt", ""), f"figure-{number}")
        except ValueError as error:
            logger.warning("figure %d %s", number, error, location=docname)
        else:
            image.replace_self(nodes.raw("", html, format="html"))


def narrow_drawings(path: Path) -> list[str | None]:
    """Of each figure of a notebook, in their order, the drawing for a phone, or None; nothing of another page."""
    if path.suffix != ".ipynb":
        return []
    data = [output.get("data", {}) for cell in code_cells(read(path)) for output in cell["outputs"]]
    return ["".join(each.get(NARROW_TYPE, "")) or None for each in data if "image/svg+xml" in each]
