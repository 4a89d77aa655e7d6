"""The build refuses what a reader must never see, on the first build and on every one after it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from course.themed import VARIABLES, themed
from course_book.languages import language_of, twin_of
from notebooks import ROOT
from small_book import build, write_notebook, write_small_book, write_toc

pytestmark = pytest.mark.slow


@pytest.fixture
def small_book(tmp_path) -> Path:
    """The course with a few pages of its own, to be built and changed."""
    write_small_book(tmp_path)
    return tmp_path


def test_a_fit_book_builds_and_speaks_its_languages(small_book):
    """The sound book passes with every warning an error, and Sphinx's words are in the language of each page."""
    result = build(small_book, "-W", "-n", "--keep-going")
    assert result.returncode == 0, result.stderr
    for lang in ("vi", "en"):
        html = (small_book / "_build" / "html" / "book" / lang / "formula.html").read_text(encoding="utf-8")
        assert {"vi": "Liên kết tới mục này", "en": "Link to this heading"}[lang] in html
        assert {"vi": "Ghi chú", "en": "Note"}[lang] in html
        assert "<msup><mi>x</mi><mn>2</mn></msup>" in html


def test_everything_unfit_is_refused_by_hand_too(small_book):
    """A missing twin, an error output and a cell never run stop a plain build, each named with what to do."""
    write_toc(small_book, ["vi/formula", "vi/introduction", "en/introduction"])
    error = {"output_type": "error", "ename": "NameError", "evalue": "gone", "traceback": []}
    write_notebook(small_book / "book" / "vi" / "introduction.ipynb", code="gone", outputs=[error])
    write_notebook(small_book / "book" / "en" / "introduction.ipynb", code="1 + 1", outputs=[], executed=False)
    result = build(small_book)
    assert result.returncode != 0
    assert "book/vi/formula has no twin book/en/formula: write it, and add it to _toc.yml" in result.stderr
    assert "book/vi/introduction: cell code stores an error (NameError: gone)" in result.stderr
    never_run = "cell code was not run since it or its output was changed: run `make notebooks`"
    assert f"book/en/introduction: {never_run}" in result.stderr
    assert f"book/en/introduction: {never_run}" in build(small_book).stderr  # and again, by the build after that


def test_a_build_that_reads_no_page_does_without_numpy():
    """Importing the extension, as each build does, leaves NumPy and the bank alone."""
    code = "import course_book, sys; print({'numpy', 'mistakes.bank'} & sys.modules.keys())"
    path = os.pathsep.join(str(ROOT / folder) for folder in ("book/_ext", "book", "tests"))
    done = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "set()"


def test_a_warning_comes_back_on_every_build(small_book):
    """A broken reference fails the second build as it failed the first, also after a lenient one by hand."""
    with (small_book / "book" / "en" / "formula.md").open("a", encoding="utf-8") as page:
        page.write("\n[broken](nowhere.md)\n")
    assert build(small_book).returncode == 0
    for _ in range(2):
        result = build(small_book, "-W", "-n", "--keep-going")
        assert result.returncode != 0
        assert "nowhere.md" in result.stderr


def test_a_page_that_lost_its_target_is_read_again(small_book):
    """A reference to a label that another page dropped is found, though the page with the reference did not change."""
    for lang in ("vi", "en"):
        (small_book / "book" / lang / "formula.md").write_text(f"(target-{lang})=\n# Page\n", encoding="utf-8")
    with (small_book / "book" / "index.md").open("a", encoding="utf-8") as front:
        front.write("\n{ref}`target-vi`\n")
    assert build(small_book, "-W", "-n", "--keep-going").returncode == 0
    (small_book / "book" / "vi" / "formula.md").write_text("# Page\n", encoding="utf-8")
    result = build(small_book, "-W", "-n", "--keep-going")
    assert result.returncode != 0
    assert "target-vi" in result.stderr


def test_only_what_shows_a_change_is_written_again(small_book):
    """A word changed in a page: that page alone; its title changed: also those that show it."""
    build(small_book)
    pages = {lang: small_book / "_build" / "html" / "book" / lang / "introduction.html" for lang in ("vi", "en")}
    source, untouched = small_book / "book" / "vi" / "formula.md", pages["vi"].stat().st_mtime_ns
    source.write_text(source.read_text(encoding="utf-8") + "\nOne word more.\n", encoding="utf-8")
    assert build(small_book).returncode == 0
    assert pages["vi"].stat().st_mtime_ns == untouched
    assert "One word more." in pages["vi"].with_name("formula.html").read_text(encoding="utf-8")
    source.write_text(source.read_text(encoding="utf-8").replace("# ", "# Another ", 1), encoding="utf-8")
    assert build(small_book).returncode == 0
    assert "Another " in pages["vi"].read_text(encoding="utf-8")


