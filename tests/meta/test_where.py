"""Where the reader is: in the contents, in the page, in its twin, and in the course."""

import re

import pytest

import rendered
from course_book.content.difficulty import DIFFICULTY
from course_book.content.words import WORDS
from course_book.effort import name_of
from course_book.languages import language_of, twin_of
from each import for_each
from grader.text import LANGUAGES

PAGES = rendered.pages()
HEADINGS = "[...document.querySelectorAll('article :is(h1, h2, h3, h4)[id]')].map(({ id }) => id)"
# Whether something lies wholly within the frame that scrolls it, and in the window.
IS_SEEN = """(element) => {
    const { top, bottom } = element.getBoundingClientRect();
    const frame = element.closest("nav.contents, .on-this-page").getBoundingClientRect();
    return top >= frame.top && bottom <= Math.min(frame.bottom, innerHeight) && element.checkVisibility();
}"""


def beside(page: str, side: str) -> str | None:
    """The page that the link "before" or "after" leads to."""
    link = rendered.soup(page).select_one(f".neighbours a.{side}")
    return rendered.target(page, link["href"]) if link else None


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_way_leads_from_one_thing_to_learn_to_the_next(lang):
    """Through every page but the solutions, which lead back to their exercise and on to what comes after it."""
    way, page = [], f"book/{lang}/introduction.html"
    while page:
        way.append(page)
        page = beside(page, "after")
    solutions = [name for name in PAGES if name.startswith(f"solutions/{lang}/")]
    assert sorted(way + solutions) == [name for name in PAGES if language_of(name) == lang]
    assert [beside(name, "before") for name in way] == [None, *way[:-1]]
    for solution in solutions:
        exercise = solution.replace("solutions", "exercises")
        assert (beside(solution, "before"), beside(solution, "after")) == (exercise, beside(exercise, "after"))


@for_each(PAGES)
def test_only_the_part_that_is_read_is_unfolded(page):
    """And it holds the entry of this page."""
    (part,) = rendered.soup(page).select("nav.contents details[open]")
    assert len(rendered.soup(page).select("nav.contents details")) == 6
    assert rendered.target(page, part.select_one("a[aria-current=page]")["href"]) == page


@for_each(PAGES)
def test_minutes_and_difficulty_stand_below_the_title(page):
    """On chapters and exercises, as their twins say it; their entries in the contents count as read or solved."""
    name = name_of(page.removesuffix(".html"))
    said = [place.text for place in rendered.soup(page).select("article h1 + .effort")]
    counted = rendered.soup(page).select_one("nav.contents a[aria-current=page]").get("data-counts")
    assert counted == (("exercise" if name.startswith("exercises") else "chapter") if name in DIFFICULTY else None)
    assert (name in DIFFICULTY) == bool(said)
    if said:
        lang = language_of(page)
        (minutes,) = map(int, re.findall(r"\d+", said[0]))
        assert 0 < minutes <= 60
        assert minutes % 5 == 0
        difficulty = WORDS[f"difficulty_{DIFFICULTY[name]}"][lang]
        assert said == [WORDS["effort"][lang].format(minutes=minutes, difficulty=difficulty)]
        twin = rendered.soup(twin_of(page, "en" if lang == "vi" else "vi"))
        assert str(minutes) in twin.select_one(".effort").text.split()


@pytest.mark.parametrize("width", [390, 1280])
def test_the_contents_open_at_the_page_that_is_read(page, site, width):
    """In the sidebar, in the menu of a phone, and without moving the page; also where a part has many entries."""
    page.set_viewport_size({"width": width, "height": 500})
    for name in ("book/vi/five-norms.html", "solutions/en/check_instance_norm.html", "book/vi/references.html"):
        page.goto(site + name)
        if width == 390:
            page.locator(".menu-button").click()
        assert page.locator("nav.contents a[aria-current=page]").evaluate(IS_SEEN), name
        assert page.evaluate("scrollY") == 0


def test_the_menu_of_a_phone_has_a_button_that_closes_it(page, site):
    """As tall as a thumb; a solution stands there below its exercise, smaller."""
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{site}solutions/vi/instance_norm.html")
    page.locator(".menu-button").click()
    links = "nav.contents details[open] li:has(li) > a, nav.contents details[open] li li > a"
    exercise, solution = page.locator(links).evaluate_all(
        "(links) => links.slice(0, 2).map((link) => parseFloat(getComputedStyle(link).fontSize))"
    )
    assert solution < 0.9 * exercise
    close = page.get_by_role("button", name=WORDS["close"].vi)
    assert close.bounding_box()["height"] >= 40
    close.click()
    assert not page.locator("nav.contents").is_visible()


