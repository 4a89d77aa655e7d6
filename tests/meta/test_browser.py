"""The rendered book in headless Chromium, as a reader has it: from a folder or a server, by keyboard, in the dark."""

import pytest
from axe_playwright_python.sync_playwright import Axe

import rendered
from chromium import first_visit
from course_book.content.words import WORDS
from course_book.languages import language_of, twin_of
from grader.text import LANGUAGES

PAGES = [*rendered.pages(), "index.html", "404.html"]
ONE_OF_EACH_KIND = [
    "index.html",
    "404.html",
    "book/vi/formula.html",
    "book/en/who-grades-the-grader.html",
    "exercises/vi/instance_norm.html",
    "solutions/en/instance_norm.html",
]
MAX_REQUESTS = 12
MAX_BYTES = 75_000  # compressed; a chapter's first visit


def complaints_of(page, allowed: str) -> list[str]:
    """Collects what the page's console, scripts and requests complain of, and every request beyond `allowed`."""
    complaints = []
    page.on(
        "console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "request",
        lambda request: None if request.url.startswith((allowed, "data:")) else complaints.append(request.url),
    )
    # What is still on its way when the test goes on to the next page is aborted.
    page.on(
        "requestfailed", lambda request: complaints.append(request.url) if "ABORTED" not in request.failure else None
    )
    page.on("response", lambda response: complaints.append(response.url) if response.status >= 400 else None)
    return complaints


@pytest.mark.parametrize("width", [390, 1280])
def test_pages_fit_and_load_from_a_folder(page, width):
    """From file://, nothing is missing, nothing fails, and no page is wider than the screen."""
    page.set_viewport_size({"width": width, "height": 844})
    complaints = complaints_of(page, rendered.HTML.as_uri())
    for name in PAGES:
        page.goto((rendered.HTML / name).as_uri())
        if (scroll_width := page.evaluate("document.documentElement.scrollWidth")) > width:
            complaints.append(f"{scroll_width} pixels wide")
        assert complaints == [], name


def test_pages_load_from_a_subfolder_of_a_server(page, site):
    """Nothing asks another host, nothing is missing, nothing complains."""
    complaints = complaints_of(page, site)
    for name in PAGES:
        page.goto(site + name)
        assert complaints == [], name


def test_a_first_visit_is_light(page, site):
    """A chapter with figures, formulas and the norm explorer stays within the requests and bytes of a slow phone."""
    sizes = first_visit(page, f"{site}book/vi/formula.html")
    assert 3 < len(sizes) <= MAX_REQUESTS
    assert 10_000 < sum(sizes) <= MAX_BYTES


def violations(page) -> list[str]:
    """What axe-core finds: the rule and the first element that breaks it."""
    found = Axe().run(page).response["violations"]
    return [f"{rule['id']}: {rule['help']}: {rule['nodes'][0]['html'][:200]}" for rule in found]


@pytest.mark.parametrize("name", [name for name in PAGES if language_of(name) != "en"])
def test_accessible(page, site, name):
    """axe-core finds nothing on any page; of twins, which have the same shape, the Vietnamese one is looked at."""
    page.goto(site + name)
    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_each_kind_of_page_is_accessible(browser, site, width, scheme):
    """At both widths, in both themes, with everything unfolded and the search open."""
    context = browser.new_context(
        viewport={"width": width, "height": 844}, color_scheme=scheme, reduced_motion="reduce"
    )
    page = context.new_page()
    for name in ONE_OF_EACH_KIND:
        page.goto(site + name)
        page.evaluate("for (const details of document.querySelectorAll('details')) details.open = true")
        assert violations(page) == [], name
    page.keyboard.press("Control+k")
    page.locator("dialog input").fill("variance")
    page.locator(".search-results a").first.wait_for()
    assert violations(page) == []
    context.close()


def test_the_front_door_remembers_the_choice(page, site):
    """Who chose English comes to the English book, and can still choose again."""
    page.goto(site)
    page.get_by_role("link", name=WORDS["start_reading"].en).click()
    page.wait_for_url("**/book/en/introduction.html")
    page.goto(site)
    page.wait_for_url("**/book/en/introduction.html")
    page.locator(".book-title").click()
    page.wait_for_url("**/index.html#languages")
    assert page.get_by_role("link", name=WORDS["start_reading"].vi).is_visible()


