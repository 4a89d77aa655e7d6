"""The rendered book, page by page: language, links, pictures, mathematics, and what a browser says to it."""

import shutil

import pytest
import rendered
import twins
from course_pages import language_of, twin_of
from grader.text import LANGUAGES
from playwright.sync_api import sync_playwright

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
PAGES = rendered.pages()
EVERY_PAGE = pytest.mark.parametrize("page", PAGES)


def test_the_book_is_built():
    """Without a book the tests below would have no page to fail on."""
    assert PAGES, "build the book first: make book"


def test_every_page_is_in_the_book():
    """A page that somebody wrote and forgot in _toc.yml is noticed."""
    written = {page.format(lang=lang).rsplit(".", 1)[0] for page in twins.pages() for lang in LANGUAGES}
    written.discard("README")
    assert {page.removesuffix(".html") for page in PAGES} == written


def test_every_page_has_its_twin():
    """The book shows each page in both languages."""
    assert sorted(twin_of(page, lang) for page in PAGES for lang in LANGUAGES) == sorted([*PAGES, *PAGES])


@EVERY_PAGE
def test_language(page):
    """A page says which language it is in."""
    assert rendered.soup(page).html["lang"] == language_of(page)


@EVERY_PAGE
def test_links_lead_somewhere(page):
    """Every link and every picture within the book is there, anchors included."""
    addresses = [*rendered.links(page), *rendered.loaded_addresses(page)]
    internal = [address for address in addresses if not rendered.is_external(address)]
    assert [why for why in (rendered.why_broken(page, address) for address in internal) if why] == []


@EVERY_PAGE
def test_nothing_comes_from_another_host(page):
    """Opening a page asks no other host for anything."""
    assert [address for address in rendered.loaded_addresses(page) if rendered.is_external(address)] == []


@EVERY_PAGE
def test_pictures_are_described(page):
    """A picture in the text has an alt text that is a sentence, not a file name."""
    for picture in rendered.soup(page).select("article img"):
        alt = picture.get("alt", "")
        assert " " in alt and alt.endswith("."), f"{page}: {picture['src']} has the alt text {alt!r}"


@EVERY_PAGE
def test_mathematics_is_in_the_page(page):
    """Formulas are MathML and nothing of TeX is left in the text."""
    article = rendered.soup(page).find("article")
    assert article.select(".merror, merror") == []
    text = " ".join(part for part in article.find_all(string=True) if part.find_parent(["pre", "code", "math"]) is None)
    assert "$" not in text
    assert "\\frac" not in text


def test_the_formula_is_mathml():
    """The chapter with the formula has display mathematics in both languages."""
    for lang in LANGUAGES:
        assert len(rendered.soup(f"book/{lang}/formula.html").select('math[display="block"]')) == 4


# In a browser


@pytest.fixture(scope="module")
def browser():
    """Headless Chromium; without it these tests are skipped."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.mark.parametrize("width", [390, 1280])
def test_pages_fit_and_load_without_complaint(browser, width):
    """From file://, nothing is missing, nothing fails, and no page is wider than the screen."""
    page = browser.new_page(viewport={"width": width, "height": 844})
    complaints = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: complaints.append(request.url) if request.url.startswith("http") else None)
    page.on("requestfailed", lambda request: complaints.append(f"{request.url}: {request.failure}"))
    for name in PAGES:
        page.goto((rendered.HTML / name).as_uri())
        scroll_width = page.evaluate("document.documentElement.scrollWidth")
        if scroll_width > width:
            complaints.append(f"{scroll_width} pixels wide")
        assert complaints == [], name
    page.close()


def test_the_folded_answer_unfolds(browser):
    """A click on the summary shows the answer."""
    page = browser.new_page()
    page.goto((rendered.HTML / "book/vi/introduction.html").as_uri())
    answer = page.locator("article details p").first
    assert not answer.is_visible()
    page.locator("article details summary").first.click()
    assert answer.is_visible()
    page.close()


def test_toc_lists_both_languages_in_the_same_order():
    """The table of contents names every page twice, in the same order."""
    order = {lang: [] for lang in LANGUAGES}
    for anchor in rendered.soup("book/index.html").select("nav.bd-links p + ul a"):
        name = f"book/{anchor['href']}"
        order[language_of(name)].append(twin_of(name, "vi"))
    assert order["vi"] == order["en"]
    assert order["vi"]
