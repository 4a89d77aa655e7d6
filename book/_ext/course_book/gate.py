"""What must never reach a reader, refused on every build, also on `jupyter-book build .` typed by hand.

Refused: a page without its twin in the other language, a notebook with an error output, a code cell that has not run.
"""

from pathlib import Path

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError

from course_book.languages import twin_of
from grader.notebook import read, unfit_to_show
from grader.text import LANGUAGES


def refuse_unfit_pages(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Raise ExtensionError naming every missing twin and every notebook that is to be read and not fit to show.

    Those that are not read again were fit when they were: a build that failed leaves none to the next.
    """
    problems = []
    for docname in sorted(env.found_docs):
        twins = {twin_of(docname, language) for language in LANGUAGES}
        problems += [
            f"{docname} has no twin {twin}: write it, and add it to _toc.yml" for twin in twins - env.found_docs
        ]
    for docname in sorted(docnames):
        path = Path(env.doc2path(docname))
        if path.suffix == ".ipynb":
            problems += [f"{docname}: {problem}" for problem in unfit_to_show(read(path))]
    if problems:
        raise ExtensionError("the book is not fit to build:\n  " + "\n  ".join(problems))
