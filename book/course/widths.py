"""A figure twice: as wide as the column of a chapter on a computer, and as wide as a phone, its letters as large."""

import io
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # a page and the build of the book import this without Matplotlib
    from matplotlib.figure import Figure

WIDE, NARROW = 7.8, 4.0  # inches
NARROW_TYPE = "image/x-narrow+svg"  # of the output of a cell, beside image/svg+xml; JupyterLab passes over it


def drawn(figure: "Figure", **saved_as: Any) -> str:
    """The figure as SVG, as wide as it is."""
    svg = io.StringIO()
    colours: dict[str, Any] = {"facecolor": figure.get_facecolor(), "edgecolor": figure.get_edgecolor()}
    figure.canvas.print_figure(svg, format="svg", dpi=figure.dpi, **colours, **saved_as)
    return svg.getvalue()


def drawn_narrow(figure: "Figure", **saved_as: Any) -> str | None:
    """The figure as SVG for a phone, as high as it is and laid out anew; None for one that is as narrow already."""
    width, height = figure.get_size_inches()
    if width <= NARROW:
        return None
    try:
        figure.set_size_inches(NARROW, height)
        return drawn(figure, **saved_as)
    finally:
        figure.set_size_inches(width, height)
