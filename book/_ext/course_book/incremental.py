"""What a build may keep of the last one: nothing of one that warned, no page that is gone, no page of older code."""

import logging
import zlib
from pathlib import Path
from typing import cast

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.domains.std import StandardDomain
from sphinx.environment import BuildEnvironment

from course_book.effort import minutes_of
from grader import notebook, text

BOOK = Path(__file__).parents[2]


class WarningFlag(logging.Handler):
    """Remembers whether Sphinx has warned."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.raised = False

    def emit(self, record: logging.LogRecord) -> None:
        self.raised = True


class CleanBuilds:
    """Starts a build from nothing unless the last one ended without a warning.

    Sphinx warns of a page only when it reads it, so a second build on top of a failed one would be green.
    """

    def __init__(self) -> None:
        self.warned = WarningFlag()

    def discard_failed_build(self, app: Sphinx, config: Config) -> None:
        """Delete what the last build has read unless it left its mark, and take the mark away."""
        mark = _mark(app)
        if not mark.exists():
            (Path(app.doctreedir) / "environment.pickle").unlink(missing_ok=True)
        mark.unlink(missing_ok=True)
        logging.getLogger("sphinx").addHandler(self.warned)

    def record_clean_build(self, app: Sphinx, error: Exception | None) -> None:
        """Leave the mark of a build that ended without a warning."""
        logging.getLogger("sphinx").removeHandler(self.warned)
        if error is None and not self.warned.raised:
            _mark(app).touch()


def _mark(app: Sphinx) -> Path:
    return Path(app.doctreedir) / "last-build-was-clean"


class ChangedPages:
    """Has every page written again when a page came or went, or something changed that others show of it.

    References are resolved when a page is written, so a page left alone would keep a link to what is gone.
    """

    def __init__(self) -> None:
        self.before: dict[str, object] = {}
        self.came_or_went = False

    def note(
        self, app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
    ) -> list[str]:
        """Remember what others show of the pages that changed; no further page must be read for that."""
        self.came_or_went = bool(added or removed)
        self.before = {docname: _shown_elsewhere(app, docname) for docname in changed}
        return []

    def write_all(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        """The pages to write although they did not change."""
        changed = (shown != _shown_elsewhere(app, docname) for docname, shown in self.before.items())
        return sorted(env.all_docs) if self.came_or_went or any(changed) else []


def _shown_elsewhere(app: Sphinx, docname: str) -> object:
    """Of a page, what other pages show or lead to: headings, labels, metadata, what it cites."""
    env = app.env
    if docname not in env.titles:
        return None
    standard = cast(StandardDomain, env.get_domain("std"))
    labels = [each for each in (*standard.labels.items(), *standard.anonlabels.items()) if each[1][0] == docname]
    cited = [
        list(each.keys) for each in getattr(env.get_domain("cite"), "citation_refs", ()) if each.docname == docname
    ]
    metadata = {name: said for name, said in env.metadata[docname].items() if name != "wordcount"}
    minutes = minutes_of(app, docname) if metadata.pop("minutes", None) is not None else None
    return str(env.titles[docname]), str(env.tocs[docname]), labels, metadata, minutes, cited


def remove_pages_that_are_gone(app: Sphinx, error: Exception | None) -> None:
    """Take the HTML of a page that left the book off the site, where links could still reach it."""
    if error is None and app.builder.format == "html":
        kept = {Path(app.outdir, app.builder.get_target_uri(docname)) for docname in app.env.found_docs}
        folders = {Path(app.outdir, docname).parent for docname in app.env.found_docs} - {Path(app.outdir)}
        for page in (page for folder in folders for page in folder.glob("*.html")):
            if page not in kept:
                page.unlink()


def version_of_sources() -> int:
    """Changes with the code that turns pages into HTML, so that Sphinx then builds all of them anew."""
    folders = ("_ext", "_static", "_templates", "course", "locales")
    files = [file for folder in folders for file in (BOOK / folder).rglob("*.*") if file.suffix != ".pyc"]
    # Of Python in the page, the pages change only with the address that InPage gives them.
    files = [file for file in files if file.parent.name != "in-page"]
    files += [Path(notebook.__file__), Path(text.__file__), *(BOOK.parent / "tests" / "graded").glob("*.toml")]
    return zlib.crc32(b"".join(file.read_bytes() for file in sorted(files)))
