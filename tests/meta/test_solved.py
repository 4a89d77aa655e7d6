"""The list of exercises shows what this browser knows to be solved, and erases it."""

import pytest

from course_book.content.words import WORDS
from grader.exercises import EXERCISES
from grader.text import LANGUAGES
from imagined_python import visitor
from test_browser import violations

LIST = "book/{}/exercises.html"


@pytest.fixture
def reader(browser, site):
    """Who has solved one exercise, half of another, and begun a third."""
    page = visitor(browser)
    page.goto(site + LIST.format("vi"))
    page.evaluate(
        """Object.assign(localStorage, { 'solved:instance_stats': '10/10', 'answer:instance_stats': 'x',
        'solved:instance_norm': '4/10', 'answer:revin': 'x', 'question:formula/eps': '1', 'other': 'not ours' })"""
    )
    yield page
    page.context.close()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_shows_what_is_solved(reader, site, lang):
    """Beside each exercise and in a sentence, in both languages alike, for who cannot see it too."""
    reader.goto(site + LIST.format(lang))
    reader.locator(".so-far").wait_for()
    assert reader.locator(".so-far").text_content() == WORDS["so_far"][lang].format(solved=1, all=len(EXERCISES))
    marks = {
        item.locator("a").first.get_attribute("href").rsplit("/", 1)[1]: item.locator(".mark").text_content()
        for item in reader.locator("article li:has(.mark)").all()
    }
    assert marks == {
        "instance_stats.html": "✓ 10/10",
        "instance_norm.html": "4/10",
        "revin.html": WORDS["begun"][lang],
    }
    assert violations(reader) == []


def test_erases_after_asking(reader, site):
    """All that is ours, and only when that is what the reader wants."""
    reader.goto(site + LIST.format("vi"))
    erase = reader.get_by_role("button", name=WORDS["erase"].vi)
    erase.click()
    assert violations(reader) == []
    reader.get_by_role("button", name=WORDS["erase_no"].vi).click()
    assert reader.locator("article .mark").count() == 3
    erase.click()
    reader.get_by_role("button", name=WORDS["erase_yes"].vi).click()
    reader.get_by_text(WORDS["erased"].vi).wait_for()
    assert reader.locator("article .mark").count() == 0
    kept = reader.evaluate("Object.keys(localStorage)")
    assert [name for name in kept if name.startswith(("answer:", "solved:", "question:"))] == []
    assert "other" in kept


def test_escape_erases_nothing(reader, site):
    """Also after something was erased before."""
    reader.goto(site + LIST.format("vi"))
    erase = reader.get_by_role("button", name=WORDS["erase"].vi)
    erase.click()
    reader.get_by_role("button", name=WORDS["erase_yes"].vi).click()
    reader.get_by_text(WORDS["erased"].vi).wait_for()
    reader.evaluate("localStorage['answer:revin'] = 'mine'")
    erase.click()
    reader.keyboard.press("Escape")
    reader.locator(".asking").wait_for(state="hidden")
    assert reader.evaluate("localStorage['answer:revin']") == "mine"
