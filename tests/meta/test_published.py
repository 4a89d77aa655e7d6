"""The book as it is published: with its address and that of its source known."""

from pathlib import Path
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup

import rendered
from course_book.languages import twin_of
from small_book import build, write_small_book

pytestmark = pytest.mark.slow

ADDRESS = "https://example.org/course/"
REPOSITORY = "https://github.com/someone/instance-norm"
CHAPTER = "book/vi/introduction.html"


@pytest.fixture(scope="module")
def published(tmp_path_factory) -> Path:
    """The HTML of a small book whose build was told both addresses, as the workflow `pages` tells them."""
    folder = tmp_path_factory.mktemp("published")
    write_small_book(folder)
    result = build(folder, "-W", "-n", "--keep-going", BOOK_URL=ADDRESS, REPOSITORY_URL=REPOSITORY + ".git")
    assert result.returncode == 0, result.stderr
    return folder / "_build" / "html"


@pytest.fixture(scope="module")
def chapter(published) -> BeautifulSoup:
    """A chapter of the published book."""
    return BeautifulSoup((published / CHAPTER).read_bytes(), "html.parser")


def test_pages_name_their_whole_address(chapter):
    """Canonical, twins and picture are whole addresses, as search engines want them."""
    assert chapter.select_one("link[rel=canonical]")["href"] == ADDRESS + CHAPTER
    alternates = {link["hreflang"]: link["href"] for link in chapter.select("link[hreflang]")}
    english = ADDRESS + twin_of(CHAPTER, "en")
    assert alternates == {"vi": ADDRESS + CHAPTER, "en": english, "x-default": ADDRESS + CHAPTER}
    assert chapter.select_one('meta[property="og:image"]')["content"] == f"{ADDRESS}_static/card-vi.png"


def test_pages_load_nothing_from_the_address(chapter):
    """Scripts and styles stay relative, so that a copy of the book works anywhere."""
    loaded = [
        element.get("src") or element["href"] for element in chapter.select("script[src], link[rel=stylesheet], img")
    ]
    assert loaded
    assert not any(rendered.is_external(address) for address in loaded)


def test_colab_and_binder_open_this_notebook(chapter):
    """The buttons name the repository, the branch and the notebook; Colab's says how to install the course."""
    colab, binder = (link["href"] for link in chapter.select(".try-it a:not([download])"))
    assert (
        colab == "https://colab.research.google.com/github/someone/instance-norm/blob/main/book/vi/introduction.ipynb"
    )
    assert binder == "https://mybinder.org/v2/gh/someone/instance-norm/main?urlpath=lab/tree/book/vi/introduction.ipynb"
    assert f"%pip install git+{REPOSITORY}" in chapter.select_one(".try-it").text


def test_the_sitemap_lists_every_page_with_its_twin(published):
    """The front door and all pages, whole addresses, each naming both languages."""
    sitemap = ElementTree.parse(published / "sitemap.xml").getroot()
    listed = [url[0].text for url in sitemap]
    pages = sorted(page.relative_to(published).as_posix() for page in published.glob("book/*/*.html"))
    assert len(pages) == 4
    assert sorted(listed) == [ADDRESS, *(ADDRESS + page for page in pages)]
    assert all(len(url) == 3 for url in sitemap if url[0].text != ADDRESS)
    assert (published / "robots.txt").read_text() == f"Sitemap: {ADDRESS}sitemap.xml\n"


def test_the_page_for_what_is_not_there_leads_home(published):
    """From any depth, to the front door of this address."""
    soup = BeautifulSoup((published / "404.html").read_bytes(), "html.parser")
    assert {link["href"] for link in soup.select("a")} == {f"{ADDRESS}#languages"}


def test_no_address_is_made_up():
    """The book that was told no address names none, and has no sitemap."""
    assert not (rendered.HTML / "sitemap.xml").exists()
    for page in ("index.html", CHAPTER):
        assert rendered.soup(page).select("link[rel=canonical], link[hreflang]") == []  # a relative one is a fault
