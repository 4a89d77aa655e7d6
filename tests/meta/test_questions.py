"""Questions and outputs to be guessed: as they stand in the notebooks, and as a reader answers and opens them."""

import re
from itertools import pairwise

import pytest
from docutils import nodes
from docutils.core import publish_doctree
from myst_parser.docutils_ import Parser
from playwright.sync_api import expect
from ruamel.yaml import YAML

import rendered
from chromium import Visitors
from course_book.content.words import WORDS
from course_book.questions import questions_in
from each import for_each
from grader.notebook import read, source
from grader.text import LANGUAGES
from imagined_python import imagining, ran, text, will_answer
from test_browser import violations

FOLD = '<details class="question"'
PAGE = "book/{}/two-samples-one-feature.html"  # with choices
NUMBERS = "book/{}/introduction.html"  # with a number


def forms(page: str) -> list:
    return rendered.soup(page).select("form.question")


PAGES = [page for page in rendered.pages() if page.startswith("book/")]
NOTEBOOKS = [path for lang in LANGUAGES for path in sorted((rendered.ROOT / "book" / lang).glob("*.ipynb"))]


# As they are written


@for_each(NOTEBOOKS)
def test_every_question_is_a_form(path):
    """As many as the notebook has, each with the words of the page over its answer."""
    asked = sum(source(cell).count(FOLD) for cell in read(path)["cells"] if cell["cell_type"] == "markdown")
    found = forms(f"book/{path.parent.name}/{path.stem}.html")
    assert len(found) == asked
    for form in found:
        assert form.select_one("summary").text == WORDS["guessed_answer"][path.parent.name], form["id"]


@for_each(PAGES)
def test_every_question_has_its_answer(page):
    """Choices have a reason each, numbers have one, and whoever hears the page knows what is asked."""
    for form in forms(page):
        assert not form.select(":is(label, legend) .term"), f"{form['id']}: a tap on a choice explains a term"
        reasons = form.select(".answer li")
        if "data-right" in form.attrs:
            assert 2 <= len(form.select("fieldset > ol > li")) == len(reasons) <= 4, form["id"]
            assert form.select_one("legend").text.strip(), form["id"]
            right = reasons[int(form["data-right"])].text
            assert right.startswith(WORDS["is_right"][page.split("/")[1]]), form["id"]
        else:
            assert len(form["data-foreseen"].split()) == len(reasons), form["id"]
            assert form.select_one("label[for]").text.strip(), form["id"]
            assert form.select_one(f"input#{form.select_one('label')['for']}"), form["id"]
            reasons = [*reasons, form.select_one(".answer > p")]
        for reason in reasons:
            assert len(reason.text.split()) >= 4, f"{form['id']}: {reason.text!r} is no reason"


@for_each([page for page in PAGES if "/vi/" in page])
def test_questions_are_twins(page):
    """Both languages ask the same, in the same order, and take the same answers."""
    facts = ("id", "data-key", "data-right", "data-number", "data-tolerance", "data-foreseen")
    vi, en = (
        [{name: form.get(name) for name in facts} for form in forms(page.replace("/vi/", f"/{lang}/"))]
        for lang in LANGUAGES
    )
    assert vi == en


@pytest.mark.parametrize(
    "written, problem",
    [
        ("A?\n\n1. a\n2. b\n\nFOLD\n\n1. no\n\nEND", "each of its choices a reason"),
        ("A?\n\n1. a\n2. b\n\nFOLD\n\n1. no\n2. no\n\nEND", "one right choice"),
        ("A?\n\n1. a\n2. b\n\nFOLD\n\n1. **Right.**\n2. **Right.**\n\nEND", "one right choice"),
        ("A?\n\n1. a\n2. b\n\nFOLD\n\nBecause.\n\nEND", "one numbered list"),
        ("A?\n\n1. a\n\nFOLD\n\n1. **Right.**\n\nEND", "fewer than two"),
        ("A?\n\n1. a\n2. 0.\n\nFOLD\n\n1. no\n2. **Right.** So.\n\nEND", "takes for a list"),
        ("A?\n\nFOLD\n\nBecause.\n\nEND", "a number in bold"),
        ("A?\n\nFOLD\n\n**2 ± some.** So.\n\nEND", "a number in bold"),
        ("A?\n\nFOLD\n\n**2.** So.\n\n- Or 3.\n\nEND", "a reason that does not begin with a number"),
        ("# A?\n\nFOLD\n\n**2.** So.\n\nEND", "a paragraph that asks"),
    ],
)
def test_what_cannot_be_answered_is_refused(written, problem):
    """The build says what is missing."""
    (question,) = questions_in(doctree(written))
    assert problem in question.check()


