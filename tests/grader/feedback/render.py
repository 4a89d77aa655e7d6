"""Feedback as plain text for a terminal and as a small block of HTML for a notebook."""

import textwrap
from html import escape

from grader.feedback.compose import ACTUAL, EXPECTED, Code, Comparison, Feedback
from grader.feedback.drawing import as_html as picture_as_html

MARKS = {"solved": "✓", "unsolved": "○", "wrong": "✗"}
COLOURS = {"solved": "#3f9b4f", "unsolved": "#8a8f98", "wrong": "#d9731a"}
TEXT_WIDTH = 88


def as_text(feedback: Feedback) -> str:
    """The feedback for a terminal; pictures are left out."""
    parts = [f"{MARKS[feedback.tone]} {feedback.title}"]
    for block in feedback.blocks:
        if isinstance(block, str):
            parts.append(textwrap.fill(block, TEXT_WIDTH, break_on_hyphens=False, break_long_words=False))
        elif isinstance(block, Code):
            parts.append("\n".join(f"    {line}" for line in block.lines))
        elif isinstance(block, Comparison):
            words = EXPECTED[feedback.lang], ACTUAL[feedback.lang]
            width = max(map(len, words))
            sides = zip(words, (block.expected, block.actual), strict=True)
            parts.append("\n".join([block.what, *(f"    {word:<{width}}  {side}" for word, side in sides)]))
    return "\n\n".join(parts)


def as_html(feedback: Feedback) -> str:
    """The feedback for a notebook: colours come from the page, so that it reads well in light and dark."""
    colour = COLOURS[feedback.tone]
    body = "".join(_block(block, feedback.lang) for block in feedback.blocks)
    return (
        f'<div lang="{feedback.lang}" style="border-left:4px solid {colour};padding:.25em 1em;margin:.5em 0;'
        f'max-width:44em;line-height:1.5">'
        f'<p style="font-weight:600;margin:.25em 0"><span aria-hidden="true" style="color:{colour}">'
        f"{MARKS[feedback.tone]}</span> {escape(feedback.title)}</p>{body}</div>"
    )


def _block(block: object, lang: str) -> str:
    if isinstance(block, str):
        return f'<p style="margin:.4em 0">{escape(block)}</p>'
    if isinstance(block, Code):
        return _code("\n".join(block.lines))
    if isinstance(block, Comparison):
        width = max(len(EXPECTED[lang]), len(ACTUAL[lang]))
        sides = ((EXPECTED[lang], block.expected), (ACTUAL[lang], block.actual))
        lines = "\n".join(f"{word:<{width}}  {side}" for word, side in sides)
        return f'<p style="margin:.4em 0">{escape(block.what)}</p>{_code(lines)}'
    return picture_as_html(block, lang)


def _code(text: str) -> str:
    return (
        '<pre tabindex="0" style="margin:.3em 0;padding:.4em .8em;overflow-x:auto;color:inherit;'
        f'background:rgba(128,128,128,.14);border:0">{escape(text)}</pre>'
    )
