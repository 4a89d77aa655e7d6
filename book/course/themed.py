"""A drawing as an element of a page, in the colours of its theme: as a book is built, and as code runs in it."""

import re
from html import escape

from course.palette import AFTER, BEFORE, FOURTH, THIRD, TINTS

# The colours a figure may use, and the variable of course.css that takes the place of each.
VARIABLES = {
    BEFORE: "before",
    AFTER: "after",
    THIRD: "third",
    FOURTH: "fourth",
    "#000000": "text",
    "#ffffff": "background",
    "#d0d0d0": "grid",
    TINTS[BEFORE]: "tint-1",
    TINTS[AFTER]: "tint-2",
    TINTS[THIRD]: "tint-3",
    TINTS[FOURTH]: "tint-4",
    "#fbf0b8": "tint-5",
    "#d3eeee": "tint-6",
}
LONG_DECIMAL = re.compile(r"\d+\.\d{3,}")


def responsive(wide: str, narrow: str | None, alt: str, prefix: str, *, other_colours: bool = False) -> str:
    """The drawing in one or two widths as elements of a page, whose stylesheet shows the one that fits its column.

    Raises ValueError as `themed` does.
    """
    drawings = [themed(wide, alt, prefix, other_colours=other_colours)]
    if narrow:
        drawings.append(themed(narrow, alt, f"{prefix}-narrow", other_colours=other_colours))
    return f'<div class="drawings">{"".join(drawings)}</div>'


def themed(svg: str, alt: str, prefix: str, *, other_colours: bool = False) -> str:
    """The drawing as an element of a page: described, its ids its own, its colours the theme's.

    Raises ValueError naming a colour that has no variable, since it would stay as it is in a dark page, unless
    `other_colours` may do so; also for a drawing without a viewBox, whose size is not known.
    """
    svg = slim(svg)
    svg = re.sub(r'(\bid="|href="#|url\(#)', rf"\g<1>{prefix}-", svg)
    colours = set(re.findall(r"(?<=: )#[0-9a-f]{6}\b", svg))
    if (unknown := sorted(colours - set(VARIABLES))) and not other_colours:
        raise ValueError(f"uses {', '.join(unknown)}, which course/themed.py gives no variable of the theme")
    for colour in colours & set(VARIABLES):
        svg = svg.replace(f": {colour}", f": var(--{VARIABLES[colour]})")
    return svg.replace("<svg", f'<svg class="figure" role="img" aria-label="{escape(alt)}"', 1)


def slim(svg: str) -> str:
    """The drawing without what shows nothing, its size in pixels; about a third of the bytes, compressed.

    Raises ValueError for a drawing without a viewBox.
    """
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>|<style.*?</style>|<!--.*?-->", "", svg, flags=re.DOTALL)
    width, height = size_of(svg)
    size = f'width="{width}" height="{height}" font-family="sans-serif"'
    svg = re.sub(r'(<svg\b[^>]*?) width="[^"]*" height="[^"]*"', rf"\g<1> {size}", svg, count=1)
    # The face is the page's; where a drawing stands by itself, that of the whole drawing.
    svg = re.sub(r"font-family: [^;\"]*;? ?", "", svg).replace(' style=""', "")
    svg = re.sub(r' transform="rotate\(-?0 [^)]*\)"', "", svg)
    meant = set(re.findall(r'(?:href="#|url\(#)([^")]+)', svg))
    svg = re.sub(r' id="([^"]*)"', lambda named: named[0] if named[1] in meant else "", svg)
    svg = re.sub(r"<[^>]+>", lambda tag: LONG_DECIMAL.sub(_tenths, tag[0]), svg)
    # Indentation and line breaks between elements are a fifth of a drawing; those within a path only part numbers.
    svg = re.sub(r">\s+<", "><", svg).replace(" \n", " ").replace("\n", " ")
    return _without_bare_groups(svg)


def size_of(svg: str) -> tuple[int, int]:
    """Width and height of a drawing in pixels; ValueError when it has no viewBox."""
    view = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)
    if view is None:
        raise ValueError("has no viewBox that starts at 0 0")
    return round(float(view[1]) * 96 / 72), round(float(view[2]) * 96 / 72)


def _tenths(number: re.Match[str]) -> str:
    """A length in points to the tenth, an eighth of a pixel: compressed, a page of figures loses a fifth."""
    return f"{float(number[0]):.1f}".removesuffix(".0")


def _without_bare_groups(svg: str) -> str:
    """The drawing without groups that hold nothing, and without the tags of those that say nothing of theirs."""
    svg = re.sub(r"<defs></defs>|<defs/>|<g[^>]*/>", "", svg)
    kept: list[str] = []
    bare: list[bool] = []  # of each group that is open
    for part in re.findall(r"<[^>]+>|[^<]+", svg):
        if part.startswith("<g"):
            bare.append(part == "<g>")
            if bare[-1]:
                continue
        elif part == "</g>" and bare.pop():
            continue
        kept.append(part)
    return "".join(kept)
