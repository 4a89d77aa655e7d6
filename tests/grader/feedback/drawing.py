"""A small picture of a counterexample: the instance before, what came out, what should have."""

from dataclasses import dataclass
from html import escape

import numpy as np

from grader.judging.assertions import Misjudged, Mismatch
from grader.judging.cases import fresh
from grader.judging.counterexample import number
from grader.exercises import Exercise, names_judged_by
from grader.text import Text
from grader.judging.verdict import Answers, Result, undisturbed

BEFORE = Text(vi="Instance ở đầu vào", en="The instance in the input")
CAME_OUT = Text(vi="Nhận được", en="What came out")
SHOULD = Text(vi="Mong đợi", en="What should have come out")

WIDTH, HEIGHT, MARGIN = 170, 96, 10
MOST_SPOKEN = 12
# Both colours stand out on a light and on a dark page.
BLUE, ORANGE, GREEN = "#3d85d6", "#d9731a", "#3f9b4f"


@dataclass(frozen=True)
class Panel:
    """One drawing: the numbers along the sequence and, for statistics, a mean with one std to each side."""

    title: Text
    colour: str
    numbers: np.ndarray
    mean: float | None = None
    std: float | None = None


def panels(exercise: Exercise, answers: Answers, result: Result) -> list[Panel]:
    """What to draw for a failed property; nothing where no instance can be drawn."""
    case = result.error.case if isinstance(result.error, Misjudged) else result.case
    x = (case or {}).get("x")
    if x is None or not isinstance(result.error, Mismatch):
        return []
    place = result.error.index if result.error.index is not None and len(result.error.index) == 3 else (0, 0, 0)
    sample, feature = place[0] % x.shape[0], place[2] % x.shape[2]
    before = Panel(BEFORE, BLUE, x[sample, :, feature])
    if np.shape(result.error.actual) == x.shape:
        sides = [(side[sample, :, feature],) for side in (result.error.actual, result.error.expected)]
    elif exercise.output is None:
        return []
    else:
        name, *_ = names_judged_by(exercise.tests[result.property])
        both = (answers[name], exercise.solution[name])
        sides = [_side(exercise, answer, result.case, sample, feature) for answer in both]
    if any(side is None for side in sides):
        return []
    return [before, Panel(CAME_OUT, ORANGE, *sides[0]), Panel(SHOULD, GREEN, *sides[1])]


def _side(exercise: Exercise, answer: object, case: dict, sample: int, feature: int) -> tuple | None:
    """What a panel shows of an output: numbers, or x with a mean and a std; None where it cannot be drawn."""
    x = case["x"]
    try:
        with undisturbed():
            output = exercise.output(answer, fresh(case))
            if np.shape(output) == x.shape:
                return (np.asarray(output[sample, :, feature], np.float64),)
            mean, var = (float(part[sample, 0, feature]) for part in output)
    except Exception:  # whatever the learner's code does, there is only nothing to draw
        return None
    return x[sample, :, feature], mean, float(np.sqrt(var)) if var >= 0 else float("nan")


def as_html(drawn: list[Panel], lang: str) -> str:
    """The panels as inline SVG, side by side where there is room; outputs share their vertical scale."""
    if not drawn:
        return ""
    before, *outputs = drawn
    shared = _range([panel for panel in outputs])
    scales = [_range([before]), *(shared for _ in outputs)]
    figures = "".join(_figure(panel, scale, lang) for panel, scale in zip(drawn, scales, strict=True))
    return f'<div style="display:flex;flex-wrap:wrap;gap:.75em;margin:.5em 0">{figures}</div>'


def _range(drawn: list[Panel]) -> tuple[float, float]:
    levels = [*np.concatenate([panel.numbers for panel in drawn])]
    for panel in drawn:
        if panel.mean is not None:
            levels += [panel.mean - panel.std, panel.mean + panel.std]
    finite = [float(level) for level in levels if np.isfinite(level)] or [0.0]
    low, high = min(finite), max(finite)
    return (low, high) if high > low else (low - 1, high + 1)


def _figure(panel: Panel, scale: tuple[float, float], lang: str) -> str:
    title = panel.title[lang]
    return (
        f'<figure style="margin:0;flex:0 1 {WIDTH}px"><figcaption style="font-size:.85em">{escape(title)}</figcaption>'
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" style="max-width:100%" role="img" '
        f'aria-label="{escape(title)}: {_spoken(panel)}">{_drawing(panel, scale)}</svg></figure>'
    )


def _spoken(panel: Panel) -> str:
    if panel.mean is None:
        spoken = [number(value) for value in panel.numbers[:MOST_SPOKEN]]
        return ", ".join(spoken) + (", …" if len(panel.numbers) > MOST_SPOKEN else "")
    return f"mean {number(panel.mean)}, std {number(panel.std)}"


def _drawing(panel: Panel, scale: tuple[float, float]) -> str:
    low, high = scale

    def across(token: int) -> float:
        return MARGIN + (WIDTH - 2 * MARGIN) * (token + 0.5) / len(panel.numbers)

    def down(level: float) -> float:
        return HEIGHT - MARGIN - (HEIGHT - 2 * MARGIN) * (level - low) / (high - low)

    parts = [
        f'<rect x=".5" y=".5" width="{WIDTH - 1}" height="{HEIGHT - 1}" fill="none" stroke="currentColor" opacity=".3"/>'
    ]
    if low < 0 < high:
        parts.append(f'<path d="M0 {down(0):.1f}H{WIDTH}" stroke="currentColor" opacity=".35" stroke-dasharray="3 3"/>')
    if panel.mean is not None and np.isfinite([panel.mean, panel.std]).all():
        top, bottom = down(panel.mean + panel.std), down(panel.mean - panel.std)
        parts.append(
            f'<rect x="0" y="{top:.1f}" width="{WIDTH}" height="{max(bottom - top, 1):.1f}" fill="{panel.colour}" opacity=".2"/>'
            f'<path d="M0 {down(panel.mean):.1f}H{WIDTH}" stroke="{panel.colour}" stroke-width="2"/>'
        )
    points = [(across(token), down(level)) for token, level in enumerate(panel.numbers) if np.isfinite(level)]
    if panel.mean is None:
        corners = " ".join(f"{left:.1f},{top:.1f}" for left, top in points)
        parts.append(f'<polyline points="{corners}" fill="none" stroke="{panel.colour}" stroke-width="1.5"/>')
    parts += [f'<circle cx="{left:.1f}" cy="{top:.1f}" r="3" fill="{panel.colour}"/>' for left, top in points]
    if not points:
        parts.append(f'<text x="{WIDTH / 2}" y="{HEIGHT / 2}" text-anchor="middle" fill="currentColor">nan</text>')
    return "".join(parts)
