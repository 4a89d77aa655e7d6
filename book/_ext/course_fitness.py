"""Sphinx extension: refuses what a reader must never see, and never builds on what was refused.

Refused on every build, also on `jupyter-book build .` typed by hand: a page without its twin in the other language, a
notebook with an error output, a code cell that has not run. A build that warned is never taken as the base of the next
one, so its warnings come back until they are mended.
"""

import logging
import zlib
from pathlib import Path

from course_languages import twin_of
from grader import notebook
from grader import text
from grader.notebook import read, unfit_to_show
from grader.text import LANGUAGES
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError

BOOK = Path(__file__).parents[1]


def refuse_unfit_pages(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Raise ExtensionError naming every missing twin and every notebook that is not fit to show."""
    problems = []
    for docname in sorted(env.found_docs):
        for language in LANGUAGES:
            if twin_of(docname, language) not in env.found_docs:
                problems.append(f"{docname} has no twin {twin_of(docname, language)}: write it, and add it to _toc.yml")
        path = Path(env.doc2path(docname))
        if path.suffix == ".ipynb":
            problems += [f"{docname}: {problem}" for problem in unfit_to_show(read(path))]
    if problems:
        raise ExtensionError("the book is not fit to build:\n  " + "\n  ".join(problems))


class WarningFlag(logging.Handler):
    """Remembers whether Sphinx has warned."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.raised = False

    def emit(self, record: logging.LogRecord) -> None:
        self.raised = True


def never_build_on_a_failed_build(app: Sphinx) -> None:
    """Start from nothing unless the last build ended without a warning.

    Sphinx warns of a page only when it reads it, so a second build on top of a failed one would be green.
    """
    clean = Path(app.doctreedir) / "last-build-was-clean"
    if not clean.exists():
        (Path(app.doctreedir) / "environment.pickle").unlink(missing_ok=True)
    clean.unlink(missing_ok=True)
    warned = WarningFlag()
    logging.getLogger("sphinx").addHandler(warned)

    def note_clean_build(app: Sphinx, error: Exception | None) -> None:
        logging.getLogger("sphinx").removeHandler(warned)
        if error is None and not warned.raised:
            clean.touch()

    app.connect("build-finished", note_clean_build, priority=1000)


def write_all_when_any_changed(app: Sphinx) -> None:
    """Write every page again when one was added, changed or removed.

    References are resolved when a page is written, so a page left alone would keep a link to what is gone.
    """
    changes: set[str] = set()

    def note_changes(app, env, added, changed, removed):
        changes.update(added, changed, removed)
        return []

    app.connect("env-get-outdated", note_changes)
    app.connect("env-updated", lambda app, env: sorted(env.all_docs) if changes else [])


def remove_pages_that_are_gone(app: Sphinx, error: Exception | None) -> None:
    """Take the HTML of a page that left the book off the site, where links could still reach it."""
    if error is None and app.builder.format == "html":
        kept = {Path(app.outdir, app.builder.get_target_uri(docname)) for docname in app.env.found_docs}
        folders = {Path(app.outdir, docname).parent for docname in app.env.found_docs} - {Path(app.outdir)}
        for page in (page for folder in folders for page in folder.glob("*.html")):
            if page not in kept:
                page.unlink()


def version_of_what_is_written() -> int:
    """Changes with the code that turns pages into HTML, so that Sphinx then builds all of them anew."""
    dress = [file for folder in ("_ext", "_static", "_templates", "locales") for file in (BOOK / folder).rglob("*.*")]
    files = [file for file in (*dress, Path(notebook.__file__), Path(text.__file__)) if file.suffix != ".pyc"]
    return zlib.crc32(b"".join(file.read_bytes() for file in sorted(files)))


def setup(app: Sphinx) -> dict:
    never_build_on_a_failed_build(app)
    write_all_when_any_changed(app)
    app.connect("env-before-read-docs", refuse_unfit_pages)
    app.connect("build-finished", remove_pages_that_are_gone)
    return {
        "env_version": version_of_what_is_written(),
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
