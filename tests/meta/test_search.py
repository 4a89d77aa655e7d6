"""The search finds what is asked, however it is typed, from a folder as from a server, and is walked by keyboard."""

import unicodedata
from collections.abc import Iterator

import pytest
from docutils.nodes import make_id
from playwright.sync_api import Page

import rendered
from course_book.content.terms import TERMS
from course_book.content.words import WORDS
from course_book.plain_math import plain_math
from grader.text import LANGUAGES

PAGE = "book/{}/introduction.html"
# Of each question: where its results lead, below the root of the site, and which of its words were mended.
FIND = """(questions) => questions.map((question) => {
    const { results, needed } = document.getElementById("search-dialog").find(question);
    return [results.map(({ url }) => url), needed.filter(({ mended }) => mended).map(({ mended }) => mended)];
})"""


@pytest.fixture(scope="module")
def pages(browser) -> Iterator[dict[str, Page]]:
    """For each language a page, in a folder, with the search open."""
    context = browser.new_context()
    opened = {}
    for lang in LANGUAGES:
        opened[lang] = context.new_page()
        opened[lang].goto((rendered.HTML / PAGE.format(lang)).as_uri())
        open_search(opened[lang])
    yield opened
    context.close()


def open_search(page: Page) -> None:
    """Open the search, and wait until it can be asked."""
    page.keyboard.press("Control+k")
    page.wait_for_function("document.getElementById('search-dialog').find !== undefined")


def found(page: Page, question: str) -> list[str]:
    """Where the results lead."""
    ((urls, _),) = page.evaluate(FIND, [question])
    return urls


def without_marks(text: str) -> str:
    """As it is typed on a keyboard that has none."""
    apart = unicodedata.normalize("NFD", text)
    return "".join(sign for sign in apart if not unicodedata.combining(sign)).replace("đ", "d").replace("Đ", "D")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_term_finds_its_entry_of_the_glossary(pages, lang):
    """In either language, whole or in part, with marks or without: among the first three; solutions come last."""
    questions = {
        typed: f"book/{lang}/glossary.html#term-{make_id(term.forms['en'].split(', ')[0])}"
        for term in TERMS
        for words in (*(term.forms[other] for other in LANGUAGES), term.sought)
        for word in filter(None, (words if words != term.sought else "", *words.split(", ")))
        for typed in (word, without_marks(word), f"({word.upper()}):")
    }
    answers = dict(zip(questions, pages[lang].evaluate(FIND, list(questions)), strict=True))
    assert len(answers) > 5 * len(TERMS)
    assert {typed: urls[:3] for typed, (urls, _) in answers.items() if questions[typed] not in urls[:3]} == {}
    are_solutions = {typed: [url.startswith("solutions/") for url in urls] for typed, (urls, _) in answers.items()}
    assert [typed for typed, those in are_solutions.items() if those != sorted(those)] == []
    assert sum(any(those) for those in are_solutions.values()) > 20  # there are solutions to come last


SAME = {
    "chuẩn hóa": ["chuan hoa", "chuẩn hoá", "CHUẨN HÓA"],
    "phương sai": ["phuong sai", "phu\u031bo\u031bng sai", "phuongsai"],
    "đặc trưng": ["dac trung"],
    "độ dời": ["do doi"],
}


def test_vietnamese_is_read_however_typed(pages):
    """With or without marks, composed or not, old tone marks or new: no page is missed."""
    for question, others in SAME.items():
        expected = {url.partition("#")[0] for url in found(pages["vi"], question)}
        assert expected
        for other in others:
            assert {url.partition("#")[0] for url in found(pages["vi"], other)} >= expected, other


@pytest.mark.parametrize(
    "lang, question, first, mended",
    [
        ("en", "gradeint", "glossary.html#term-gradient", ["gradient"]),
        ("vi", "epsilom", "glossary.html#term-epsilon", ["epsilon"]),
        ("vi", "phuogn sai", "glossary.html#term-variance", ["phương"]),
        ("en", "normalisation", "glossary.html#term-normalization", []),
        ("en", "normalising", "what-always-holds.html#normalizing-twice", []),
        ("en", "what is eps?", "glossary.html#term-epsilon", []),
        ("vi", "eps la gi", "glossary.html#term-epsilon", []),
        ("en", "backpropagation", "glossary.html#term-backward-pass", []),
        ("vi", "backpropagation", "glossary.html#term-backward-pass", []),
        ("vi", "backpropagation", "backward-pass.html#di-nguoc-tung-buoc", []),
        ("vi", "phương sai âm", "numbers-on-real-machines.html#phuong-sai-am", []),
    ],
)
def test_a_question_and_a_slip_of_the_finger_find(pages, lang, question, first, mended):
    """Among the first four; and what was mended is told."""
    ((urls, told),) = pages[lang].evaluate(FIND, [question])
    assert f"book/{lang}/{first}" in urls[:4]
    assert told == mended