def test_on_this_page_follows_the_reading(page, site):
    """Whatever is scrolled to is marked, and seen in the list."""
    page.set_viewport_size({"width": 1280, "height": 400})
    page.goto(f"{site}book/vi/padding-and-masks.html")
    ids = page.evaluate(HEADINGS)
    marked = page.locator(".on-this-page a[aria-current]")
    for heading in (ids[1], ids[-3], ids[2], ids[-1]):
        page.evaluate("(id) => document.getElementById(id).scrollIntoView()", heading)
        page.wait_for_function(
            "(id) => document.querySelector('.on-this-page [aria-current]')?.hash === `#${encodeURIComponent(id)}`",
            arg=heading,
        )
        assert marked.count() == 1
        assert marked.evaluate(IS_SEEN)


@pytest.mark.parametrize("width", [390, 1280])
def test_the_switch_leads_to_the_paragraph_in_view(page, site, width):
    """To its twin, at the same height, and back; the address names the heading above it, which can be passed on."""
    blocks = (
        "[...document.querySelectorAll('article section > :not(section)')]"
        ".filter((block) => !block.parentElement.closest('.tag_norm-explorer'))"
    )
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{site}book/vi/padding-and-masks.html", wait_until="networkidle")
    count = page.evaluate(f"{blocks}.length")
    for number in (count // 3, count // 2):
        page.mouse.wheel(0, 1)
        page.evaluate(f"(number) => scrollBy(0, {blocks}[number].getBoundingClientRect().top - 80)", number)
        for lang in ("en", "vi"):
            page.locator(".language-switch").click()
            page.wait_for_url(f"**/{lang}/padding-and-masks.html#*", wait_until="networkidle")
            assert "#block" not in page.url
            assert 0 < page.evaluate(f"(number) => {blocks}[number].getBoundingClientRect().top", number) < 200


@pytest.mark.parametrize("width, height", [(390, 844), (1080, 1920)])
def test_the_switch_leads_to_the_heading_in_view(page, site, width, height):
    """From a link to any heading, however tall the screen, and there at once, without animation."""
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(reduced_motion="no-preference")
    page.goto(f"{site}book/vi/formula.html")
    ids, number = page.evaluate(HEADINGS), 0
    for number in (1, 4, len(ids) - 1):
        page.goto(f"{site}book/vi/introduction.html")
        page.goto(f"{site}book/vi/formula.html#{ids[number]}")
        page.evaluate("new Promise(requestAnimationFrame)")
        before = page.evaluate("(id) => document.getElementById(id).getBoundingClientRect().top", ids[number])
        page.locator(".language-switch").focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/en/formula.html#*")
        there = page.evaluate(HEADINGS)[number]
        assert page.url.endswith(f"#{there}")
        after = page.evaluate("(id) => document.getElementById(id).getBoundingClientRect().top", there)
        assert 0 < after < height
        assert abs(after - before) < height / 3
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"


def test_what_is_read_and_solved_is_marked(page, site):
    """In the contents of both languages, until erased: a chapter whose end was seen, an exercise with full marks."""

    def done() -> list[str]:
        page.wait_for_function("document.querySelector('nav.contents .done')")
        return [
            (link.evaluate("link => link.pathname").split("/")[-1], link.locator(".unseen").text_content())
            for link in page.locator("nav.contents a:has(.done)").all()
        ]

    page.goto(f"{site}book/vi/formula.html")
    page.evaluate("Object.assign(localStorage, { 'solved:revin': '10/10', 'solved:norm_family': '4/10' })")
    assert page.locator("nav.contents .done").count() == 0
    page.locator(".neighbours").scroll_into_view_if_needed()
    assert ("formula.html", f" ({WORDS['read'].vi})") in done()
    page.goto(f"{site}book/en/exercises.html")
    assert done() == [("formula.html", f" ({WORDS['read'].en})"), ("revin.html", f" ({WORDS['solved'].en})")]
    page.get_by_role("button", name=WORDS["erase"].en).click()
    page.get_by_role("button", name=WORDS["erase_yes"].en, exact=True).click()
    page.get_by_text(WORDS["erased"].en).wait_for()
    assert page.locator("nav.contents .done").count() == 0


def test_who_comes_back_is_offered_the_place(page, site):
    """The heading that was read last, in either language; not who opens a page anew, or at a heading."""
    page.goto(f"{site}book/vi/formula.html")
    assert page.locator(".resume").count() == 0
    number = 4
    page.mouse.move(300, 300)
    page.mouse.wheel(0, 10)
    page.evaluate("(id) => document.getElementById(id).scrollIntoView()", page.evaluate(HEADINGS)[number])
    page.wait_for_function("localStorage['place:formula'] === '4'")
    for lang in LANGUAGES:
        page.goto(f"{site}book/{lang}/formula.html")
        there = page.evaluate(HEADINGS)[number]
        assert page.locator(".resume").text_content().startswith(WORDS["resume"][lang])
        assert page.locator(".resume a").evaluate("link => decodeURIComponent(link.hash)") == f"#{there}"
        page.goto(f"{site}book/{lang}/formula.html#{there}")
        page.reload()
        assert page.locator(".resume").count() == 0