@pytest.mark.parametrize(
    "written, data",
    [
        ("A?\n\n1. a\n2. b\n\nFOLD\n\n1. no\n2. **Right.** Yes.\n\nEND", {"right": "1"}),
        ("A?\n\nFOLD\n\n**0,95 ± 0,01.** So.\n\nEND", {"number": "0.95", "tolerance": "0.01", "foreseen": ""}),
        ("A?\n\nFOLD\n\n**−2.** So.\n\n- **3.** No.\n- **-4.5.** No.\n\nEND",
         {"number": "-2", "tolerance": "0", "foreseen": "3 -4.5"}),
    ],
)  # fmt: skip
def test_answers_are_understood(written, data):
    """Which choice is right, or which number, however its comma and minus are written."""
    (question,) = questions_in(doctree(written))
    assert question.check() is None
    assert question.data() == data


def doctree(written: str) -> nodes.document:
    fold = '<details class="question" id="q">\n<summary>Answer</summary>'
    return publish_doctree(written.replace("FOLD", fold).replace("END", "</details>"), parser=Parser())


# As they are answered


@pytest.fixture(scope="module")
def readers(browser):
    context = imagining(browser)
    yield Visitors(context)
    context.close()


@pytest.fixture
def reader(readers):
    with readers.one() as page:
        yield page


def open_page(reader, address: str) -> None:
    """Open a page, and begin to read: the script that judges comes then."""
    reader.goto(address)
    reader.mouse.move(9, 9)
    reader.wait_for_function("document.querySelector('form.question[data-live]')")


def question(page, number: int):
    return page.locator("form.question").nth(number)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_choice_is_judged_at_once(reader, site, lang):
    """A tap says whether it is right and why, in the words of its reason, and is remembered in both languages."""
    open_page(reader, site + PAGE.format(lang))
    form = question(reader, 0)
    right = int(form.get_attribute("data-right"))
    form.get_by_role("button").click()
    assert form.get_by_role("status").text_content() == WORDS["no_choice"][lang]
    for given in [1 - right if right < 2 else 0, right]:
        form.locator("fieldset li").nth(given).locator("label").click()
        said = form.get_by_role("status").text_content()
        assert said.startswith("✓" if given == right else f"✗ {WORDS['is_wrong'][lang]}")
        assert said.endswith(form.locator(".answer li").nth(given).text_content())
    assert violations(reader) == []
    open_page(reader, site + PAGE.format("en" if lang == "vi" else "vi"))
    assert question(reader, 0).locator("input:checked").get_attribute("value") == str(right)
    assert question(reader, 0).get_by_role("status").text_content().startswith("✓")
    assert question(reader, 1).get_by_role("status").text_content() == ""


def test_a_number_stands_whole_beside_its_choice(reader, site):
    """On a phone, where choices take several lines."""
    reader.set_viewport_size({"width": 390, "height": 844})
    open_page(reader, site + PAGE.format("en"))
    numbers = reader.locator(".question label > span:first-of-type")
    assert numbers.all_text_contents()[:3] == ["1.", "2.", "3."]
    assert set(numbers.evaluate_all("spans => spans.map((span) => span.getBoundingClientRect().height < 40)")) == {True}


def test_by_keyboard_a_choice_is_only_come_past(reader, site):
    """The arrow keys change the choice, Enter answers."""
    open_page(reader, site + PAGE.format("en"))
    form = question(reader, 0)
    form.locator("input").first.focus()
    reader.keyboard.press("Space")
    reader.keyboard.press("ArrowDown")
    assert form.get_by_role("status").text_content() == ""
    reader.keyboard.press("Enter")
    assert form.get_by_role("status").text_content()[0] in "✓✗"
    assert form.locator("input:checked").get_attribute("value") == "1"


