"""Matplotlib's backend in a page: it draws SVG, and shows figures among the outputs of what runs."""

from matplotlib.backends.backend_svg import FigureCanvasSVG as FigureCanvas
from matplotlib.backends.backend_svg import FigureManagerSVG as FigureManager

from in_page.plots import show_open_figures

__all__ = ["FigureCanvas", "FigureManager", "show"]


def show(*arguments: object, **named: object) -> None:
    """What `plt.show()` does."""
    show_open_figures()
