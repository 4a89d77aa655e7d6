"""Code that most readers pass over stands behind a fold: the code of a cell tagged `hide-input`.

MyST-NB folds it with words in English only, the label that is read out among them; the fold here says it in the
language of the page.
"""

from html import escape

from docutils import nodes
from myst_nb.sphinx_ import HideCodeCellNode
from sphinx.application import Sphinx

from course_book.content.words import words_in
from course_book.languages import language_of


def fold_in_words_of_the_page(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put a fold of our own in the place of each of MyST-NB's."""
    title = escape(words_in(language_of(docname))["show_code"])
    for fold in list(doctree.findall(HideCodeCellNode)):
        opening = nodes.raw("", f'<details class="folded-code"><summary>{title}</summary>', format="html")
        cell = fold.parent
        assert cell is not None
        place = cell.index(fold)
        # Not replace_self, which hands the fold's classes on to what opens it, and so closes it at once.
        cell[place : place + 1] = [opening, *fold.children, nodes.raw("", "</details>", format="html")]