def numbers(page: str) -> list[tuple[int, dict[str, str]]]:
    """The questions of a page that ask for a number."""
    asked = enumerate(forms(page))
    return [(at, form.attrs) for at, form in asked if "data-number" in form.attrs]


@pytest.mark.parametrize("typed", ["{}", " {},0 ", "{}.00"])
def test_a_number_is_judged(reader, site, typed):
    """However it is typed; a number often taken for it has a reason of its own, and no number is no answer."""
    at, asked = next((at, asked) for at, asked in numbers(NUMBERS.format("vi")) if asked["data-foreseen"])
    open_page(reader, site + NUMBERS.format("vi"))
    form = question(reader, at)
    field, said = form.locator("input"), form.get_by_role("status")

    def answer(given: str) -> str:
        field.fill(given)
        field.press("Enter")
        return said.text_content()

    assert (
        answer(typed.format(asked["data-number"]))
        == f"✓ {WORDS['is_right'].vi} " + form.locator(".answer > p").text_content()
    )
    assert answer("?") == WORDS["no_number"].vi
    foreseen = asked["data-foreseen"].split()[0]
    assert answer(foreseen) == f"✗ {WORDS['is_wrong'].vi} " + form.locator(".answer li").first.text_content()
    assert answer("123456").endswith(form.locator(".answer > p").text_content())
    reader.reload()
    expect(field).to_have_value("123456")


@pytest.mark.parametrize("page", [PAGE, NUMBERS])
def test_without_a_server_and_without_storage(reader, page):
    """From file://, in a browser that keeps nothing, an answer is judged all the same."""
    reader.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new Error('refused') } })")
    errors = []
    reader.on("pageerror", lambda error: errors.append(str(error)))
    open_page(reader, (rendered.HTML / page.format("vi")).as_uri())
    form = question(reader, 0)
    if form.locator("input[type=text]").count():
        form.locator("input").fill("7")
    else:
        form.locator("input").first.check()
    form.locator("button").click()
    assert form.get_by_role("status").text_content()[0] in "✓✗"
    assert errors == []


@pytest.mark.parametrize("page", [PAGE, NUMBERS])
def test_without_scripts_a_question_is_a_fold(browser, site, page):
    """What is asked and its choices are read, the answer unfolds, and nothing is there that does nothing."""
    context = browser.new_context(java_script_enabled=False)
    reader = context.new_page()
    reader.goto(site + page.format("vi"))
    form = question(reader, 0)
    assert form.locator(".asked").is_visible()
    assert not any(part.is_visible() for part in form.locator("input, button").all())
    assert not form.locator(".answer > :not(summary)").first.is_visible()
    form.locator("summary").click()
    assert form.locator(".answer > :not(summary)").first.is_visible()
    context.close()


def test_what_is_answered_before_the_script_is_there_is_judged_when_it_comes(reader, site):
    """It is fetched when one begins to read; nothing that was chosen is lost, and Enter leads nowhere."""
    held = []

    def hold(route):
        held.append(route)

    reader.route("**/questions.js*", hold)
    reader.goto(site + PAGE.format("en"), wait_until="domcontentloaded")
    form = question(reader, 0)
    form.locator("fieldset li").first.locator("label").click()
    form.get_by_role("button").click()
    assert form.get_by_role("status").text_content() == ""
    reader.wait_for_timeout(50)
    held[0].continue_()
    form.locator(".said:not(:empty)").wait_for()
    assert reader.url == site + PAGE.format("en")
    assert len(held) == 1


def test_only_pages_with_questions_load_the_script():
    for page in rendered.pages():
        assert bool(rendered.soup(page).select("body[data-questions]")) == bool(forms(page)), page


# Outputs that are to be guessed


@for_each(NOTEBOOKS)
def test_what_is_to_be_guessed_is_folded(path):
    """The output of a cell tagged `predict` lies in a closed fold of its own, and its code does not."""
    tagged = [cell["id"] for cell in read(path)["cells"] if "predict" in cell["metadata"].get("tags", [])]
    cells = rendered.soup(f"book/{path.parent.name}/{path.stem}.html").select(".cell.tag_predict")
    assert len(cells) == len(tagged)
    for cell in cells:
        (fold,) = cell.select("details.prediction:not([open])")
        assert fold.summary.text == WORDS["guessed"][path.parent.name]
        assert len(cell.select(".cell_output")) == len(fold.select(".cell_output")) == 1
        assert not fold.select(".cell_input")


