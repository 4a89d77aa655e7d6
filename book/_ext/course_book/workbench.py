"""Where Python runs in the page: the workbench of an exercise, in the place of the notebook's cell for the answer.

The other cells of an exercise are the notebook's own machinery, which the page has no use for: what the first imports
the workbench has run, and its button does what the last one does. They stay in the notebook that is downloaded, and in
the page of a build without Python.
"""

import re
from pathlib import PurePosixPath
from typing import cast

from docutils import nodes
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder

from course_book.content.words import with_code, words_in
from course_book.in_page.ship import InPage, megabytes
from course_book.languages import language_of
from grader.exercises import EXERCISES

# Measures for minutes, in many processes.
NOT_IN_THE_PAGE = "who-grades-the-grader"


def exercise_of(docname: str) -> str | None:
    """The exercise whose page this is, or None."""
    folder, *_, name = PurePosixPath(docname).parts
    return name if folder == "exercises" and name in EXERCISES else None


def module_of(docname: str, *, is_notebook: bool) -> str | None:
    """The module of `_static/in-page` that a page starts with, None where it runs no Python and knows of none."""
    name = PurePosixPath(docname).name
    if exercise_of(docname):
        return "workbench"
    if is_notebook:
        return None if name == NOT_IN_THE_PAGE else "cells"
    return "solved" if name == "exercises" else None


class Workbenches:
    """Puts a workbench into the page of each exercise, where Python is shipped with the book."""

    def __init__(self, in_page: InPage) -> None:
        self.in_page = in_page

    def put_in(self, app: Sphinx, doctree: nodes.document, docname: str) -> None:
        """Put it into a page that is about to be written."""
        exercise, bundle = exercise_of(docname), self.in_page.bundle
        if exercise is None or bundle is None or app.builder.format != "html":
            return
        setup, answer, *others = code_cells(doctree)
        html = workbench(app, docname, stub=_code(answer), setup=_imports(setup), size=bundle.bytes["base"])
        answer.parent.replace(answer, nodes.raw("", html, format="html"))
        # Between a page's title and its editor stand the whole task and how it is graded.
        words = words_in(language_of(docname))["to_the_workbench"]
        link = f'<p class="to-the-workbench"><a href="#workbench">{words}</a></p>'
        setup.parent.replace(setup, nodes.raw("", link, format="html"))
        others[-1].parent["classes"].append("to-check")  # says where to press, which paper leaves out
        for cell in others:
            cell.parent.remove(cell)


def workbench(app: Sphinx, docname: str, *, stub: str, setup: str, size: int) -> str:
    """The HTML of a workbench, which can be read as it is; workbench.mjs brings it to life."""
    builder = cast(StandaloneHTMLBuilder, app.builder)
    language, exercise = language_of(docname), exercise_of(docname)
    context = {
        "words": words_in(language),
        "with_code": with_code,
        "language": language,
        "exercise": exercise,
        "stub": stub,
        "coloured": _coloured(stub),
        "setup": setup,
        "megabytes": megabytes(size, language),
        "notebook": f"{'../' * docname.count('/')}_sources/{docname}.ipynb",
        "solution": builder.get_relative_uri(docname, f"solutions/{language}/{exercise}"),
    }
    return cast(str, builder.templates.render("workbench.html", context))


def code_cells(doctree: nodes.document) -> list[nodes.container]:
    """The cells of a notebook that hold code, as MyST-NB makes them."""
    return [node for node in doctree.findall(nodes.container) if "cell" in node["classes"]]


def _code(cell: nodes.Element) -> str:
    """The code of a cell as it stands in the notebook."""
    return next(iter(cell.findall(nodes.literal_block))).astext()


def _imports(setup: nodes.Element) -> str:
    """What the first cell imports for the answer: all but the grader."""
    return "\n".join(line for line in _code(setup).splitlines() if line.startswith("import "))


def _coloured(code: str) -> str:
    """The code as course.css colours it, without the marks of Pygments that it has no colour for."""
    html = highlight(code, PythonLexer(), HtmlFormatter(nowrap=True)).rstrip("\n")
    return re.sub(r'<span class="(?:n|ne|nb|o|p|w)">([^<]*)</span>', r"\1", html)
