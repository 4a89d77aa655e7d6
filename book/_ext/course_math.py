"""Sphinx extension: mathematics as MathML in the page, read by screen readers and set without any script."""

import math_core
from docutils import nodes
from sphinx.application import Sphinx


def _mathml(latex: str, *, block: bool) -> str:
    return math_core.LatexToMathML().convert_with_local_state(latex, displaystyle=block)


def visit_inline_math(translator, node: nodes.math) -> None:
    translator.body.append(_mathml(node.astext(), block=False))
    raise nodes.SkipNode


def visit_block_math(translator, node: nodes.math_block) -> None:
    translator.body.append(translator.starttag(node, "div", CLASS="math"))
    translator.body.append(_mathml(node.astext(), block=True))
    translator.body.append("</div>")
    raise nodes.SkipNode


def setup(app: Sphinx) -> dict:
    app.add_html_math_renderer("mathml", (visit_inline_math, None), (visit_block_math, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
