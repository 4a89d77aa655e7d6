"""Names written at the ends of lines, in their colours, in the place of a legend."""

import textwrap
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:  # a page imports this before it has Matplotlib
    from matplotlib.axes import Axes

WRAPPED_AT = 13  # characters, so that a phone keeps most of its width for the lines
LINE_HEIGHT = 15  # points
AT_THE_EDGE = 0.9  # of the width: a line that ends beyond it is named outside


def name_lines(axes: "Axes") -> None:
    """Write the label of each line beside its point furthest to the right, the labels apart from each other.

    Call it when everything is drawn: later limits of the axes would move lines away from their names.
    """
    lines = [line for line in axes.get_lines() if not str(line.get_label()).startswith("_")]
    names = [textwrap.fill(str(line.get_label()), WRAPPED_AT) for line in lines]
    axes.autoscale_view()  # which waits, else, until the figure is drawn
    into_axes = axes.transData + axes.transAxes.inverted()
    height_in_points = 72 * axes.bbox.height / axes.figure.dpi
    needed = [(name.count("\n") + 1) * LINE_HEIGHT / height_in_points for name in names]
    points = [np.column_stack(line.get_data()).astype(float) for line in lines]
    ends = [into_axes.transform(each[np.argmax(each[:, 0])]) for each in points]
    for index, height in _apart([y for _, y in ends], needed).items():
        x = ends[index][0] if ends[index][0] < AT_THE_EDGE else 1.0
        axes.annotate(
            names[index], (x, height), (6, 0), xycoords="axes fraction", textcoords="offset points", va="center",
            color=lines[index].get_color(), annotation_clip=False, linespacing=1.05,
        )  # fmt: skip


def _apart(middles: list[float], heights: list[float]) -> dict[int, float]:
    """Where to put labels of these heights, near to these places without one on another, by their index."""
    order = sorted(range(len(middles)), key=lambda index: middles[index])
    placed: dict[int, float] = {}
    lowest = 0.0
    for index in order:  # each above the one before
        placed[index] = max(middles[index], lowest + heights[index] / 2)
        lowest = placed[index] + heights[index] / 2
    highest = 1.0
    for index in reversed(order):  # and none beyond the top, which presses those below down
        placed[index] = min(placed[index], highest - heights[index] / 2)
        highest = placed[index] - heights[index] / 2
    return placed
