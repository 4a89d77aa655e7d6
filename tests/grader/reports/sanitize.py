"""Text from submissions made harmless: file names, and what their code said when it raised.

Whatever goes to a terminal, a page, a spreadsheet or a file goes through one of these first: afterwards it holds
nothing that acts on what shows it.
"""

import re

SURROGATE = re.compile("[\ud800-\udfff]")


def escaped(character: str) -> str:
    """The character as Python would write it in a string: an escape sequence."""
    return character.encode("unicode_escape").decode("ascii")


def one_line(text: str) -> str:
    """`text` with control characters, line breaks and direction marks spelt out: it cannot act on what shows it."""
    return "".join(character if character.isprintable() else escaped(character) for character in text)


def flowing(text: str) -> str:
    """`text` as one line: white space is one space each, the rest as in `one_line`."""
    return one_line(" ".join(text.split()))


def several_lines(text: str) -> str:
    """As `one_line`, but line breaks and tabs stay."""
    return "".join(each if each.isprintable() or each in "\n\t" else escaped(each) for each in text)


def without_surrogates(text: str) -> str:
    """`text` as UTF-8 can hold it: half characters (from file names that are not UTF-8) as escape sequences."""
    return SURROGATE.sub(lambda match: escaped(match.group()), text)
