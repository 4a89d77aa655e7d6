"""What stands behind a fold: code that most readers pass over, and outputs that are to be guessed first.

A cell tagged `hide-input` has its code behind a fold; one tagged `predict` has there what it stored as its output.
MyST-NB folds with words in English only, the label that is read out among them; the folds here say it in the language
of the page.
"""

from html import escape

from docutils import nodes
from myst_nb.sphinx_ import HideCodeCellNode
from sphinx.application import Sphinx

from course_book.content.words import words_in
from course_book.languages import language_of


def fold_in_words_of_the_page(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put a fold of our own in the place of each of MyST-NB's, and one around each output that is to be guessed."""
    words = words_in(language_of(docname))
    for hidden in list(doctree.findall(HideCodeCellNode)):
        # Not replace_self, which hands the fold's classes on to what opens it, and so closes it at once.
        fold(hidden, hidden.children, "folded-code", words[_what_code_does(hidden)])
    for output in list(doctree.findall(is_to_be_guessed)):
        assert isinstance(output, nodes.Element)
        fold(output, [output], "prediction", words["guessed"])


def is_to_be_guessed(node: nodes.Node) -> bool:
    """Whether this is an output that readers are to guess before they see it."""
    if not isinstance(node, nodes.container) or "cell_output" not in node["classes"]:
        return False
    return node.parent is not None and "tag_predict" in node.parent["classes"]


def fold(place: nodes.Element, inside: list[nodes.Node], kind: str, title: str) -> None:
    """Put what is to be inside into a fold, in the place of a node."""
    opening = nodes.raw("", f'<details class="{kind}"><summary>{escape(title)}</summary>', format="html")
    parent = place.parent
    assert parent is not None
    at = parent.index(place)
    parent[at : at + 1] = [opening, *inside, nodes.raw("", "</details>", format="html")]


def _what_code_does(hidden: nodes.Element) -> str:
    """The name of the words that say what the code of a cell does."""
    cell = hidden.parent
    if "tag_setup" in cell["classes"]:
        return "show_setup"
    return "show_plot" if any(cell.findall(nodes.image)) else "show_code"
