"""Mathematics as MathML in the page, read by screen readers and set without any script."""

import re

import math_core
from docutils import nodes
from sphinx.writers.html5 import HTML5Translator


def _mathml(latex: str, *, block: bool) -> str:
    return math_core.LatexToMathML().convert_with_local_state(latex, displaystyle=block)


def visit_inline_math(translator: HTML5Translator, node: nodes.math) -> None:
    """Write a formula within a line."""
    translator.body.append(_mathml(node.astext(), block=False))
    raise nodes.SkipNode


def visit_block_math(translator: HTML5Translator, node: nodes.math_block) -> None:
    """Write a formula that stands by itself."""
    translator.body.append(translator.starttag(node, "div", CLASS="math"))
    translator.body.append(_mathml(node.astext(), block=True))
    translator.body.append("</div>")
    raise nodes.SkipNode


BESIDE_A_FORMULA = re.compile(r"([(\[“‘]*)(<math>.*?</math>)((?:[,.;:!?)\]…”’]|-(?=\w))*)", re.DOTALL)


def with_punctuation_kept(body: str) -> str:
    """The page's HTML with each formula in a line kept together with the bracket before it and the comma after it."""

    def keep(found: re.Match[str]) -> str:
        before, _, after = found.groups()
        return f'<span class="kept">{found[0]}</span>' if before or after else found[0]

    return BESIDE_A_FORMULA.sub(keep, body)


# What Sphinx takes as a renderer: a function for the start of a node, and none for its end.
INLINE = (visit_inline_math, None)
BLOCK = (visit_block_math, None)
