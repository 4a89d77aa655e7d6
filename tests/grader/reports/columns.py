"""Text in the columns of a terminal: how wide it is, and how it is made to fit."""

import unicodedata
from collections import Counter
from collections.abc import Sequence


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


def shortened_apart(names: Sequence[str], width: int) -> list[str]:
    """Names in `width` columns, shortened where they are alike: two that differ are never the same afterwards.

    A folder that all of them begin with is left out first. What is the same all the same is cut in front of where it
    begins to differ, and at last numbered; `width` must hold the number.
    """
    if all(display_width(name) <= width for name in names):
        return list(names)
    different = list(dict.fromkeys(names))
    shared = _shared([name.rpartition("/")[0] + "/" for name in different]).rpartition("/")[0]
    cut = {name: f"…{name.removeprefix(shared)}" if shared else name for name in different}
    short = {name: shortened_inside(cut[name], width) for name in different}
    for group in _same(short):
        start = len(_shared([cut[name] for name in group]))
        short |= {name: _around(cut[name], start, width) for name in group}
    taken = set(short.values()) - {short[name] for group in _same(short) for name in group}
    for group in _same(short):
        number = 0
        for name in group:
            while True:
                number += 1
                end = f"…{number}"
                tried = _beginning(cut[name], width - display_width(end)) + end
                if tried not in taken:
                    break
            taken.add(tried)
            short[name] = tried
    return [short[name] for name in names]


def _shared(texts: Sequence[str]) -> str:
    """What all of them begin with."""
    first, last = min(texts), max(texts)
    return first[: next((place for place, each in enumerate(first) if each != last[place : place + 1]), None)]


def _same(short: dict[str, str]) -> list[list[str]]:
    """The names that are shortened to the same, together."""
    counts = Counter(short.values())
    groups: dict[str, list[str]] = {}
    for name, said in short.items():
        if counts[said] > 1:
            groups.setdefault(said, []).append(name)
    return list(groups.values())


def _around(text: str, place: int, width: int) -> str:
    """`text` in `width` columns with what stands at a place, and something of its beginning and its end."""
    beginning = _beginning(text, width // 4)
    rest = text[max(place - width // 8, len(beginning)) :]
    return f"{beginning}…{shortened_inside(rest, width - 1 - display_width(beginning))}"


def _beginning(text: str, width: int) -> str:
    taken = 0
    for place, character in enumerate(text):
        taken += _columns(character)
        if taken > width:
            return text[:place]
    return text
