"""The front door shows the course: a tensor to touch, whom it is for, the parts, and what the grader says."""

import ast
import re

import numpy as np
import pytest
import yaml

import rendered
from course_book import front_door
from course_book.content.words import WORDS
from grader.notebook import read, source
from grader.text import LANGUAGES
from mistakes.bank import mistakes_of

COLUMNS = 3


def card(lang: str):
    """What the front door shows in one language."""
    return rendered.soup("index.html").select_one(f".cards > section[lang={lang}]")


def first_sample(lang: str) -> tuple[list[str], np.ndarray]:
    """The words of the first chapter's first sentence, and their features as the stored output prints them."""
    cells = {cell["id"]: cell for cell in read(rendered.ROOT / "book" / lang / "introduction.ipynb")["cells"]}
    code = source(cells["build-tensor"])
    sentences = ast.literal_eval(code.split("sentences = ", 1)[1].split("]", 1)[0] + "]")
    printed = "".join(cells["build-tensor"]["outputs"][0]["text"])
    numbers = [float(number) for number in re.findall(r"\d+\.", printed)]
    return sentences[0].split(), np.reshape(numbers[: 4 * COLUMNS], (4, COLUMNS))


def shown_in(page, lang: str) -> list[list[str]]:
    """The numbers that can be seen, row by row."""
    rows = page.locator(f"#in-{lang} .toy tbody tr").all()
    return [row.locator("td span:visible").all_text_contents() for row in rows]


def as_numbers(rows: list[list[str]]) -> np.ndarray:
    return np.array([[float(text.replace("−", "-").replace(",", ".")) for text in row] for row in rows])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_column_under_the_finger_is_normalized(page, site, lang):
    """Without a script, by tap and by keyboard, and back; the other columns stay as they are."""
    page.goto(f"{site}index.html")
    words, x = first_sample(lang)
    assert page.locator(f"#in-{lang} .toy tbody th").all_text_contents() == words
    np.testing.assert_array_equal(as_numbers(shown_in(page, lang)), x)
    page.locator(f"#in-{lang} .toy td.col2").first.click()
    y = x.copy()
    y[:, 1] = (x[:, 1] - x[:, 1].mean()) / np.sqrt(x[:, 1].var() + 1e-5)
    np.testing.assert_allclose(as_numbers(shown_in(page, lang)), y, atol=0.006)
    page.locator(f"#toy-{lang}-2").focus()
    page.keyboard.press("Space")
    np.testing.assert_array_equal(as_numbers(shown_in(page, lang)), x)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_tensor_needs_no_script(browser, site, lang):
    """A checkbox of the page decides."""
    page = browser.new_page(java_script_enabled=False)
    page.goto(f"{site}index.html")
    page.locator(f"#toy-{lang}-1").check()
    first = shown_in(page, lang)[0][0]
    page.close()
    assert re.fullmatch(r"−?\d[.,]\d\d", first)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_parts_and_their_minutes(lang):
    """Each part of the contents that is read or solved, with the minutes of its pages added up."""
    contents = yaml.safe_load((rendered.ROOT / "_toc.yml").read_text(encoding="utf-8"))
    expected = []
    for part in contents["parts"]:
        files = [chapter["file"] for chapter in part["chapters"] if f"/{lang}/" in chapter["file"]]
        efforts = [rendered.soup(f"{file}.html").select_one("article .effort") for file in files]
        minutes = [int(re.search(r"\d+", effort.get_text())[0]) for effort in efforts if effort]
        if minutes:
            expected.append((part["caption"], sum(minutes)))
    found = [
        (entry.a.get_text(), int(re.search(r"\d+", entry.small.get_text())[0]))
        for entry in card(lang).select(".parts li")
    ]
    assert found == expected and len(found) > 3


@pytest.mark.parametrize("lang", LANGUAGES)
def test_whom_it_is_for_and_try_it_now(lang):
    """The first button leads to an exercise, and a sentence says who can take the course."""
    here = card(lang)
    assert {"vi": "Dành cho ai?", "en": "Who is it for?"}[lang] in here.get_text()
    if rendered.IN_PAGE:
        assert here.select_one("a.button")["href"] == f"exercises/{lang}/instance_stats.html"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_feedback_is_what_the_grader_says(lang):
    """Not a picture that grows old: the bank's mistake, judged, with its name and why."""
    here, entry = card(lang), mistakes_of(front_door.EXERCISE)[front_door.MISTAKE]
    said = here.select_one(".said").get_text()
    assert entry.name[lang] in said and entry.why[lang] in said
    assert here.select_one("pre code").get_text().startswith("def instance_norm(x, eps=1e-5):")
    assert str(here.select_one(".said").select_one("div")["lang"]) == lang


class App:
    """As much of Sphinx as the feedback needs."""

    def __init__(self, folder, docnames):
        self.doctreedir = str(folder)
        self.env = type("Environment", (), {"found_docs": docnames})


def test_the_feedback_is_asked_for_once(tmp_path, monkeypatch):
    """A build in which nothing that decides it has changed does not start the grader; one in which it has, does."""
    asked = []
    monkeypatch.setattr(front_door, "_asked", lambda lang: asked.append(lang) or {"code": lang, "feedback": lang})
    app = App(tmp_path, {f"exercises/{lang}/instance_norm" for lang in LANGUAGES})
    first = front_door.feedback(app)
    assert front_door.feedback(app) == first
    assert asked == list(LANGUAGES)
    monkeypatch.setattr(front_door, "_what_decides", lambda: "changed")
    front_door.feedback(app)
    assert asked == 2 * list(LANGUAGES)


def test_a_book_without_the_exercise_has_no_feedback(tmp_path):
    """As the small books of the tests of the extension."""
    assert front_door.feedback(App(tmp_path, set())) is None


def test_code_that_scrolls_has_a_name_in_its_language(page, site):
    """Also on the page of both languages, which has no words of its own for its scripts."""
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(site + "index.html")
    for lang in LANGUAGES:
        reached = page.locator(f"#in-{lang} pre[role=group]")
        assert reached.count() > 0
        names = reached.evaluate_all("all => all.map((each) => each.getAttribute('aria-label'))")
        assert set(names) == {WORDS["code"][lang]}
