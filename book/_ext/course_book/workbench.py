"""Where Python runs in the page: the workbench of an exercise, in the place of the notebook's cell for the answer.

The other cells of an exercise are the notebook's own machinery, which the page has no use for: what the first imports
the workbench has run, and its button does what the last one does. They stay in the notebook that is downloaded, and in
the page of a build without Python.
"""

from pathlib import PurePosixPath
from typing import Any, cast

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder

from course_book import fake_in_page
from course_book.content.words import with_code, words_in
from course_book.languages import language_of
from course_book.navigation import pages_in_order
from grader.exercises import EXERCISES

# Measures for minutes, in many processes.
NOT_IN_THE_PAGE = "who-grades-the-grader"


def exercise_of(docname: str) -> str | None:
    """The exercise whose page this is, or None."""
    folder, *_, name = PurePosixPath(docname).parts
    return name if folder == "exercises" and name in EXERCISES else None


def put_in_workbench(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put the workbench into the page of an exercise, where Python is shipped with the book."""
    exercise, shipped = exercise_of(docname), fake_in_page.of(app)
    if app.builder.format != "html" or exercise is None or shipped is None:
        return
    for cell in list(doctree.findall(_is_code_cell)):
        if "tag_answer" in cell["classes"]:
            html = workbench(app, docname, exercise, _code(cell), _imports(doctree), shipped)
            cell.parent.replace(cell, nodes.raw("", html, format="html"))
    for cell in list(doctree.findall(_is_code_cell)):
        cell.parent.remove(cell)


def workbench(
    app: Sphinx, docname: str, exercise: str, stub: str, setup: str, shipped: dict[str, Any]
) -> str:
    """The HTML of the workbench, which is readable as it is; workbench.mjs brings it to life."""
    builder = cast(StandaloneHTMLBuilder, app.builder)
    language = language_of(docname)
    later = [page for page in pages_in_order(app, language) if exercise_of(page)]
    following = [*later, None][later.index(docname) + 1]
    context = {
        "words": words_in(language),
        "with_code": with_code,
        "language": language,
        "exercise": exercise,
        "stub": stub,
        "setup": setup,
        "megabytes": round(shipped["bytes"]["base"] / 1e6),
        "notebook": "../" * docname.count("/") + f"_sources/{docname}.ipynb",
        "solution": builder.get_relative_uri(docname, f"solutions/{language}/{exercise}"),
        "next": following and builder.get_relative_uri(docname, following),
    }
    return cast(str, builder.templates.render("workbench.html", context))


def _is_code_cell(node: nodes.Node) -> bool:
    return isinstance(node, nodes.container) and "cell" in node["classes"]


def _code(cell: nodes.Element) -> str:
    """The code of a cell as it stands in the notebook."""
    return next(iter(cell.findall(nodes.literal_block))).astext()


def _imports(doctree: nodes.document) -> str:
    """The imports above the answer that are not the grader's."""
    setup = next(cell for cell in doctree.findall(_is_code_cell) if "tag_setup" in cell["classes"])
    return "\n".join(line for line in _code(setup).splitlines() if line.startswith("import "))
