"""When a build ships Python in the page, what its pages are told, and what happens where the parts cannot be had."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError

from course_book.in_page.bundle import Bundle, write_bundle
from course_book.in_page.parts import MismatchError, UnavailableError
from course_book.languages import with_decimal_mark
from grader.text import Text

WITHOUT = Text(
    vi="Sách được dựng mà không có trình soạn thảo trong trang: {reason}.",
    en="The book is built without the editor in its pages: {reason}.",
)

# The stylesheets that a page needs from the start, by the module that it starts with.
DRESSED_BY = {"cells": ["cells"], "solved": ["solved"], "workbench": ["workbench", "editor"]}


class InPage:
    """Ships Python with a book that has exercises to solve."""

    def __init__(self) -> None:
        self.bundle: Bundle | None = None
        self._changed = False

    def ship(self, app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
        """Write the bundle; where its parts cannot be had, say so in one line, or under REQUIRE_ALL=1 as an error."""
        has_exercises = any(docname.startswith("exercises/") for docname in env.found_docs)
        if not isinstance(app.builder, StandaloneHTMLBuilder) or not has_exercises:
            return
        before = self._editions(app)
        try:
            self.bundle = write_bundle(Path(app.outdir), Path(app.doctreedir, "in-page.json"))
        except MismatchError as error:
            raise ExtensionError(both(error.text)) from error
        except UnavailableError as error:
            without = both(WITHOUT.format(reason=error.text))
            if os.environ.get("REQUIRE_ALL") == "1":
                raise ExtensionError(without) from error
            # A warning would fail the build, and what Sphinx tells is not shown by a quiet one.
            print(without)
        self._changed = before != ({self.bundle.fingerprint} if self.bundle else set())

    def write_all(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        """The pages to write although they did not change: all of them, when they name another edition than before."""
        return sorted(env.all_docs) if self._changed else []

    def fill_page(
        self, app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
    ) -> None:
        """Tell the template `in_page`: the address of the edition's folder and what the groups weigh, or None."""
        context["in_page"] = self.bundle and {
            "styles": self._styles(app),
            "address": context["pathto"](f"in-page/{self.bundle.fingerprint}/", 1),
            "megabytes": {group: megabytes(size, context["language"]) for group, size in self.bundle.bytes.items()},
        }

    def _styles(self, app: Sphinx) -> Callable[[str], str]:
        """What the module that a page starts with is dressed in, by its name."""
        assert self.bundle is not None
        folder = Path(app.outdir, "in-page", self.bundle.fingerprint)
        return lambda module: "".join(
            (folder / f"{name}.css").read_text(encoding="utf-8").rstrip("\n") for name in DRESSED_BY[module]
        )

    def remove_other_editions(self, app: Sphinx, error: Exception | None) -> None:
        """Take away what no page names any more."""
        if error is None:
            if self.bundle is None:
                shutil.rmtree(Path(app.outdir, "python"), ignore_errors=True)
            for name in self._editions(app) - ({self.bundle.fingerprint} if self.bundle else set()):
                shutil.rmtree(Path(app.outdir, "in-page", name))

    def _editions(self, app: Sphinx) -> set[str]:
        folder = Path(app.outdir, "in-page")
        return {path.name for path in folder.iterdir()} if folder.is_dir() else set()


def megabytes(size: int, language: str) -> str:
    """Millions of bytes, with one digit behind the language's decimal mark."""
    return with_decimal_mark(f"{size / 1e6:.1f}", language)


def both(text: Text) -> str:
    return f"{text.vi} / {text.en}"
