"""The rendered book in headless Chromium, as a reader has it: from a folder or a server, by keyboard, in the dark."""

import gzip
from itertools import cycle

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
MAX_REQUESTS = 10
MAX_BYTES = 75_000  # compressed; a page's first visit


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


def windows_of(pages: list[str]) -> dict[str, tuple[int, ...]]:
    """How wide the windows are that each page is seen in: a small phone's, where least fits, a phone's, and a desk's.

    Of twins, which have the same shape and styles, one is seen on a phone and the other on a desk, by turns. What has
    no twin is seen on both.
    """
    small, phone, desk = LETTERS
    seen = dict.fromkeys(pages, (small, phone, desk))
    twins = [(page, twin_of(page, "en")) for page in pages if twin_of(page, "en") != page]
    for (one, other), windows in zip(twins, cycle([(phone, desk), (desk, phone)]), strict=False):
        seen[one], seen[other] = ((small, window) for window in windows)
    return seen


# Asked in the second frame after the letters were made so much larger, when what follows them has done so.
WIDTH_WITH_LETTERS_OF = """(percent) => new Promise((resolve) => {
    document.documentElement.style.fontSize = percent;
    requestAnimationFrame(() => requestAnimationFrame(() => resolve(document.documentElement.scrollWidth)));
})"""
LETTERS = {320: ("200%",), 390: ("212.5%", ""), 1280: ("",)}


CHOICES_WIDER_THAN_THEIR_QUESTION = """() => [...document.querySelectorAll("form.question")].flatMap((question) => {
    const edge = question.getBoundingClientRect().right - parseFloat(getComputedStyle(question).paddingRight);
    return [...question.querySelectorAll("label, label > span")]
        .filter((choice) => choice.getBoundingClientRect().right > edge + 1).map((choice) => choice.textContent);
})"""


def test_pages_fit_and_load_from_a_folder(page):
    """From file://, nothing is missing, nothing fails, and no page is wider than the screen, with large letters too.

    Nor is a choice wider than its question: one that is a formula scrolls where a small phone's letters are large.
    """
    complaints = complaints_of(page, rendered.HTML.as_uri())
    windows = windows_of(PAGES)
    asked = 0
    for name in PAGES:
        # The list of headings starts unfolded in a wide window, the harder case in a narrow one.
        page.set_viewport_size({"width": max(LETTERS), "height": 844})
        page.goto((rendered.HTML / name).as_uri())
        asked += page.locator("form.question label math").count()
        for width in windows[name]:
            page.set_viewport_size({"width": width, "height": 844})
            page.evaluate("new Promise(requestAnimationFrame)")  # the page has heard of it by then
            for size in LETTERS[width]:
                if (scroll_width := page.evaluate(WIDTH_WITH_LETTERS_OF, size)) > width:
                    complaints.append(f"{scroll_width} pixels wide of {width} with letters of {size or '100%'}")
                complaints += page.evaluate(CHOICES_WIDER_THAN_THEIR_QUESTION)
        assert complaints == [], name
    assert asked


def heaviest(number: int) -> list[str]:
    """The pages whose HTML weighs most, compressed: all else is the same for pages of a kind."""
    return sorted(rendered.pages(), key=lambda name: len(gzip.compress((rendered.HTML / name).read_bytes())))[-number:]


@pytest.mark.parametrize("width, kinds, most", [(390, ONE_OF_EACH_KIND, 6), (1280, [], 3)], ids=["phone", "desk"])
def test_a_first_visit_is_light(browser, site, width, kinds, most):
    """A page of each kind and the heaviest ones stay within the requests and bytes of a slow phone.

    On a desk only the drawings are others, which weigh most where the page does.
    """
    heavy = {}
    for name in sorted({*kinds, *heaviest(most)} - {"404.html"}):
        visitor = browser.new_context(viewport={"width": width, "height": 844})  # who has nothing stored
        sizes = first_visit(visitor.new_page(), site + name)
        visitor.close()
        assert len(sizes) > 3 and sum(sizes) > 10_000, name
        if len(sizes) > MAX_REQUESTS or sum(sizes) > MAX_BYTES:
            heavy[name] = len(sizes), sum(sizes)
    assert heavy == {}


def violations(page, *, colours: bool = True) -> list[str]:
    """What axe-core finds: the rule and the first element that breaks it."""
    rules = {
        "label-content-name-mismatch": True,
        "color-contrast": colours,
    }  # axe leaves the first out until it is told
    options = {
        "rules": {rule: {"enabled": enabled} for rule, enabled in rules.items()},
        "resultTypes": ["violations"],  # of what is in order, it need not name every element
    }
    found = Axe().run(page, options=options).response["violations"]
    return [f"{rule['id']}: {rule['help']}: {rule['nodes'][0]['html'][:200]}" for rule in found]


def test_pages_load_from_a_subfolder_of_a_server_and_are_accessible(page, site):
    """Nothing asks another host, nothing is missing, nothing complains; and axe-core finds nothing on any page.

    Of twins, which have the same shape and were all loaded from a folder above, the Vietnamese one is looked at. Of
    exercises and their solutions, which are of one shape each, axe-core looks at one, and at one of each kind below;
    at the colours only there: they are one stylesheet's, and to measure them takes longer than all else.
    """
    complaints = complaints_of(page, site)
    for name in PAGES:
        if language_of(name) == "en" and name not in ONE_OF_EACH_KIND:
            continue
        page.goto(site + name)
        if name.startswith("book/vi/") and name not in ONE_OF_EACH_KIND:
            complaints += violations(page, colours=False)
        assert complaints == [], name