def test_a_page_that_is_gone_leaves_no_html(small_book):
    """Taken out of the book, a page is taken off the site and out of the search too."""
    assert build(small_book).returncode == 0
    write_toc(small_book, ["vi/formula", "en/formula"])
    for lang in ("vi", "en"):
        (small_book / "book" / lang / "formula.md").write_text("# Page\n", encoding="utf-8")
    assert build(small_book, "-W", "-n", "--keep-going").returncode == 0
    html = small_book / "_build" / "html"
    assert not (html / "book" / "vi" / "introduction.html").exists()
    assert (html / "book" / "vi" / "formula.html").exists()
    assert "introduction.html" not in (html / "search-vi.js").read_text(encoding="utf-8")


def test_links_can_be_checked(small_book):
    """A builder that makes no site, as that of `--builder linkcheck`, gets through the whole timetable."""
    shutil.rmtree(small_book / "_build")
    result = build(small_book, "--builder", "linkcheck", "-W", "-n", "--keep-going")
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize(
    "docname, language, english",
    [
        ("book/vi/formula", "vi", "book/en/formula"),
        ("exercises/en/revin", "en", "exercises/en/revin"),
        ("book/index", "vi", "book/index"),
        ("book/vivid/a", "vi", "book/vivid/a"),
    ],
)
def test_language_and_twin_follow_the_folder(docname, language, english):
    """The language of a page is that of its folder; a page outside both is its own twin."""
    assert language_of(docname) == language
    assert twin_of(docname, "en") == english


DRAWING = """<?xml version="1.0"?>
<!DOCTYPE svg>
<svg xmlns:xlink="http://www.w3.org/1999/xlink" width="72pt" height="36pt" viewBox="0 0 72 36" version="1.1">
 <metadata>made by</metadata>
 <path id="p1" style="fill: #1f5fa8; stroke: {colour}"/><use xlink:href="#p1" clip-path="url(#c1)"/>
</svg>
"""


def test_a_figure_becomes_part_of_the_page():
    """It is described, its ids are its own, its size is in pixels and its colours are the theme's."""
    html = themed(DRAWING.format(colour="#000000"), 'A "line" < 3.', "figure-2")
    figure = BeautifulSoup(html, "html.parser").svg
    assert (figure["role"], figure["aria-label"], figure["width"], figure["height"]) == (
        "img",
        'A "line" < 3.',
        "96",
        "48",
    )
    assert figure.path["style"] == "fill: var(--before); stroke: var(--text)"
    assert (figure.path["id"], figure.use["xlink:href"], figure.use["clip-path"]) == (
        "figure-2-p1",
        "#figure-2-p1",
        "url(#figure-2-c1)",
    )
    assert "metadata" not in html


def test_lengths_are_cut_to_tenths_and_words_are_not():
    """A coordinate needs no more; what an axis says stays as it is."""
    drawing = DRAWING.format(colour="#000000").replace(
        "<use", '<path d="M 1.23456 60.000001 L 7 0.5"/><text>0.0001</text><use'
    )
    html = themed(drawing, "A line.", "figure-1")
    assert 'd="M 1.2 60 L 7 0.5"' in html
    assert "<text>0.0001</text>" in html


def test_a_colour_that_no_theme_knows_is_refused():
    """It would stay as it is in a dark page; the message names it."""
    with pytest.raises(ValueError, match="#123456"):
        themed(DRAWING.format(colour="#123456"), "A line.", "figure-1")


def test_a_drawing_without_a_size_is_refused():
    """It could not be laid out before it is drawn."""
    with pytest.raises(ValueError, match="viewBox"):
        themed(DRAWING.format(colour="#000000").replace("viewBox", "box"), "A line.", "figure-1")


def test_every_colour_of_a_figure_is_in_the_stylesheet():
    """A variable that course.css lacks would leave a figure black."""
    style = (ROOT / "book" / "_static" / "course.css").read_text(encoding="utf-8")
    assert [name for name in VARIABLES.values() if f"--{name}: var(--light, " not in style] == []
