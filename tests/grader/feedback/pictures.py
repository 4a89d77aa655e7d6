"""A small picture of a counterexample: where the marks of a panel stand in an SVG."""

from dataclasses import dataclass

import numpy as np

from grader.feedback.diagnosis import Panel
from grader.judging.counterexample import number
from grader.text import Text

WIDTH, HEIGHT, MARGIN = 170, 96, 10
MAX_SPOKEN = 12
# All stand out on a light and on a dark page: blue for the input, orange for what came out, green for what should have.
COLOURS = ("#3d85d6", "#d9731a", "#3f9b4f")

DOTS = Text(
    vi="Mỗi chấm là một số trong chuỗi, xếp theo thứ tự token từ trái sang phải.",
    en="Each dot is a number of the sequence, in the order of its tokens from left to right.",
)
BANDS = Text(
    vi="Vạch liền là trung bình, dải mờ trải một độ lệch chuẩn về mỗi phía.",
    en="The line is their mean, the pale band one standard deviation to either side.",
)


@dataclass(frozen=True)
class Picture:
    """A panel as marks: lengths are in units of the SVG, with one decimal.

    `zero` is how far down the line of zero is; `band` is the top and the height of mean ± std, with the mean between;
    `points` are (across, down), joined by a line where they are `joined`.
    """

    title: str
    spoken: str
    colour: str
    zero: str | None
    band: tuple[str, str, str] | None
    points: list[tuple[str, str]]
    joined: bool


def pictures(panels: tuple[Panel, ...], lang: str) -> list[Picture]:
    """A picture of each panel: the input on a scale of its own, the outputs on one that they share."""
    if not panels:
        return []
    before, *outputs = panels
    shared = _range(outputs)
    scales = [_range([before]), *(shared for _ in outputs)]
    return [_picture(*drawn, lang) for drawn in zip(panels, scales, COLOURS, strict=True)]


def caption(drawn: list[Picture], lang: str) -> str:
    """What the marks of these pictures stand for."""
    said = [DOTS, *([BANDS] if any(picture.band for picture in drawn) else [])]
    return " ".join(text[lang] for text in said)


def _range(drawn: list[Panel]) -> tuple[float, float]:
    levels = [*np.concatenate([panel.numbers for panel in drawn])]
    for panel in drawn:
        if panel.mean is not None and panel.std is not None:
            levels += [panel.mean - panel.std, panel.mean + panel.std]
    finite = [float(level) for level in levels if np.isfinite(level)] or [0.0]
    low, high = min(finite), max(finite)
    return (low, high) if high > low else (low - 1, high + 1)


def _picture(panel: Panel, scale: tuple[float, float], colour: str, lang: str) -> Picture:
    low, high = scale

    def across(token: int) -> str:
        return f"{MARGIN + (WIDTH - 2 * MARGIN) * (token + 0.5) / len(panel.numbers):.1f}"

    def down(level: float) -> float:
        return HEIGHT - MARGIN - (HEIGHT - 2 * MARGIN) * (level - low) / (high - low)

    band = None
    if panel.mean is not None and panel.std is not None and np.isfinite([panel.mean, panel.std]).all():
        top, bottom = down(panel.mean + panel.std), down(panel.mean - panel.std)
        band = (f"{top:.1f}", f"{max(bottom - top, 1):.1f}", f"{down(panel.mean):.1f}")
    return Picture(
        panel.title[lang],
        _spoken(panel),
        colour,
        f"{down(0):.1f}" if low < 0 < high else None,
        band,
        [(across(token), f"{down(level):.1f}") for token, level in enumerate(panel.numbers) if np.isfinite(level)],
        panel.mean is None,
    )


def _spoken(panel: Panel) -> str:
    if panel.mean is None or panel.std is None:
        spoken = [number(value) for value in panel.numbers[:MAX_SPOKEN]]
        return ", ".join(spoken) + (", …" if len(panel.numbers) > MAX_SPOKEN else "")
    return f"mean {number(panel.mean)}, std {number(panel.std)}"
