"""Text in the columns of a terminal: how wide it is, and how it is made to fit."""

import unicodedata


def display_width(text: str) -> int:
    """How many columns of a terminal `text` takes: two for a wide character, none for a combining mark."""
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def shortened(text: str, width: int) -> str:
    """`text` in `width` columns, at least 1: one that is too long ends in "…"."""
    return text if display_width(text) <= width else _beginning(text, width - 1) + "…"


def shortened_inside(text: str, width: int) -> str:
    """As `shortened`, but the end of the text is kept too: that is where paths differ."""
    if display_width(text) <= width:
        return text
    end = _beginning(text[::-1], (width - 1) // 2)[::-1]
    while end and _columns(end[0]) == 0:  # a mark without its letter
        end = end[1:]
    return _beginning(text, width - 1 - display_width(end)) + "…" + end


def _beginning(text: str, width: int) -> str:
    taken = 0
    for place, character in enumerate(text):
        taken += _columns(character)
        if taken > width:
            return text[:place]
    return text
