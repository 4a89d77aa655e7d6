"""The page of the class: what it says of a class, and that its table can be sorted and filtered, or be read without."""

import base64
import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect
from playwright.sync_api import Page as Opened

import made_class
from chromium import CHROMIUM, headless
from grader.exercises import EXERCISES
from grader.reports import write_html
from grader.reports.class_page import class_page
from grader.reports.html import INDEX
from grader.reports.likeness import alike, given
from grader.reports.statistics import numbers_of
from grader.results import ExerciseResult, PassedOver, SubmissionResult
from grader.submissions.read import SubmittedFile
from grader.text import LANGUAGES, Text
from made_results import Page, core, full, prop, result, student, submission
from mistakes.bank import mistakes_of
from notebooks import ROOT
from submitted import as_notebook, read_file

WHY = Text(vi="a.py: không chạy hết được.", en="a.py: could not be run to its end.")
ENDED = ExerciseResult("instance_norm", 0.0, "missing", problem=WHY)
SKIPPED = prop("zero_mean", "skipped", 0.0, 3.0)


# What it says


def test_the_numbers_of_an_exercise() -> None:
    """What is not there counts as 0; a property counts where it was tried."""
    half = result(6.0, properties=core("zero_mean", "std"))
    ended = result(0.0, properties=[SKIPPED, *core()[1:]])
    rows = [submission(f"{place}", each) for place, each in enumerate((full(), full(), half, ended, ENDED))]
    (numbers,) = numbers_of(rows)
    assert (numbers.asked, numbers.judged, numbers.full) == (5, 4, 2)
    assert (numbers.mean, numbers.median) == (26 / 5, 6.0)
    assert [(rate.holds, rate.tried) for rate in numbers.rates] == [(3, 3), (3, 4), (2, 4)]


def test_an_exercise_that_nobody_was_asked_for_has_no_numbers() -> None:
    """Nor has a class of nobody."""
    assert [each.exercise for each in numbers_of([submission("a", full("revin"))])] == ["revin"]
    assert numbers_of([]) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_says_all_of_it(lang: str) -> None:
    """Rates, mistakes with their count and who made them, what was passed over, and what could not be judged."""
    wrong = result(3.0, mistake="eps_outside_root", properties=core("zero_mean"))
    rows = [student(f"s{place}", each) for place, each in enumerate((wrong, wrong, full(), ENDED))]
    files = [f"s{place}.html" for place in range(4)]
    over = [PassedOver(Path("/home/x/class/Thumbs.db"), Text(vi="không phải notebook", en="not a notebook"))]
    html = class_page(rows, files, lang, title="Bài tập <1>", passed_over=over)
    text = Page(html).text
    assert "Bài tập <1>: " in text and "Thumbs.db" in text and "/home/x" not in html
    assert WHY[lang].rstrip(".") in text
    for rate in ("100% (3/3)", "33.3% (1/3)"):
        assert rate in text
    made = text[text.rindex(mistakes_of("instance_norm")["eps_outside_root"].name[lang]) :]
    assert re.search(r"\s2\s.*s0.*s1", made, re.DOTALL) and "s2" not in made