def test_nothing_is_found_where_nothing_is(pages):
    """And it is said in the language of the page."""
    for lang, page in pages.items():
        for question in ("qwxz", "xyzzy"):
            page.locator("dialog input").fill(question)
            assert page.locator(".search-status").text_content() == WORDS["nothing_found"][lang]
            assert page.locator(".search-results li").count() == 0


def test_the_results_are_walked_by_keyboard(page, site):
    """Down to a result, up again, Enter opens, but not while an input method composes. All in one language."""
    page.goto(site + PAGE.format("vi"))
    page.get_by_role("button", name=WORDS["search"].vi).click()
    field, results = page.locator("dialog input"), page.locator(".search-results a")
    field.fill("phuong sai")
    results.first.wait_for()
    assert page.locator(".search-status").text_content() == WORDS["results"].vi.format(count=results.count())
    assert all("/vi/" in link.get_attribute("href") for link in results.all())
    for composing in ("isComposing: true", "keyCode: 229"):
        for key in ("Enter", "ArrowDown"):
            field.evaluate(
                f"field => field.dispatchEvent(new KeyboardEvent('keydown', "
                f"{{ key: '{key}', bubbles: true, cancelable: true, {composing} }}))"
            )
    focused = "document.activeElement === [...document.querySelectorAll('.search-results a')].at({})"
    assert page.evaluate("document.activeElement.matches('dialog[open] input')")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert page.evaluate(focused.format(1))
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.matches('dialog input')")
    address = results.first.get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(address)
    page.wait_for_function("!document.querySelector('dialog')?.open")


def test_an_excerpt_shows_what_was_found(pages):
    """The words are marked in their sentence, and a formula in it keeps its exponents."""
    page = pages["en"]
    page.locator("dialog input").fill("10^-5 around")
    results = page.locator(".search-results li")
    assert {"10", "⁵"} <= set(results.locator("mark").all_text_contents())
    assert "10⁻⁵" in " ".join(results.locator("p").all_text_contents())


def test_a_search_that_cannot_come_says_so_and_comes_the_next_time(browser, site):
    """No network at the first opening, and one at the second."""
    context = browser.new_context(service_workers="block")
    page = context.new_page()
    page.goto(site + PAGE.format("vi"))
    page.route("**/search-vi.js", lambda route: route.abort())
    page.keyboard.press("Control+k")
    page.get_by_text(WORDS["search_unreached"].vi).wait_for()
    page.unroute("**/search-vi.js")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    page.locator("dialog input").fill("phương sai")
    page.locator(".search-results a").first.wait_for()
    context.close()


@pytest.mark.parametrize(
    "latex, text",
    [
        (r"10^{-5}", "10⁻⁵"),
        (r"\hat{x} = \pm \frac{x - \mu}{\sqrt{\sigma^2 + \varepsilon}}", "x\u0302 = ±(x − μ)/√(σ² + ε)"),
        (r"\mu_{bf} = \frac{1}{L} \sum_{l=1}^{L} x_{blf}", "μ_bf = 1/L∑ₗ₌₁^L x_blf"),
        (r"x \in \mathbb{R}^{B \times L}", "x ∈ ℝ^(B × L)"),
        (r"a < 0{,}99, (2, 5, 1)", "a < 0,99, (2, 5, 1)"),
        (r"y_n = \gamma \, \hat{x} + \beta,\ |\delta| \le u", "yₙ = γ x\u0302 + β, |δ| ≤ u"),
    ],
)
def test_a_formula_as_a_line_of_text(latex, text):
    """As it is read in an excerpt, and typed in a question."""
    assert plain_math(latex) == text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_excerpt_tells_an_answer(lang):
    """What stands in a fold, or is an output to be guessed, is not searched."""
    searched = (rendered.HTML / f"search-{lang}.js").read_text(encoding="utf-8")
    for name in ("padding-and-masks", "eps-and-small-variances"):
        page = rendered.soup(f"book/{lang}/{name}.html")
        answers = page.select("form.question .answer li, form.question .answer > p")
        outputs = page.select("details.prediction pre")
        assert len(answers) > 10
        assert len(outputs) > 3
        for told in (*answers, *outputs):
            words = " ".join(told.text.split())
            assert words not in searched, words
