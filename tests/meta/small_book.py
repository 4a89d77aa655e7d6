"""A book of five pages, built as the course is, for tests of what a build does with any book."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from grader.notebook import executed_digests
from notebooks import ROOT

# What the small book takes over from the course: everything but its pages.
COURSE = ("_config.yml", "book/_ext", "book/_static", "book/_templates", "book/locales", "book/references.bib")


def write_small_book(folder: Path) -> None:
    """Write the course with pages of its own: a front page, and a Markdown page and a notebook in both languages."""
    for name in COURSE:
        source, copy = ROOT / name, folder / name
        copy.parent.mkdir(exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, copy, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, copy)
    write_toc(folder, ["vi/formula", "vi/introduction", "en/formula", "en/introduction"])
    (folder / "book" / "index.md").write_text("# Front\n\n## Tiếng Việt\n\n## English\n", encoding="utf-8")
    for lang in ("vi", "en"):
        (folder / "book" / lang).mkdir()
        (folder / "book" / lang / "formula.md").write_text(
            "# Page\n\n$x^2$ in a [notebook](introduction.ipynb)\n\n:::{note}\nA note.\n:::\n", encoding="utf-8"
        )
        write_notebook(folder / "book" / lang / "introduction.ipynb", code="1 + 1", outputs=[])
    # Drawing the pictures of link previews takes a second, and what is there is not drawn again.
    (folder / "_build" / "html" / "_static").mkdir(parents=True)
    for lang in ("vi", "en"):
        (folder / "_build" / "html" / "_static" / f"card-{lang}.png").touch()


def write_toc(book: Path, pages: list[str]) -> None:
    """The pages of the book, a part for each language."""
    parts = [
        {"caption": lang, "chapters": [{"file": f"book/{page}"} for page in pages if page.startswith(lang)]}
        for lang in ("vi", "en")
    ]
    toc = {"format": "jb-book", "root": "book/index", "parts": parts}
    (book / "_toc.yml").write_text(json.dumps(toc), encoding="utf-8")


def write_notebook(path: Path, *, code: str, outputs: list, executed: bool = True) -> None:
    """A notebook with a title and one code cell, marked as executed or not."""
    cells = [
        {"id": "head", "cell_type": "markdown", "metadata": {}, "source": "# Notebook"},
        {
            "id": "code",
            "cell_type": "code",
            "metadata": {},
            "source": code,
            "outputs": outputs,
            "execution_count": None,
        },
    ]
    metadata = {"language_info": {"name": "python"}}
    notebook = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    if executed:
        notebook["metadata"]["course"] = {"executed": executed_digests(notebook)}
    path.write_text(json.dumps(notebook), encoding="utf-8")


def build(book: Path, *options: str, **told: str) -> subprocess.CompletedProcess:
    """Run `jupyter-book build` as somebody would type it, with these variables of the environment."""
    command = [sys.executable, "-c", "from jupyter_book.cli.main import main; main()", "build", str(book), *options]
    env = {**os.environ, **told, "PYTHONUTF8": "1"}
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=120, check=False, env=env)
