"""The picture of what normalizing does to an instance: it slides by μ, then shrinks by σ, on one axis for all of it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import matplotlib.pyplot as plt
import numpy as np

from course.palette import AFTER, BEFORE, TINTS

if TYPE_CHECKING:  # a page imports this before it has Matplotlib
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

GAP = 2.1  # from one line to the next, where an arrow stands; tokens are 1 apart
EDGE = 0.3  # how far a band goes beyond its first and last token
COLOURS = (BEFORE, BEFORE, AFTER)


def draw_normalizing(
    instances: dict[str, tuple[np.ndarray, np.ndarray]], stages: Sequence[str], height: float
) -> "Figure":
    """Draw each instance, by its name: the input and the output of one sample and one feature, each of shape (L,).

    `stages` names the input, the input without its mean, and the output; `height` is that of one instance, in inches.
    """
    figure, rows = plt.subplots(
        len(instances), 1, figsize=(7.8, height * len(instances)), sharex=True, sharey=True, squeeze=False
    )
    for axes, (name, (x, y)) in zip(rows[:, 0], instances.items(), strict=True):
        _draw_instance(axes, x, y)
        axes.set_title(name)
    for place, stage, colour in zip(rows[-1, 0].get_xticks(), stages, COLOURS, strict=True):
        _below(rows[-1, 0], place, stage, colour, down=20, fontweight="bold")
    return figure


def _draw_instance(axes: "Axes", x: np.ndarray, y: np.ndarray) -> None:
    """One instance in three stages, from left to right: as it comes, without its mean, and divided by its σ."""
    mean, std, last = x.mean(), x.std(), len(x) - 1
    step = last + GAP
    lines = [(x, mean, std), (x - mean, 0.0, std), (y, 0.0, y.std())]
    for stage, (colour, (values, middle, spread)) in enumerate(zip(COLOURS, lines, strict=True)):
        tokens = stage * step + np.arange(len(x))
        around = [tokens[0] - EDGE, tokens[-1] + EDGE]
        axes.fill_between(around, middle - spread, middle + spread, color=TINTS[colour], linewidth=0)
        axes.plot(around, [middle, middle], color=colour, linewidth=1, marker="")
        axes.plot(tokens, values, color=colour)
        _below(axes, tokens.mean(), f"μ {middle:.2f}  σ {spread:.2f}".replace("-", "−"), colour, down=5)
    from_mean, from_spread = last + EDGE, step + last + EDGE
    for side in (1, -1):
        _draw_arrow(axes, (from_spread, side * std), (2 * step - EDGE, side * y.std()))
    away, va = (std, "bottom") if mean > 0 else (-std, "top")  # where the arrow does not go
    _write(axes, "±σ", (from_mean, mean + away), BEFORE, va)
    _draw_arrow(axes, (from_mean, mean), (step - EDGE, 0.0))
    _write(axes, "− μ", (from_mean, mean), "#000000", va)
    _write(axes, "÷ σ", (from_spread, std), "#000000", va="bottom")
    axes.set_xticks(step * np.arange(3) + last / 2, labels=[])
    axes.grid(visible=False, axis="x")
    axes.margins(x=0.01)


def _draw_arrow(axes: "Axes", start: tuple[float, float], end: tuple[float, float]) -> None:
    axes.annotate("", end, start, arrowprops={"arrowstyle": "->", "color": "#000000", "shrinkA": 1, "shrinkB": 1})


def _write(axes: "Axes", text: str, place: tuple[float, float], colour: str, va: str) -> None:
    """Write beside the end of a line, a little to its right."""
    axes.annotate(text, place, (3, 1 if va == "bottom" else -1), textcoords="offset points", va=va, color=colour)


def _below(axes: "Axes", place: float, text: str, colour: str, down: float, **style: Any) -> None:
    """Write in the middle below a stage, so many points below the axes."""
    axes.annotate(
        text, (place, 0), (0, -down), xycoords=("data", "axes fraction"), textcoords="offset points",
        ha="center", va="top", color=colour, **style,
    )  # fmt: skip
