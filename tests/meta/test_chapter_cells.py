"""The code cells of a chapter are edited and run in place, in order. Python itself is imagined here."""

import pytest

import rendered
from course_book.content.in_page_words import WORDS as SAID
from course_book.content.words import WORDS
from grader.notebook import code_cells, read, source
from grader.text import LANGUAGES
from imagined_python import raised, ran, text, visitor, will_answer
from test_browser import violations

CHAPTER = "book/{}/formula"
NOT_IN_THE_PAGE = "book/{}/who-grades-the-grader.html"


@pytest.fixture(scope="module")
def shared(browser):
    """One page for all tests of this file, each of which opens it anew."""
    page = visitor(browser)
    yield page
    page.context.close()


@pytest.fixture
def chapter(shared, site):
    """The English chapter on the formula."""
    shared.goto(f"{site}{CHAPTER.format('en')}.html")
    cell(shared, 1).wait_for()
    return shared


def cell(page, number: int):
    return page.locator(f'[data-cell="{number}"]')


def press(page, number: int, name: str) -> None:
    cell(page, number).locator(f"[data-do={name}]").click()


def result(page, number: int, state: str):
    """What came out of a cell, once it is in this state."""
    cell(page, number).locator(f'[data-result][data-state="{state}"]').wait_for(state="attached")
    return cell(page, number).locator("[data-result]")


def shown(page, number: int) -> list[str]:
    """What a reader sees below the code of a cell: what is stored, or what came out."""
    parts = cell(page, number).locator(".cell_output, [data-result]").all()
    return [part.text_content() for part in parts if part.is_visible()]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_code_cell_can_be_run(shared, site, lang):
    """As many as the notebook has, in its order, each with its code; the norm explorer keeps its place."""
    shared.goto(f"{site}{CHAPTER.format(lang)}.html")
    cell(shared, 1).wait_for()
    stored = code_cells(read(rendered.ROOT / f"{CHAPTER.format(lang)}.ipynb"))
    code = [each.text_content().rstrip() for each in shared.locator("[data-cell] .cell_input pre").all()]
    assert code == [source(each) for each in stored]
    assert shared.locator("[data-cell] .tools [data-do=run]").count() == len(stored)
    shared.locator(".tag_norm-explorer").scroll_into_view_if_needed()
    shared.locator(".tag_norm-explorer > .norm-explorer").wait_for()
    assert shared.get_by_text(WORDS["cells"][lang]).is_visible()


def test_what_stands_above_runs_first_and_once(chapter):
    """It is said while it happens, what is stored of those cells stays, and the next cell finds it done."""
    stored = shown(chapter, 2)
    press(chapter, 3, "run")
    expected = f"{SAID['above'].en.format(number=1, all=2)}…"
    assert expected in result(chapter, 3, "running").text_content()
    will_answer(chapter, ran(), ran(), ran(text("new")))
    chapter.evaluate("python.answer(answers.shift())")
    assert result(chapter, 3, "done").text_content() == "new"
    assert shown(chapter, 2) == stored
    assert shown(chapter, 3) == ["new"]
    will_answer(chapter, ran(text("next")))
    press(chapter, 4, "run")
    result(chapter, 4, "done")
    codes = chapter.evaluate("asked.map((request) => request.code)")
    assert codes == [source(each) for each in code_cells(read(rendered.ROOT / f"{CHAPTER.format('en')}.ipynb"))[:4]]


def test_a_cell_is_edited_and_starts_over(chapter):
    """What was changed is run; starting over brings back the code and what was stored of its output."""
    stored = shown(chapter, 2)
    press(chapter, 2, "edit")
    area = cell(chapter, 2).locator("textarea")
    assert area.evaluate("area => area === document.activeElement")
    chapter.keyboard.type("changed = 1\n")
    will_answer(chapter, ran(), ran(text("42")))
    chapter.keyboard.press("Shift+Enter")
    result(chapter, 2, "done")
    assert chapter.evaluate("asked.at(-1).code").startswith("changed = 1\n")
    assert shown(chapter, 2) == ["42"]
    press(chapter, 2, "reset")
    assert shown(chapter, 2) == stored
    assert cell(chapter, 2).locator("pre").first.is_visible()
    assert cell(chapter, 2).locator("textarea").count() == 0
    # It is the old code again, so what stands below needs it anew.
    will_answer(chapter, ran(), ran())
    press(chapter, 3, "run")
    result(chapter, 3, "done")
    assert not chapter.evaluate("asked.at(-2).code").startswith("changed")


def test_a_cell_above_that_fails_is_named(chapter):
    """Its error stands at it, and the cell that was to run says so and leads there."""
    will_answer(chapter, ran(), raised(1))
    press(chapter, 3, "run")
    said = result(chapter, 3, "error")
    assert SAID["above_failed"].en in said.text_content()
    assert "NameError: no" in result(chapter, 2, "error").text_content()
    assert chapter.evaluate("asked.length") == 2
    said.get_by_role("link").click()
    chapter.wait_for_function("location.hash === '#cell-2'")


def test_after_a_stop_everything_above_runs_again(chapter):
    """What cells had defined went with the Python that was ended."""
    will_answer(chapter, ran())
    cell(chapter, 1).locator("summary").click()  # its code is folded
    press(chapter, 1, "run")
    result(chapter, 1, "done")
    press(chapter, 2, "run")
    result(chapter, 2, "running")
    press(chapter, 2, "stop")
    result(chapter, 2, "stopped")
    will_answer(chapter, ran(), ran(text("there")))
    press(chapter, 2, "run")
    assert result(chapter, 2, "done").text_content() == "there"
    assert chapter.evaluate("asked.length") == 4


def test_figures_stand_in_the_page(chapter):
    """A drawing of Python takes the place of the stored one, below the code of the explorer's still picture too."""
    svg = '<svg class="figure" role="img" aria-label="A drawing." viewBox="0 0 9 9"></svg>'
    figure = {"kind": "figure", "svg": svg}
    chapter.locator(".tag_norm-explorer").scroll_into_view_if_needed()
    chapter.locator(".ne-code summary").click()
    number = int(chapter.locator(".tag_norm-explorer").get_attribute("data-cell"))
    will_answer(chapter, *[ran()] * (number - 1), ran(figure))
    press(chapter, number, "run")
    assert result(chapter, number, "done").locator("svg.figure").is_visible()
    press(chapter, number, "reset")
    assert chapter.locator(".tag_norm-explorer > .norm-explorer").is_visible()
    assert not chapter.locator(".tag_norm-explorer > .cell_output").is_visible()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_takes_minutes_runs_on_a_computer(shared, site, lang):
    """The chapter that measures the grader has no such buttons, and says why."""
    shared.goto(site + NOT_IN_THE_PAGE.format(lang), wait_until="networkidle")
    assert shared.get_by_text(WORDS["without_time"][lang]).is_visible()
    assert shared.locator("[data-do]").count() == 0


@pytest.mark.parametrize("width, scheme", [(390, "dark"), (1280, "light")])
def test_accessible_while_used(browser, site, width, scheme):
    """axe-core finds nothing with a cell being edited and one that failed, and nothing is wider than the screen."""
    page = visitor(browser, viewport={"width": width, "height": 844}, color_scheme=scheme)
    page.goto(f"{site}{CHAPTER.format('vi')}.html")
    cell(page, 2).wait_for()
    press(page, 2, "edit")
    cell(page, 2).locator(".in-colour").wait_for()
    will_answer(page, ran(), raised(1))
    press(page, 3, "run")
    result(page, 3, "error")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.context.close()
