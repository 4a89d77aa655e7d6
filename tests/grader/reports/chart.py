"""The distribution of scores as bars: where they stand in an SVG that takes its colours from the page."""

from dataclasses import dataclass

from grader.reports.summary import share
from grader.results import SubmissionResult
from grader.text import Text

CAPTION = Text(vi="Phân bố điểm (% số điểm tối đa)", en="Distribution of scores (% of the maximum)")
SPOKEN = Text(vi="Số bài nộp theo điểm. {bars}", en="Submissions by score. {bars}")
STEPS = 10
STEP, HEIGHT, TOP, BOTTOM = 52, 180, 26, 28
FLOOR = HEIGHT - BOTTOM


@dataclass(frozen=True)
class Bar:
    """How many submissions have so many tenths of the points; lengths are in units of the SVG."""

    label: int
    count: int
    middle: str
    left: str
    width: str
    top: str
    height: str
    above: str


@dataclass(frozen=True)
class Chart:
    """A bar for every tenth of the points, and one for full marks; `spoken` says the same in words."""

    caption: str
    spoken: str
    bars: list[Bar]
    width: int = STEP * (STEPS + 1)
    height: int = HEIGHT
    floor: float = FLOOR + 0.5


def chart(submissions: list[SubmissionResult], lang: str) -> Chart:
    """The chart of a class."""
    counts = [0] * (STEPS + 1)
    for submission in submissions:
        # Rounding first: 0.3 of the points can be 2.9999999 tenths of them.
        counts[int(round(share(submission) * STEPS, 9))] += 1
    spoken = "; ".join(f"{_range(place)}%: {count}" for place, count in enumerate(counts) if count)
    bars = [_bar(place, count, max(counts)) for place, count in enumerate(counts)]
    return Chart(CAPTION[lang], SPOKEN[lang].format(bars=spoken), bars)


def _range(place: int) -> str:
    start = place * 100 // STEPS
    return f"{start}" if place == STEPS else f"{start}–{start + 100 // STEPS - 1}"


def _bar(place: int, count: int, most: int) -> Bar:
    middle = STEP * (place + 0.5)
    height = max(2.0, (FLOOR - TOP) * count / max(most, 1))
    return Bar(
        label=place * 100 // STEPS,
        count=count,
        middle=f"{middle:g}",
        left=f"{middle - STEP * 0.36:g}",
        width=f"{STEP * 0.72:g}",
        top=f"{FLOOR - height:.1f}",
        height=f"{height:.1f}",
        above=f"{FLOOR - height - 6:.1f}",
    )