@pytest.fixture
def chapter(reader, site):
    """A chapter with an output to guess, whose cell has this number."""
    open_page(reader, site + PAGE.format("en"))
    cell = reader.locator(".tag_predict[data-cell]").first
    cell.wait_for()
    return reader, cell, int(cell.get_attribute("data-cell"))


def test_run_shows_what_came_out(chapter):
    """The fold opens on the new output; starting over closes it on the stored one."""
    page, cell, number = chapter
    fold = cell.locator(".prediction")
    assert fold.get_attribute("open") is None
    will_answer(page, *[ran()] * (number - 1), ran(text("new")))
    cell.locator("[data-do=run]").click()
    cell.locator('[data-result][data-state="done"]').wait_for()
    assert fold.locator("[data-result]").text_content() == "new"
    assert not fold.locator(".cell_output").is_visible()
    cell.locator("[data-do=reset]").click()
    assert fold.get_attribute("open") is None
    fold.locator("summary").click()
    assert fold.locator(".cell_output").is_visible() and not fold.locator("[data-result]").is_visible()


def test_run_below_tells_nothing(chapter):
    """What a cell further down has run first stays to be guessed."""
    page, cell, number = chapter
    will_answer(page, *[ran(text("secret"))] * (number + 1))
    page.locator(f'[data-cell="{number + 1}"] summary').first.click()  # its code is folded
    page.locator(f'[data-cell="{number + 1}"] [data-do=run]').click()
    page.locator(f'[data-cell="{number + 1}"] [data-result][data-state="done"]').wait_for()
    assert cell.locator(".prediction").get_attribute("open") is None


def test_what_folded_code_gives_is_seen(chapter):
    """Though its code is folded again."""
    page, _, number = chapter
    drawing = page.locator(f'[data-cell="{number + 1}"]')
    will_answer(page, *[ran()] * number, ran(text("drawn")))
    drawing.locator("summary").first.click()
    drawing.locator("[data-do=run]").click()
    drawing.locator('[data-result][data-state="done"]').wait_for()
    drawing.locator("summary").first.click()
    assert drawing.locator("[data-result]").is_visible()
    assert not drawing.locator(".cell_output").is_visible()


# Where they are asked

TOC = YAML(typ="safe").load(rendered.ROOT / "_toc.yml")
INVITES = {"vi": r"\bĐoán\b|\b[Hh]ãy đoán\b|\bDự đoán\b", "en": r"\b(?:Guess|Predict)\b"}
# What invites to guess without a question of this kind, and why.
ALONE = {"how-to-use": "tells how the course is used", "norm-explorer-intro": "the norm explorer asks"}


def asks(cell: dict) -> int:
    """How many questions a cell asks."""
    return source(cell).count(FOLD) if cell["cell_type"] == "markdown" else 0


@for_each(NOTEBOOKS)
def test_what_answers_a_question_is_folded(path):
    """Who is asked has not yet seen: the output right below a question, and the figure of it, is behind a fold."""
    cells = read(path)["cells"]
    for before, after in pairwise(cells):
        if asks(before) and after["cell_type"] == "code":
            assert "predict" in after["metadata"].get("tags", []), after["id"]
        if re.search(INVITES[path.parent.name], source(before)) and before["cell_type"] == "markdown":
            assert asks(before) or before["id"] in ALONE, f"{before['id']} invites to guess and asks nothing"


@for_each(NOTEBOOKS)
def test_every_chapter_asks(path):
    assert sum(map(asks, read(path)["cells"])) >= 2


def test_a_quiz_closes_each_part():
    """Three to five questions at the end of the last chapter of each part, but where the grader is the subject."""
    parts = [[each["file"] for each in part["chapters"] if each["file"].startswith("book/")] for part in TOC["parts"]]
    last = [pages[-1] for pages in parts if not pages[0].endswith("/exercises")]
    closed = [file for file in last if (rendered.ROOT / f"{file}.ipynb").exists()]
    assert len(closed) == 8
    for file in closed:
        (quiz,) = [cell for cell in read(rendered.ROOT / f"{file}.ipynb")["cells"] if cell["id"] == "quiz"]
        assert 3 <= asks(quiz) <= 5, file
