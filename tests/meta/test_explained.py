"""Terms of the glossary explain themselves where a page first uses them, by pointer, keyboard and finger."""

import json
import re

import pytest

import rendered
from course_book import explained
from course_book.content.terms import TERMS
from grader.text import LANGUAGES

CHAPTER = "book/{}/formula.html"
OPEN = ".term-card:popover-open"


def terms_of(page: str):
    """The terms that a page explains."""
    return rendered.soup(page).find_all("a", class_="term")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_chapters_explain_their_terms(lang):
    """Once each, in running text, by a link to the entry in the glossary of the page's language."""
    entries = {entry["id"] for entry in rendered.soup(f"book/{lang}/glossary.html").select("article li[id]")}
    explained_on = {page: terms_of(page) for page in rendered.pages() if f"/{lang}/" in page}
    assert sum(map(bool, explained_on.values())) > 25
    for page, terms in explained_on.items():
        asked = [term["href"].partition("#")[2] for term in terms]
        assert len(set(asked)) == len(asked) and set(asked) <= entries, page
        assert not [term for term in terms if term.find_parent(["h1", "h2", "h3", "pre", "code", "summary"])]
        assert not [term for term in terms if term.parent.find_parent("a")]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_term_is_explained_somewhere(lang):
    """Of the terms that have no everyday meaning, most stand in a page that does not introduce them."""
    found = {
        term["href"].partition("#")[2] for page in rendered.pages() if f"/{lang}/" in page for term in terms_of(page)
    }
    assert len(found) > 0.7 * sum(term.held for term in TERMS)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_titles_of_works_explain_no_terms(lang):
    """The words on the page of references are those of others."""
    assert terms_of(f"book/{lang}/references.html") == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_script_has_every_entry(lang):
    """With the words of both languages and the meaning, as JSON that is also a script."""
    entries = json.loads(explained.script(lang).removeprefix("explainedTerms(").removesuffix(");\n"))
    assert len(entries) == len(TERMS)
    for term, entry in zip(TERMS, entries.values(), strict=True):
        assert term.forms.vi.split(", ")[0] in entry and term.forms.en.split(", ")[0] in entry
    assert not any("$" in entry for entry in entries.values())


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("how", ["click", "Enter", "Space"])
def test_a_term_explains_itself(page, site, lang, how):
    """Beside it, within the window, and Escape puts it away with the focus where it was."""
    page.goto(site + CHAPTER.format(lang))
    term = page.locator("a.term").first
    if how == "click":
        term.click()
    else:
        term.focus()
        page.keyboard.press(how)
    card = page.locator(OPEN)
    card.wait_for()
    name = term.text_content().lower()
    assert name in card.text_content().lower() and len(card.text_content()) > len(name) + 20
    page.locator("a.term[aria-expanded=true]").wait_for()  # the card tells that it opened a moment later
    box, place = card.bounding_box(), term.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= page.viewport_size["width"]
    assert abs(box["y"] - place["y"]) < box["height"] + 40
    page.keyboard.press("Escape")
    assert page.locator(OPEN).count() == 0
    page.wait_for_function("document.querySelector('a.term').getAttribute('aria-expanded') === 'false'")


def test_tab_leads_into_the_entry(page, site):
    """To the link to the glossary, which is next in the page."""
    page.goto(site + CHAPTER.format("en"))
    page.locator("a.term").first.focus()
    page.keyboard.press("Enter")
    page.locator(OPEN).wait_for()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"glossary\.html#term-"))


def test_a_finger_opens_it_on_a_phone(browser, site):
    """And a tap elsewhere puts it away."""
    context = browser.new_context(has_touch=True, is_mobile=True, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(site + CHAPTER.format("vi"))
    page.locator("a.term").nth(2).tap()
    box = page.locator(OPEN).bounding_box()
    page.locator("h1").tap()
    left = page.locator(OPEN).count()
    context.close()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 390
    assert left == 0


def test_from_a_folder(page):
    """Opened from file://, where nothing can be fetched but scripts."""
    page.goto((rendered.HTML / CHAPTER.format("vi")).as_uri())
    page.locator("a.term").first.click()
    page.locator(OPEN).wait_for()


def test_without_a_script_it_is_a_link(browser, site):
    """To the entry itself."""
    page = browser.new_page(java_script_enabled=False)
    page.goto(site + CHAPTER.format("en"))
    page.locator("a.term").first.click()
    address = page.url
    page.close()
    assert re.search(r"glossary\.html#term-", address)


def test_where_the_entries_do_not_come_it_is_a_link(browser, site):
    """The reader is led to the glossary."""
    context = browser.new_context(service_workers="block")  # which would fetch them itself
    page = context.new_page()
    page.route("**/terms-en.js", lambda route: route.abort())
    page.goto(site + CHAPTER.format("en"))
    page.locator("a.term").first.click()
    page.wait_for_url(re.compile(r"glossary\.html#term-"))
    context.close()