def test_the_policy_admits_the_script_alone() -> None:
    """The browser is told the digest of the one script that may run."""
    html = class_page([submission("a", full())], ["a.html"], "en")
    (script,) = re.findall(r"<script>(.*?)</script>", html, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'; base-uri" in html
    assert "<script" not in class_page([], [], "en")


# What is alike


def handed_in(folder: Path, name: str, code: str) -> SubmittedFile:
    path = folder / name
    path.write_text(as_notebook(["import numpy as np", code, "check(instance_norm)"]), encoding="utf-8")
    return read_file(path)


OWN = "def instance_norm(x, eps=1e-5):\n    return half(x) * 2 / (x.var() + eps)\ndef half(x):\n    return x / 2\n"


@pytest.mark.parametrize(
    "code, same",
    [
        (f"# mine\nnote = 'x'\n{OWN}", True),
        (OWN.replace("(x, eps=1e-5)", "(x: np.ndarray, eps: float = 1e-5) -> np.ndarray"), True),
        (OWN.replace("    return half", '    """Of mine."""\n    return half'), True),
        (OWN.replace("x / 2", "x / 3"), False),
        (OWN.replace("half", "part"), False),
    ],
)
def test_what_is_alike(tmp_path: Path, code: str, same: bool) -> None:
    """Neither words nor types nor what stands beside an answer matters, but all that it calls does."""
    exercise = EXERCISES["instance_norm"]
    one, other = (handed_in(tmp_path, f"{name}.ipynb", text) for name, text in (("a", OWN), ("b", code)))
    assert one.likeness_of(exercise) != ""
    assert (one.likeness_of(exercise) == other.likeness_of(exercise)) == same


@pytest.mark.parametrize("exercise", EXERCISES.values(), ids=EXERCISES)
def test_what_the_course_gives_is_no_likeness(tmp_path: Path, exercise) -> None:
    """Neither the published solution, in whatever notebook it is pasted, nor what stands in the exercise at first."""
    solution = (ROOT / "solutions" / f"{exercise.id}.py").read_text(encoding="utf-8")
    assert handed_in(tmp_path, "a.ipynb", f"x = 1\n{solution}").likeness_of(exercise) in given(exercise)
    for lang in LANGUAGES:
        file = read_file(ROOT / "exercises" / lang / f"{exercise.id}.ipynb")
        assert file.likeness_of(exercise) in given(exercise)


def test_who_is_alike() -> None:
    """Named once for all exercises in common, the most first; nothing that the course gives, and nobody alone."""

    def row(name: str, *likenesses: str) -> SubmissionResult:
        ids = ("instance_stats", "instance_norm", "revin")
        return submission(
            name, *(replace(full(each), likeness=said) for each, said in zip(ids, likenesses, strict=True))
        )

    public = next(iter(given(EXERCISES["revin"])))
    rows = [row("a", "1", "2", public), row("b", "3", "2", public), row("c", "1", "4", "5"), row("d", "1", "2", "")]
    assert alike(rows) == [(["instance_norm"], [0, 1, 3]), (["instance_stats"], [0, 2, 3])]
    assert alike([rows[0], rows[3]]) == [(["instance_stats", "instance_norm"], [0, 1])]


# In a browser

EXERCISE_IDS = list(EXERCISES)


def row_of(member: made_class.Member, place: int) -> SubmissionResult:
    """A student with all exercises: some solved, some with a named mistake, some not judged, missing or unsolved."""
    results = []
    for number, exercise in enumerate(EXERCISE_IDS):
        kind = (place * 7 + number * 3) % 10
        mistakes = list(mistakes_of(exercise))
        if kind < 6:
            results.append(full(exercise))
        elif kind < 8:
            results.append(result(float(place % 7), mistake=mistakes[place % len(mistakes)], exercise=exercise))
        else:
            missing = result(0.0, "missing" if kind == 8 else "unsolved", exercise=exercise)
            results.append(replace(missing, problem=WHY if place % 3 == 0 and kind == 8 else None))
    return replace(student(member.id, *results), path=f"{member.id} {member.name}")


def written(folder: Path, count: int) -> str:
    """The address of the page of a class."""
    rows = [row_of(member, place) for place, member in enumerate(made_class.members(count, "moodle"))]
    write_html(folder, rows, "vi", title="Bài tập 1")
    return (folder / INDEX).as_uri()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("there is no Chromium")
    with headless() as opened:
        yield opened


@pytest.fixture(scope="module")
def class_of_40(tmp_path_factory: pytest.TempPathFactory) -> str:
    return written(tmp_path_factory.mktemp("class"), 40)


@pytest.fixture
def page(browser: Browser, class_of_40: str) -> Iterator[Opened]:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("console", lambda message: complaints.append(message.text))
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.goto(class_of_40)
    yield opened
    assert complaints == []
    context.close()


def column(page: Opened, place: int) -> list[str]:
    """The cells of a column, as far as their rows are shown."""
    return page.locator(f"#students tbody tr:not([hidden]) > :nth-child({place})").all_text_contents()


def test_forty_students_fit_on_two_screens(page: Opened) -> None:
    """With all exercises, heads and filters, on a screen of 1280 to 800."""
    bottom = page.locator("#students").bounding_box()
    assert bottom is not None and bottom["y"] + bottom["height"] <= 2 * 800
    assert page.evaluate("document.documentElement.scrollWidth") == 1280


def test_it_is_sorted_by_any_column(page: Opened) -> None:
    """With the keyboard too: the best come first, names by the alphabet, and again the other way round."""
    scores = [float(each.split("/")[0]) for each in column(page, 2)]
    page.get_by_role("button", name="Điểm", exact=True).focus()
    page.keyboard.press("Enter")
    assert [float(each.split("/")[0]) for each in column(page, 2)] == sorted(scores, reverse=True)
    expect(page.locator("#students th[aria-sort]")).to_have_attribute("aria-sort", "descending")
    page.keyboard.press("Enter")
    assert [float(each.split("/")[0]) for each in column(page, 2)] == sorted(scores)
    page.get_by_role("button", name="instance_norm_1d", exact=True).click()
    cells = column(page, 3 + EXERCISE_IDS.index("instance_norm_1d"))
    assert cells == sorted(cells, key=lambda each: -float({"○": -1, "!": -2, "–": -3}.get(each, each)))
    page.get_by_role("button", name="Bài nộp").click()
    assert column(page, 1) == sorted(column(page, 1))
    assert page.locator("#students th[aria-sort]").count() == 1


def test_it_is_filtered_by_names_and_reasons(page: Opened) -> None:
    """Without regard to marks above letters and to the order of the words; what is shown is counted."""
    page.get_by_role("searchbox").fill("khanh nguyen")
    names = column(page, 1)
    assert names and all({"Nguyễn", "Khánh"} <= set(name.split()) for name in names)
    expect(page.locator("#controls output")).to_have_text(f"{len(names)}/40")
    page.get_by_role("searchbox").fill("")
    page.get_by_role("combobox").select_option("problem")
    problems = column(page, 1)
    assert 0 < len(problems) < 40
    assert all("không chạy hết được" in each for each in column(page, 3 + len(EXERCISE_IDS)))


def test_it_is_whole_without_its_script(browser: Browser, class_of_40: str) -> None:
    """All rows stand there, and nothing that does nothing is shown."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(class_of_40)
    assert len(column(page, 1)) == 40
    assert not page.locator("#controls").is_visible() and page.locator("#students button").count() == 0
    context.close()


def test_it_fits_on_a_phone(browser: Browser, class_of_40: str) -> None:
    """The table scrolls in its place, and whose row it is stays in sight."""
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(class_of_40)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.evaluate("document.querySelector('.wide').scrollLeft = 300")
    box = page.locator("#students tbody th").first.bounding_box()
    assert box is not None and box["x"] >= 0
    page.close()


@pytest.mark.parametrize("scheme, width", [("light", 1280), ("dark", 390)])
def test_accessible(browser: Browser, class_of_40: str, scheme: Literal["light", "dark"], width: int) -> None:
    """axe-core finds nothing, with everything unfolded."""
    page = browser.new_page(viewport={"width": width, "height": 844}, color_scheme=scheme)
    page.goto(class_of_40)
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")
    found = Axe().run(page).response["violations"]
    assert [(each["id"], each["nodes"][0]["html"]) for each in found] == []
    page.close()


def test_three_hundred_students_are_quick(browser: Browser, tmp_path: Path) -> None:
    """To open, to sort and to filter: far below what a reader would wait for."""
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(written(tmp_path, 300))
    timed = """(act) => { const start = performance.now(); act(); document.body.offsetHeight;
                          return performance.now() - start; }"""
    sorting = "() => document.querySelector('#students thead button').click()"
    filtering = "() => { const box = document.querySelector('#controls input'); box.value = 'an';"
    filtering += " box.dispatchEvent(new Event('input')); }"
    assert page.evaluate("performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd") < 10_000
    for act in (sorting, filtering):
        assert page.evaluate(f"({timed})({act})") < 2_000
    page.close()
