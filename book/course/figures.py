"""How the figures of the course look: sharp and small (SVG), the same bytes on every run, readable on a phone."""

from typing import Any

import matplotlib.pyplot as plt
from matplotlib_inline.backend_inline import set_matplotlib_formats

from course.palette import AFTER, BEFORE, FOURTH, THIRD

__all__ = ["AFTER", "BEFORE", "FOURTH", "THIRD", "use_course_style"]

STYLE: dict[str, Any] = {
    "figure.figsize": (5.2, 2.4),  # inches; at this width the labels are still readable on 390 pixels
    "figure.constrained_layout.use": True,
    "font.size": 10,
    "axes.grid": True,
    "axes.axisbelow": True,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlesize": 10,
    "grid.color": "#d0d0d0",
    "grid.linewidth": 0.6,
    "legend.frameon": False,  # its grey is none of the course's colours
    "lines.marker": "o",
    "lines.linewidth": 1.8,
    "svg.fonttype": "none",  # text stays text: searched, read aloud, and a quarter of the bytes
    "svg.hashsalt": "instance-norm-course",  # else each run draws new ids
}


def use_course_style() -> None:
    """Draw every figure from here on in the style of the course; call it once, after importing pyplot."""
    set_matplotlib_formats(  # type: ignore[no-untyped-call]
        "svg", metadata={"Date": None, "Creator": None}, bbox_inches=None
    )
    plt.style.use(STYLE)
