"""Text from submissions made harmless: file names, and what their code said when it raised.

Whatever goes to a terminal, a page, a spreadsheet or a file goes through one of these first: afterwards it holds
nothing that acts on what shows it. Vietnamese stays as it is.
"""

import json
import unicodedata

ACTING = ("Cc", "Cf", "Cs", "Zl", "Zp")  # controls, marks of direction, half characters, separators of lines


def printable(text: str) -> str:
    """`text` with whatever cannot be printed spelt out, as Python would write it; line breaks and tabs stay."""
    return "".join(each if each.isprintable() or each in "\n\t" else _spelt_out(each) for each in text)


def one_line(text: str) -> str:
    """As `printable`, with line breaks and tabs spelt out too: for names, of which they are a part."""
    return "".join(each if each.isprintable() else _spelt_out(each) for each in text)


def flowing(text: str) -> str:
    """`text` as one line: white space is one space each, the rest as in `one_line`."""
    return one_line(" ".join(text.split()))


def harmless_json(text: str) -> str:
    """A JSON text that says the same, in which no character acts on a terminal and which UTF-8 can hold."""
    acts = (each != "\n" and unicodedata.category(each) in ACTING for each in text)
    return "".join(json.dumps(each)[1:-1] if bad else each for each, bad in zip(text, acts, strict=True))


def _spelt_out(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")