@pytest.mark.parametrize("name", [*ONE_OF_EACH_KIND, "the search"])
def test_each_kind_of_page_is_accessible(page, site, name):
    """On a phone in the dark and on a desk in the light, with everything unfolded or the search open."""
    page.emulate_media(reduced_motion="reduce")
    if name == "the search":
        page.goto(site + ONE_OF_EACH_KIND[-1])
        page.keyboard.press("Control+k")
        page.locator("dialog input").fill("variance")
        page.locator(".search-results a").first.wait_for()
    else:
        page.goto(site + name)
        page.evaluate("for (const details of document.querySelectorAll('details')) details.open = true")
    found = {}
    for width, scheme in ((390, "dark"), (1280, "light")):
        page.set_viewport_size({"width": width, "height": 844})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.evaluate("new Promise(requestAnimationFrame)")  # the page has heard of both by then
        found[width, scheme] = violations(page)
    assert {where: broken for where, broken in found.items() if broken} == {}


def test_the_front_door_remembers_the_choice(page, site):
    """Who chose English comes to the English book, and can still choose again: by the title, and by going back."""
    page.goto(site)
    page.get_by_role("link", name=WORDS["start_reading"].en).click()
    page.wait_for_url("**/book/en/introduction.html")
    page.go_back()
    assert page.get_by_role("link", name=WORDS["start_reading"].en).is_visible()
    page.goto(site)
    page.wait_for_url("**/book/en/introduction.html")
    page.locator(".book-title").click()
    page.wait_for_url("**/index.html#in-en")
    assert page.get_by_role("link", name=WORDS["start_reading"].vi).is_visible()


def test_the_theme_button_recolours_figures(page, site):
    """The choice lasts over pages, and figures follow it."""
    page.emulate_media(color_scheme="light")
    page.goto(f"{site}book/vi/one-sample-one-feature.html")
    drawing = page.locator("svg.figure text").first
    colour = "getComputedStyle(document.querySelector('svg.figure text')).fill"
    drawing.wait_for()
    light = page.evaluate(colour)
    button = page.locator(".theme-button")
    for name in ("theme_light", "theme_dark"):
        button.click()
        assert button.get_attribute("aria-label") == WORDS[name].vi
    assert page.evaluate(colour) != light
    page.goto(f"{site}book/en/one-sample-one-feature.html")
    drawing.wait_for()
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


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_printed_exercise_says_nothing_of_buttons(page, site, lang):
    """On paper: the task and the answer, and no word of what is done on a screen."""
    page.goto(f"{site}exercises/{lang}/instance_norm.html")
    assert WORDS["to_the_workbench"][lang] in page.locator("body").inner_text()
    page.emulate_media(media="print")
    printed = page.locator("body").inner_text()
    assert WORDS["your_answer"][lang] in printed
    for name in ("to_the_workbench", "given", "run", "check", "open", "private", "in_jupyterlab", "how_to_leave"):
        assert WORDS[name][lang] not in printed, name
    assert ("ngay trong trang này" if lang == "vi" else "in this page") not in printed


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
    block = page.locator(".cell:not(.tag_hide-input) .highlight").first
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
    assert page.locator(".tag_norm-explorer img:visible").count() == 1
    assert not page.locator(".search-button").is_visible()
    page.locator("a.language-switch").click()
    other = twin_of(f"book/{lang}/formula", "en" if lang == "vi" else "vi")
    assert page.url == f"{site}{other}.html"
    assert page.locator("html").get_attribute("lang") == language_of(other)
    context.close()


def test_the_search_button_keeps_its_icon(page, site):
    """At every width between a phone's and a laptop's."""
    page.goto(f"{site}book/vi/formula.html")
    widths = [320, 390, *range(620, 900, 40), 1280]
    seen = {}
    for width in widths:
        page.set_viewport_size({"width": width, "height": 400})
        seen[width] = page.evaluate("document.querySelector('.search-button svg').getBoundingClientRect().width")
    assert {width: icon for width, icon in seen.items() if icon < 20} == {}


@pytest.mark.parametrize("path", ["nothing.html", "book/vi/nothing.html", "a/b/c/nothing.html"])
def test_an_address_that_leads_nowhere_leads_home(page, site, path):
    """From any depth, also in a book that was told no address."""
    page.goto(site + path)
    home = f"{site}index.html#languages"
    page.wait_for_function("(home) => [...document.links].every(({ href }) => href === home)", arg=home)
    page.get_by_role("link").first.click()
    page.wait_for_url(home)


def test_colours_are_known_to_every_browser():
    """None is said by light-dark() alone, which younger browsers know and others take for no colour at all."""
    styles = [
        *rendered.HTML.rglob("_static/*.css"),
        *rendered.HTML.rglob("in-page/**/*.css"),
        rendered.HTML / "404.html",
    ]
    assert len(styles) > 5
    assert [style.name for style in styles if "light-dark(" in style.read_text(encoding="utf-8")] == []


def test_colours_follow_the_theme(page, site):
    """As the system has it, as the reader chose, and dark on light on paper."""
    page.goto(f"{site}book/vi/formula.html")
    background = "getComputedStyle(document.body).backgroundColor"
    light, dark = "rgb(253, 252, 250)", "rgb(22, 24, 29)"
    for scheme, theme, media, expected in [
        ("light", "auto", "screen", light),
        ("dark", "auto", "screen", dark),
        ("light", "dark", "screen", dark),
        ("dark", "light", "screen", light),
        ("dark", "dark", "print", light),
        ("dark", "auto", "print", light),
    ]:
        page.emulate_media(color_scheme=scheme, media=media)
        page.evaluate("(theme) => { document.documentElement.dataset.theme = theme; }", theme)
        assert page.evaluate(background) == expected, (scheme, theme, media)
