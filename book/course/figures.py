"""How the figures of the course look: sharp and small (SVG), the same bytes on every run, readable on a phone."""

import sys
from functools import partial
from typing import Any

import matplotlib.pyplot as plt
from matplotlib_inline.backend_inline import set_matplotlib_formats

from course.palette import AFTER, BEFORE, FOURTH, THIRD, TINTS
from course.widths import NARROW_TYPE, WIDE, drawn_narrow

__all__ = ["AFTER", "BEFORE", "FOURTH", "THIRD", "TINTS", "use_course_style"]

STYLE: dict[str, Any] = {
    "figure.figsize": (WIDE, 3.0),
    "figure.constrained_layout.use": True,
    "font.size": 10.5,  # on a screen 14 pixels where a figure is as wide as drawn
    "axes.grid": True,
    "axes.axisbelow": True,
    "axes.edgecolor": "#d0d0d0",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlelocation": "left",
    "axes.titlesize": 10.5,
    "axes.titleweight": "bold",
    "xtick.major.size": 0,
    "ytick.major.size": 0,
    "grid.color": "#d0d0d0",
    "grid.linewidth": 0.6,
    "legend.frameon": False,  # its grey is none of the course's colours
    "lines.marker": "o",
    "lines.linewidth": 1.8,
    "svg.fonttype": "none",  # text stays text: searched, read aloud, and a quarter of the bytes
    "svg.hashsalt": "instance-norm-course",  # else each run draws new ids
}
SAVED_AS: dict[str, Any] = {"metadata": {"Date": None, "Creator": None}, "bbox_inches": None}


def use_course_style() -> None:
    """Draw every figure from here on in the style of the course; call it once, after importing pyplot."""
    set_matplotlib_formats("svg", **SAVED_AS)  # type: ignore[no-untyped-call]
    plt.style.use(STYLE)
    _store_narrow_figures()


def _store_narrow_figures() -> None:
    """In a notebook, let each figure also come out as drawn for a phone, which the book shows there."""
    ipython = sys.modules.get("IPython")  # not in a page, where in_page.plots draws both
    shell = ipython.get_ipython() if ipython else None
    if shell is None:
        return
    from IPython.core.formatters import BaseFormatter
    from matplotlib.figure import Figure

    narrow = BaseFormatter(parent=shell.display_formatter, format_type=NARROW_TYPE, print_method="_repr_narrow_svg_")
    narrow.for_type(Figure, partial(drawn_narrow, **SAVED_AS))
    shell.display_formatter.formatters[NARROW_TYPE] = narrow
