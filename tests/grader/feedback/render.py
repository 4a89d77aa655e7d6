"""Feedback as plain text for a terminal and as a small block of HTML for a notebook."""

import textwrap

from grader.feedback.compose import ACTUAL, EXPECTED, Block, Code, Comparison, Feedback, Fold, Link, Pictures, Reading
from grader.feedback.pictures import HEIGHT, WIDTH, caption, pictures
from grader.sanitize import printable

MARKS = {"solved": "✓", "unsolved": "○", "wrong": "✗"}
COLOURS = {"solved": "#3f9b4f", "unsolved": "#8a8f98", "wrong": "#d9731a"}
TEXT_WIDTH = 88


def as_text(feedback: Feedback) -> str:
    """The feedback for a terminal; pictures are left out, and what is folded elsewhere comes last."""
    parts, folded = [f"{MARKS[feedback.tone]} {feedback.title}"], []
    for block in feedback.blocks:
        if isinstance(block, str | Reading):
            words = block if isinstance(block, str) else block.text
            parts.append(textwrap.fill(words, TEXT_WIDTH, break_on_hyphens=False, break_long_words=False))
        elif isinstance(block, Code):
            parts.append("\n".join(f"    {line}" for line in block.lines))
        elif isinstance(block, Fold):
            folded.append("\n".join([f"{block.title}:", *(f"    {line}" for line in block.lines)]))
        elif isinstance(block, Link):
            parts.append(f"{block.text} ({block.file})")
        elif isinstance(block, Comparison):
            parts.append("\n".join([block.what, *(f"    {line}" for line in _sides(block, feedback.lang))]))
    return printable("\n\n".join([*parts, *folded]))


def as_html(feedback: Feedback) -> str:
    """The feedback for a notebook and for the page of a submission."""
    from grader.markup import templates_of  # only here: a terminal does not wait for it

    return (
        templates_of("grader.feedback")
        .get_template("feedback.html.j2")
        .render(
            lang=feedback.lang,
            colour=COLOURS[feedback.tone],
            mark=MARKS[feedback.tone],
            title=feedback.title,
            blocks=[part for block in feedback.blocks for part in _parts(block, feedback.lang)],
            width=WIDTH,
            height=HEIGHT,
        )
    )


def _parts(block: Block, lang: str) -> list[dict[str, object]]:
    """A block as the template takes it: paragraphs, code, what is folded, links and pictures."""
    if isinstance(block, Code):
        return [{"kind": "code", "text": "\n".join(block.lines), "copied": True}]
    if isinstance(block, Comparison):
        return [
            {"kind": "paragraph", "text": block.what},
            {"kind": "code", "text": "\n".join(_sides(block, lang)), "copied": False},
        ]
    if isinstance(block, Fold):
        return [{"kind": "fold", "title": block.title, "text": "\n".join(block.lines)}]
    if isinstance(block, Link):
        return [{"kind": "link", "text": block.text, "file": block.file}]
    if isinstance(block, Pictures):
        drawn = pictures(block.panels, lang)
        return [{"kind": "pictures", "pictures": drawn, "caption": caption(drawn, lang)}]
    return [{"kind": "paragraph", "text": block.text if isinstance(block, Reading) else block}]


def _sides(comparison: Comparison, lang: str) -> list[str]:
    """Expected and actual below each other."""
    words = EXPECTED[lang], ACTUAL[lang]
    width = max(map(len, words))
    sides = zip(words, (comparison.expected, comparison.actual), strict=True)
    return [f"{word:<{width}}  {side}" for word, side in sides]
