"""What a chapter or an exercise asks of a reader: the minutes, reckoned from what stands in it, and the difficulty.

Minutes are noted when a page is read, where Sphinx keeps what it knows of a page until that changes, and are the same
for twins.
"""

import re
from pathlib import PurePosixPath

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

from course_book.content.difficulty import DIFFICULTY
from course_book.content.words import words_in
from course_book.languages import language_of, twin_of
from course_book.search import plain_text
from grader.text import LANGUAGES

WORDS_A_MINUTE = {
    "vi": 250,
    "en": 200,
}  # a Vietnamese word is written as one or more syllables, which are what is counted
MINUTES_A_CELL = 0.75
MINUTES_TO_SOLVE = {1: 10, 2: 20, 3: 40}  # an exercise of this difficulty, when it was read
ROUNDED_TO = 5


def name_of(docname: str) -> str:
    """The name that a page shares with its twin."""
    return "/".join(part for part in docname.split("/") if part not in LANGUAGES)


def counts_as(docname: str) -> str | None:
    """As what a page counts on the way through the course: a "chapter", which is read, an "exercise", or None."""
    if name_of(docname) not in DIFFICULTY:
        return None
    return "exercise" if _is_exercise(docname) else "chapter"


def note_minutes(app: Sphinx, doctree: nodes.document) -> None:
    """Note how long it takes to read a page that was just read; ExtensionError for one whose difficulty nobody said."""
    docname = app.env.docname
    cells = [node for node in doctree.findall(nodes.container) if "cell_input" in node["classes"]]
    if cells and name_of(docname) not in DIFFICULTY:
        raise ExtensionError(f"{docname} has no difficulty: say it in book/_ext/course_book/content/difficulty.py")
    code = {id(node) for cell in cells for node in cell.findall(nodes.literal_block)}
    words = sum(
        len(plain_text(node).split())
        for node in doctree.findall(nodes.TextElement)
        if isinstance(node, (nodes.paragraph, nodes.title)) and id(node) not in code
    )
    app.env.metadata[docname]["minutes"] = words / WORDS_A_MINUTE[language_of(docname)] + MINUTES_A_CELL * len(cells)


def minutes_of(app: Sphinx, docname: str) -> int:
    """The minutes that a chapter or exercise takes, rounded; the same for twins."""
    twins: list[float] = [app.env.metadata[twin_of(docname, lang)]["minutes"] for lang in LANGUAGES]
    solving = MINUTES_TO_SOLVE[DIFFICULTY[name_of(docname)]] if _is_exercise(docname) else 0
    return max(ROUNDED_TO, ROUNDED_TO * round((sum(twins) / len(twins) + solving) / ROUNDED_TO))


def note_where_minutes_go(item: nodes.list_item, docname: str) -> None:
    """Let a list's item, whose page was just read, end with the minutes of another page, which may not be read yet."""
    paragraph = next(item.findall(nodes.paragraph))
    paragraph += [nodes.Text(" "), nodes.inline("", "", classes=["minutes"], minutes_of=docname)]


def fill_in_minutes(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Write the minutes where a list waits for them."""
    for place in doctree.findall(nodes.inline):
        if "minutes_of" in place:
            place.append(nodes.Text(_said(app, place["minutes_of"])))
            del place["minutes_of"]


def under_the_title(app: Sphinx, docname: str, body: str) -> str:
    """The page's HTML with the minutes and the difficulty of a chapter or exercise below its title."""
    if counts_as(docname) is None:
        return body
    said = _said(app, docname)
    return re.sub("</h1>", lambda end: f'{end[0]}\n<p class="effort">{said}</p>', body, count=1)


def _said(app: Sphinx, docname: str) -> str:
    words = words_in(language_of(docname))
    difficulty = words[f"difficulty_{DIFFICULTY[name_of(docname)]}"]
    return words["effort"].format(minutes=minutes_of(app, docname), difficulty=difficulty)


def _is_exercise(docname: str) -> bool:
    return PurePosixPath(docname).parts[0] == "exercises"