def test_the_theme_button_recolours_figures(page, site):
    """The choice lasts over pages, and figures follow it."""
    page.emulate_media(color_scheme="light")
    page.goto(f"{site}book/vi/one-sample-one-feature.html")
    colour = "getComputedStyle(document.querySelector('svg.figure text')).fill"
    light = page.evaluate(colour)
    button = page.locator(".theme-button")
    for name in ("theme_light", "theme_dark"):
        button.click()
        assert button.get_attribute("aria-label") == WORDS[name].vi
    assert page.evaluate(colour) != light
    page.goto(f"{site}book/en/one-sample-one-feature.html")
    assert page.evaluate(colour) != light


@pytest.mark.parametrize("width", [390, 1280])
def test_the_whole_page_by_keyboard(page, site, width):
    """Tab goes first to the way past the bar, then through everything, and shows where it is."""
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(f"{site}book/en/one-sample-one-feature.html")
    reached = []
    for _ in range(200):
        page.keyboard.press("Tab")
        focus = page.evaluate(
            """() => { const element = document.activeElement, style = getComputedStyle(element);
            const name = element.className || element.textContent.trim().slice(0, 30);
            return [element.tagName, name, parseFloat(style.outlineWidth)]; }"""
        )
        if focus[0] == "BODY":
            break
        reached.append(focus)
    assert reached[0][1] == "skip-link"
    assert all(outline >= 2 for _, _, outline in reached)
    names = {name for _, name, _ in reached}
    assert {"search-button needs-script", "theme-button needs-script", "language-switch", "after"} <= names
    assert sum(tag == "SUMMARY" for tag, _, _ in reached) >= 2
    assert ("menu-button" in names) == (width == 390)


def test_the_contents_open_on_a_phone(page, site):
    """The menu button opens them, Escape closes them."""
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{site}book/vi/formula.html")
    contents = page.locator("nav.contents")
    assert not contents.is_visible()
    page.get_by_role("button", name=WORDS["contents"].vi).press("Enter")
    assert contents.is_visible()
    page.keyboard.press("Escape")
    assert not contents.is_visible()


def test_what_scrolls_is_reached_by_keyboard(page, site):
    """Wide code scrolls inside itself, can be focused, and says what it is."""
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{site}book/vi/formula.html")
    wide = page.locator("article pre").first
    assert wide.evaluate("element => element.scrollWidth > element.clientWidth")
    assert wide.get_attribute("tabindex") == "0"
    assert wide.get_attribute("aria-label") == WORDS["code"].vi


def test_print_shows_the_text_alone(page, site):
    """On paper: no bar, no contents, no buttons; dark on light whatever the theme; code is wrapped rather than cut."""
    page.goto(f"{site}book/vi/formula.html")
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(29, 31, 36)"
    for selector in (".top", ".contents", ".on-this-page", ".neighbours", ".try-it"):
        assert not page.locator(selector).is_visible(), selector
    assert page.evaluate("getComputedStyle(document.querySelector('article pre')).whiteSpace") == "pre-wrap"
    assert page.locator("footer.bottom").is_visible()


def test_folded_answers_unfold(page, site):
    """By a click, and all of them on paper."""
    page.goto(f"{site}book/vi/introduction.html")
    answer = page.locator("article details p").first
    assert not answer.is_visible()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert answer.is_visible()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert not answer.is_visible()
    page.locator("article details summary").first.click()
    assert answer.is_visible()


def test_hints_stay_folded_on_paper(page, site):
    """Whoever prints an exercise does not want to be told."""
    page.goto(f"{site}exercises/vi/revin.html")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    hints = page.locator("article details")
    assert hints.count() >= 2
    assert page.locator("article details[open]").count() == 0


def test_code_is_copied(page, site):
    """The button puts the code, and nothing else, on the clipboard."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{site}book/vi/formula.html")
    block = page.locator(".cell .highlight").first
    code = block.locator("pre").text_content()
    block.hover()
    block.get_by_role("button", name=WORDS["copy"].vi).click()
    block.get_by_role("button", name=WORDS["copied"].vi).wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == code


@pytest.mark.parametrize("lang", LANGUAGES)
def test_read_without_scripts(browser, site, lang):
    """Without JavaScript: the text, the way to every page, no button that does nothing."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}book/{lang}/formula.html")
    assert page.locator(".tag_norm-explorer svg.figure:visible").count() == 1
    assert not page.locator(".search-button").is_visible()
    page.locator("a.language-switch").click()
    other = twin_of(f"book/{lang}/formula", "en" if lang == "vi" else "vi")
    assert page.url == f"{site}{other}.html"
    assert page.locator("html").get_attribute("lang") == language_of(other)
    context.close()
