"""The distribution of scores as a small inline SVG that takes its colours from the page."""

from html import escape

from grader.reports.summary import share
from grader.results import SubmissionResult
from grader.text import Text

CAPTION = Text(vi="Phân bố điểm (% số điểm tối đa)", en="Distribution of scores (% of the maximum)")
SPOKEN = Text(vi="Số bài nộp theo điểm. {bars}", en="Submissions by score. {bars}")
STEPS = 10
STEP, HEIGHT, TOP, BOTTOM = 52, 180, 26, 28


def chart(submissions: list[SubmissionResult], lang: str) -> str:
    """A bar for every tenth of the points, and one for full marks; "" for no submissions."""
    if not submissions:
        return ""
    counts = [0] * (STEPS + 1)
    for submission in submissions:
        # Rounding first: 0.3 of the points can be 2.9999999 tenths of them.
        counts[int(round(share(submission) * STEPS, 9))] += 1
    bars = "".join(_bar(place, count, max(counts)) for place, count in enumerate(counts))
    width, floor = STEP * len(counts), HEIGHT - BOTTOM
    return (
        f'<figure class="scores">\n<figcaption>{escape(CAPTION[lang])}</figcaption>\n'
        f'<svg class="chart" viewBox="0 0 {width} {HEIGHT}" role="img" aria-label="{escape(_spoken(counts, lang))}">'
        f'{bars}<path d="M0 {floor + 0.5}H{width}"/></svg>\n</figure>'
    )


def _range(place: int) -> str:
    start = place * 100 // STEPS
    return f"{start}" if place == STEPS else f"{start}–{start + 100 // STEPS - 1}"


def _bar(place: int, count: int, most: int) -> str:
    middle, floor = STEP * (place + 0.5), HEIGHT - BOTTOM
    label = f'<text x="{middle:g}" y="{HEIGHT - 8}">{place * 100 // STEPS}</text>'
    if not count:
        return label
    height = max(2.0, (floor - TOP) * count / most)
    return (
        f'<rect x="{middle - STEP * 0.36:g}" y="{floor - height:.1f}" width="{STEP * 0.72:g}" height="{height:.1f}"/>'
        f'<text x="{middle:g}" y="{floor - height - 6:.1f}">{count}</text>{label}'
    )


def _spoken(counts: list[int], lang: str) -> str:
    bars = [f"{_range(place)}%: {count}" for place, count in enumerate(counts) if count]
    return SPOKEN[lang].format(bars="; ".join(bars))
