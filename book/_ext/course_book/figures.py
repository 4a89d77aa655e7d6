"""A notebook's figures, in the colours of the page's theme and in the width of its column.

As `<img>` a drawing keeps the colours and the face that it was stored with, black on white also in a dark page. As an
element of the page it follows the theme, and its text can be found there. But the figures of a chapter weigh as much as
all of its text, each is there for two widths, and none is seen when the page opens. So the drawings of a width stand in
a script of their own, which `nearby.js` fetches before they are needed; until then a figure is what its alt text says,
in the room that the drawing will take. Without JavaScript it is an image.
"""

import json
import posixpath
import shutil
import zlib
from dataclasses import dataclass, field
from html import escape
from itertools import zip_longest
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging

from course.themed import size_of, slim, themed
from course.widths import NARROW_TYPE
from grader.notebook import code_cells, read

FOLDER = "drawings"  # of the site
WIDTHS = ("wide", "narrow")

logger = logging.getLogger(__name__)


def leave_out_narrow_drawings(app: Sphinx, docname: str, content: list[str]) -> None:
    """Keep from MyST-NB the drawings for a phone, of a type that it warns of; `put_in` reads them itself."""
    if NARROW_TYPE not in content[0]:
        return
    notebook = json.loads(content[0])
    for cell in code_cells(notebook):
        for output in cell["outputs"]:
            output.get("data", {}).pop(NARROW_TYPE, None)
    content[0] = json.dumps(notebook)


@dataclass
class Figures:
    """Puts the figures of each page in, and knows where its drawings are: by page, an address for each of WIDTHS."""

    addresses: dict[str, list[str]] = field(default_factory=dict)

    def put_in(self, app: Sphinx, doctree: nodes.document, docname: str) -> None:
        """Put the place of every SVG output of the page's notebook into the page, and write its drawings."""
        if app.builder.format != "html":
            return
        images = [image for image in doctree.findall(nodes.image) if image["uri"].endswith(".svg")]
        if not images:
            return
        narrow = narrow_drawings(Path(app.env.doc2path(docname)))
        drawn: dict[str, list[str]] = {width: [] for width in WIDTHS}
        folder = Path(app.outdir, FOLDER, docname)
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        above = posixpath.relpath(f"{FOLDER}/{docname}", posixpath.dirname(docname))
        for number, (image, narrow_one) in enumerate(zip_longest(images, narrow), start=1):
            wide, alt = Path(app.srcdir, image["uri"]).read_text(encoding="utf-8"), image.get("alt", "")
            pair = dict(zip(WIDTHS, (wide, narrow_one or wide), strict=True))
            try:
                for width, svg in pair.items():
                    drawn[width].append(themed(svg, alt, f"figure-{number}"))
                    (folder / f"{number}-{width}.svg").write_text(slim(svg), encoding="utf-8", newline="\n")
                sizes = {width: size_of(svg) for width, svg in pair.items()}
            except ValueError as error:
                logger.warning("figure %d %s", number, error, location=docname)
            else:
                image.replace_self(nodes.raw("", place_of(alt, sizes, f"{above}/{number}"), format="html"))
        self.addresses[docname] = [_write_script(folder, width, drawings) for width, drawings in drawn.items()]

    def fill_page(
        self, app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
    ) -> None:
        """Tell the template `drawings`: the addresses of the page's scripts, in the order of WIDTHS."""
        context["drawings"] = [
            context["pathto"](f"{FOLDER}/{pagename}/{address}", 1) for address in self.addresses.get(pagename, ())
        ]


def place_of(alt: str, sizes: dict[str, tuple[int, int]], address: str) -> str:
    """A figure's place: its alt text in the room of the drawing, without JavaScript unseen beside the image there."""
    room = "; ".join(f"--{width}: {size[0]} / {size[1]}" for width, size in sizes.items())
    width, height = sizes["wide"]
    return (
        f'<div class="drawings"><p class="awaited" style="{room}">{escape(alt)}</p><noscript><picture>'
        f'<source media="(max-width: 42rem)" srcset="{address}-narrow.svg"><img src="{address}-wide.svg" '
        f'alt="" width="{width}" height="{height}" loading="lazy"></picture></noscript></div>'
    )


def _write_script(folder: Path, width: str, drawings: list[str]) -> str:
    """Write a script that hands over drawings; its address below the folder, which changes with what is in it."""
    script = f'draw("{width}",{json.dumps(drawings, ensure_ascii=False)});\n'
    (folder / f"{width}.js").write_text(script, encoding="utf-8", newline="\n")
    return f"{width}.js?v={zlib.crc32(script.encode()):08x}"


def narrow_drawings(path: Path) -> list[str | None]:
    """Of each figure of a notebook, in their order, the drawing for a phone, or None; nothing of another page."""
    if path.suffix != ".ipynb":
        return []
    data = [output.get("data", {}) for cell in code_cells(read(path)) for output in cell["outputs"]]
    return ["".join(each.get(NARROW_TYPE, "")) or None for each in data if "image/svg+xml" in each]


def remove_drawings_that_are_gone(app: Sphinx, error: Exception | None) -> None:
    """Take the drawings of a page off the site that left the book."""
    root = Path(app.outdir, FOLDER)
    for folder in {file.parent for file in root.rglob("*.js")} if error is None else ():
        if folder.relative_to(root).as_posix() not in app.env.found_docs:
            shutil.rmtree(folder)
