"""An exercise is written, run, checked, kept, taken away and brought back in its page. Python is imagined here."""

import json
from pathlib import Path

import pytest

import rendered
from course_book.content.in_page_words import WORDS as SAID
from course_book.content.words import WORDS
from grader import batch, cli
from grader.notebook import read, source
from grader.text import LANGUAGES
from imagined_python import checked, raised, ran, text, visitor, will_answer
from test_browser import violations

PAGE = "exercises/{}/instance_norm.html"
STUB = 'def instance_norm(x, eps=1e-5):\n    """Normalize every instance of x (B, L, F) over the sequence."""\n'
PARTLY = "def instance_norm(x, eps=1e-5):\n    return x - x.mean(axis=1, keepdims=True)\n"
FOCUSED = """() => {
  const focused = document.activeElement;
  return [focused.dataset.do, parseFloat(getComputedStyle(focused).outlineWidth)];
}"""
MAX_BYTES = 5000  # compressed; what the page loads for its workbench before a button is pressed


@pytest.fixture(scope="module")
def shared(browser):
    """One page for all tests of this file, each of which opens it anew."""
    page = visitor(browser, accept_downloads=True)
    yield page
    page.context.close()


@pytest.fixture
def bench(shared, site):
    """The English workbench as a new visitor finds it."""
    shared.goto(site + PAGE.format("en"))
    ready(shared)
    yield shared
    shared.evaluate("localStorage.clear()")


def ready(page) -> None:
    page.locator("#workbench [data-do=check]:enabled").wait_for()


def code_of(page) -> str:
    return page.locator("#workbench textarea").input_value()


def write(page, code: str) -> None:
    page.locator("#workbench textarea").fill(code)


def press(page, name: str) -> None:
    page.locator(f"#workbench [data-do={name}]").click()


def result(page, state: str):
    """What came out, once it is in this state."""
    page.locator(f'#workbench [data-result][data-state="{state}"]').wait_for(state="attached")
    return page.locator("#workbench [data-result]")


def status(page) -> str:
    return page.locator("#workbench [role=status]").text_content()


def marked(page) -> list[str]:
    return [line for line in page.locator(".numbers").text_content().splitlines() if "▸" in line]


# The editor


def typed(page, *keys: str, code: str = "") -> str:
    """The code after these keys: text, or the name of a key after a +."""
    write(page, code)
    for key in keys:
        page.keyboard.press(key[1:]) if key.startswith("+") else page.keyboard.type(key)
    return code_of(page)


@pytest.mark.parametrize(
    "keys, code",
    [
        (["if x:", "+Enter", "y"], "if x:\n    y"),
        (["if x:  # why", "+Enter", "y", "+Enter", "z"], "if x:  # why\n    y\n    z"),
        (["a = 1", "+Enter", "b"], "a = 1\nb"),
        (["a", "+Tab", "b"], "a   b"),
        (["if x:", "+Enter", "y", "+Shift+Tab"], "if x:\ny"),
        (["a", "+Enter", "b", "+ControlOrMeta+a", "+Tab"], "    a\n    b"),
        (["a", "+Enter", "b", "+ControlOrMeta+a", "+Tab", "+Shift+Tab"], "a\nb"),
        (["a", "+Enter", "b", "+ControlOrMeta+a", "+Tab", "+ControlOrMeta+z"], "a\nb"),
        (["chữ có dấu: ế ộ ữ"], "chữ có dấu: ế ộ ữ"),
    ],
)
def test_keys_write_code(bench, keys, code):
    """Enter keeps the indentation, Tab and Shift+Tab change it, and undo takes each of them back."""
    assert typed(bench, *keys) == code


def test_escape_lets_tab_leave(bench):
    """Who has only a keyboard is not caught in the editor, and comes back to one that indents."""
    typed(bench, "a", "+Escape", "+Tab")
    assert bench.evaluate("document.activeElement.dataset.do") == "run"
    bench.keyboard.press("Shift+Tab")
    bench.keyboard.press("End")
    bench.keyboard.press("Tab")
    assert code_of(bench) == "a   "


def test_the_colours_are_a_copy_of_the_text(bench):
    """Letter by letter as it is typed, with every line numbered."""
    code = 'class A:  # mẫu\n    s = f"""a <b> & {1.5e-3}\n"""\n    t = \'no end\n    return None\n'
    write(bench, code)
    bench.locator(".in-colour .k").first.wait_for()
    assert bench.locator(".colours").text_content() == code
    assert bench.locator(".numbers").text_content().split() == ["1", "2", "3", "4", "5", "6"]


def test_the_editor_asks_the_keyboard_for_code(bench):
    """A phone corrects and capitalizes nothing."""
    area = bench.locator("#workbench textarea")
    wanted = {"autocorrect": "off", "autocapitalize": "off", "spellcheck": "false", "autocomplete": "off"}
    assert {name: area.get_attribute(name) for name in wanted} == wanted


@pytest.mark.parametrize("width", [320, 390])
def test_fits_on_a_phone(browser, site, width):
    """Long lines scroll inside the editor, iOS has no reason to zoom in, and the buttons are on the screen."""
    page = visitor(browser, viewport={"width": width, "height": 500}, is_mobile=True, has_touch=True)
    page.goto(site + PAGE.format("vi"))
    ready(page)
    write(page, "\n".join(["x = 1"] * 60 + ["y" * 200]))
    page.locator("#workbench textarea").focus()
    page.evaluate("document.getElementById('workbench').scrollIntoView()")
    will_answer(page, ran(text("z" * 300)))
    box = page.locator("#workbench [data-do=check]").bounding_box()
    assert page.evaluate("parseFloat(getComputedStyle(document.querySelector('#workbench textarea')).fontSize)") >= 16
    assert 0 < box["y"] < 500 - box["height"]
    press(page, "run")
    result(page, "done")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.context.close()


# Run, check, stop


def test_run_goes_through_the_states(bench):
    """Idle, loading with the real bytes, running, done with what was printed; NumPy's import came before."""
    assert bench.locator("[data-result]").get_attribute("data-state") == "idle"
    press(bench, "run")
    result(bench, "running")
    exercise = bench.locator("#workbench").get_attribute("data-exercise")
    asked = {"do": "run", "code": code_of(bench), "setup": ["import numpy as np"], "exercise": exercise}
    assert bench.evaluate("asked") == [asked]
    bench.evaluate("python.onprogress({ phase: 'download', loaded: 5.12e6, total: 10.3e6, words: 'Loading Python' })")
    assert "Loading Python: 5.1 / 10.3 MB" in result(bench, "loading").text_content()
    assert bench.locator("progress").evaluate("bar => bar.value").__round__(2) == 0.5
    bench.evaluate("(answer) => python.answer(answer)", ran(text("[1. 2.]\n")))
    assert result(bench, "done").text_content() == "[1. 2.]\n"
    assert status(bench) == SAID["done"].en
    assert result(bench, "done").get_attribute("data-score") is None


def test_check_shows_the_verdict(bench):
    """The grader's own HTML, the score where others find it, the title for who cannot see it; the best mark stays."""
    will_answer(bench, checked(4, "Not yet"), checked(10, "Solved"), checked(0, "Worse"))
    for score, title, best in ((4, "Not yet", "4/10"), (10, "Solved", "✓ 10/10"), (0, "Worse", "✓ 10/10")):
        press(bench, "check")
        bench.get_by_text(title, exact=True).first.wait_for()
        shown = result(bench, "done")
        assert shown.locator("div[lang=vi] p").first.text_content() == title
        assert (shown.get_attribute("data-score"), shown.get_attribute("data-max-score")) == (str(score), "10")
        assert status(bench) == title
        assert bench.locator(".mark").text_content() == best
    assert bench.locator(".onwards").is_visible()
    assert bench.evaluate("asked.map(({ do: what, exercise }) => what + ' ' + exercise)") == ["check instance_norm"] * 3


def test_keys_run_and_check(bench):
    """Shift+Enter runs, Ctrl+Enter checks, and neither adds a line."""
    will_answer(bench, ran(), checked(0))
    before = code_of(bench)
    bench.locator("#workbench textarea").focus()
    for key in ("Shift+Enter", "Control+Enter"):
        bench.keyboard.press(key)
        result(bench, "done")
    assert bench.evaluate("asked.map((request) => request.do)") == ["run", "check"]
    assert code_of(bench) == before


def test_the_line_that_raised_is_marked(bench):
    """In the editor and in words, until the code changes."""
    write(bench, "a\nb\nc\n")
    will_answer(bench, raised(2))
    press(bench, "run")
    assert "NameError: no" in result(bench, "error").text_content()
    assert marked(bench) == ["▸2"]
    assert SAID["raised_in_line"].en.format(line=2) in status(bench)
    bench.locator("#workbench textarea").press("End")
    bench.keyboard.type("!")
    assert marked(bench) == []


def test_a_button_copies_the_counterexample(bench):
    """It stands beside what can be pasted and run, and beside nothing else of the feedback."""
    bench.context.grant_permissions(["clipboard-read", "clipboard-write"])
    judged = checked(4)
    judged["result"]["html"] = "<div><pre data-copy>x = 1\ny = 2</pre><pre>1 expected</pre></div>"
    will_answer(bench, judged)
    press(bench, "check")
    copies = result(bench, "done").locator(".copy-button")
    assert copies.count() == 1
    copies.click()
    bench.locator(".copy-button.copied").wait_for()
    assert bench.evaluate("navigator.clipboard.readText()") == "x = 1\ny = 2"


def test_stop_ends_it(bench):
    """Only while something runs is there a button for it; then the next request is answered."""
    stop = bench.locator("[data-do=stop]")
    assert not stop.is_visible()
    press(bench, "check")
    result(bench, "running")
    stop.click()
    assert "Stopped it is." in result(bench, "stopped").text_content()
    assert not stop.is_visible()
    will_answer(bench, checked(10))
    press(bench, "check")
    result(bench, "done")


def test_python_that_cannot_be_had_is_said(bench):
    """Without a network at the first press the page says so, and keeps the answer."""
    bench.route("**/running.mjs", lambda route: route.abort())
    write(bench, PARTLY)
    press(bench, "check")
    result(bench, "error")
    assert bench.locator(".note").text_content() == WORDS["not_loaded"].en
    bench.unroute("**/running.mjs")
    bench.reload()
    ready(bench)
    assert code_of(bench) == PARTLY


# What is kept


def test_an_answer_is_kept(bench, site):
    """Over a reload and in the other language; the stub is nobody's answer."""
    write(bench, PARTLY)
    bench.reload()
    ready(bench)
    assert code_of(bench) == PARTLY
    bench.goto(site + PAGE.format("vi"))
    ready(bench)
    assert code_of(bench) == PARTLY
    press(bench, "reset")
    assert bench.evaluate("localStorage.getItem('answer:instance_norm')") is None
    assert "Chuẩn hóa" in code_of(bench)


def test_start_over_can_be_taken_back(bench):
    """By the button that it offers, and by the browser's own undo."""
    write(bench, PARTLY)
    press(bench, "reset")
    assert code_of(bench).startswith(STUB)
    bench.get_by_role("button", name=SAID["undo"].en).click()
    assert code_of(bench) == PARTLY
    press(bench, "reset")
    bench.keyboard.press("ControlOrMeta+z")
    assert code_of(bench) == PARTLY
    assert bench.evaluate("localStorage.getItem('answer:instance_norm')") == PARTLY


def test_two_tabs_do_not_overwrite_each_other(bench, site):
    """What one writes the other shows; where both have written, the reader chooses."""
    other = bench.context.new_page()
    other.goto(site + PAGE.format("en"))
    ready(other)
    write(other, "theirs\n")
    bench.wait_for_function("document.querySelector('#workbench textarea').value === 'theirs\\n'")
    bench.get_by_text(SAID["other_answer"].en).wait_for()
    # This one hears nothing of what the other writes, as a tab that slept.
    bench.evaluate("addEventListener('storage', (event) => event.stopImmediatePropagation(), true)")
    bench.evaluate("localStorage.setItem('answer:instance_norm', 'more of theirs')")
    write(bench, "mine\n")
    bench.get_by_text(SAID["two_answers"].en).wait_for()
    assert bench.evaluate("localStorage.getItem('answer:instance_norm')") == "more of theirs"
    bench.get_by_role("button", name=SAID["mine"].en).click()
    assert bench.evaluate("localStorage.getItem('answer:instance_norm')") == "mine\n"
    other.close()


def test_refused_storage_is_said(browser, site):
    """Everything works, and the reader knows that nothing is kept."""
    page = visitor(browser)
    refuse = "() => { throw new Error('refused') }"
    page.add_init_script(f"Storage.prototype.setItem = Storage.prototype.removeItem = {refuse}")
    page.goto(site + PAGE.format("vi"))
    page.get_by_text(SAID["not_kept"].vi).wait_for()
    area = page.locator("#workbench textarea")
    area.fill("def mine(): pass")
    area.press("End")
    page.keyboard.type("  # more")
    page.evaluate("dispatchEvent(new Event('focus'))")
    assert area.input_value() == "def mine(): pass  # more"
    page.get_by_text(SAID["not_kept"].vi).wait_for()
    will_answer(page, checked(10))
    press(page, "check")
    result(page, "done")
    page.context.close()


# Taken away and brought back


def downloaded(page, name: str, folder: Path) -> Path:
    with page.expect_download() as download:
        press(page, name)
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def test_grade_gives_both_downloads_the_same_mark(bench, tmp_path, monkeypatch):
    """The notebook is the page's own with the answer in its cell, the .py has the import that the answer needs."""
    write(bench, "def instance_norm(x, eps=1e-5):\n    return np.subtract(x, x.mean(axis=1, keepdims=True))\n")
    monkeypatch.setattr(batch, "cache_folder", lambda: tmp_path / "cache")
    paths = [downloaded(bench, name, tmp_path) for name in ("download", "download-py")]
    assert [path.name for path in paths] == ["instance_norm.ipynb", "instance_norm.py"]
    cli.main(["--trust", *map(str, paths), "--seed=0", "--json", str(tmp_path / "out.json")])
    graded = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["submissions"]
    first, second = (submission["score"] for submission in graded)
    assert first == second
    assert 0 < first < 10
    notebook = read(tmp_path / "instance_norm.ipynb")
    original = read(rendered.ROOT / "exercises/en/instance_norm.ipynb")
    pairs = zip(original["cells"], notebook["cells"], strict=True)
    assert [old["id"] for old, new in pairs if source(old) != source(new)] == ["answer-code"]


def open_file(page, name: str, content: str) -> None:
    page.set_input_files(
        "#workbench [data-do=open]", {"name": name, "mimeType": "text/plain", "buffer": content.encode()}
    )


def test_downloads_can_be_opened(bench, tmp_path):
    """Both come back as they were written; undo takes back what was there before."""
    answer = "def instance_norm(x, eps=1e-5):\n    return np.ones_like(x)  # ế\n"
    for name in ("download", "download-py"):
        write(bench, answer)
        path = downloaded(bench, name, tmp_path)
        write(bench, "something else")
        open_file(bench, path.name, path.read_text(encoding="utf-8"))
        bench.get_by_text(SAID["opened"].en.format(file=path.name)).wait_for()
        assert code_of(bench) == answer
        bench.keyboard.press("ControlOrMeta+z")
        assert code_of(bench) == "something else"


@pytest.mark.parametrize(
    "content",
    ["no notebook", '{"cells": []}', (rendered.ROOT / "exercises/en/revin.ipynb").read_text(encoding="utf-8")],
    ids=["text", "empty", "another exercise"],
)
def test_a_file_without_an_answer_changes_nothing(bench, content):
    """And the page says that it holds none."""
    write(bench, PARTLY)
    open_file(bench, "other.ipynb", content)
    bench.get_by_text(SAID["no_answer"].en.format(file="other.ipynb")).wait_for()
    assert code_of(bench) == PARTLY


# Where Python cannot run


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("why", ["script", "server"])
def test_the_page_says_why_python_does_not_run(browser, site, lang, why):
    """Without JavaScript and from a folder: one sentence with the way out, the stub to read, no idle button."""
    context = browser.new_context(java_script_enabled=why != "script")
    page = context.new_page()
    page.goto((site if why == "script" else rendered.HTML.as_uri() + "/") + PAGE.format(lang))
    sentences = [each.text_content() for each in page.locator(".without").all() if each.is_visible()]
    assert sentences == [WORDS[f"without_{why}"][lang].replace("`", "")]
    assert "def instance_norm" in page.locator("#workbench textarea").text_content()
    assert not any(button.is_visible() for button in page.locator("#workbench button").all())
    page.goto((site if why == "script" else rendered.HTML.as_uri() + "/") + f"book/{lang}/formula.html")
    assert page.get_by_text(sentences[0]).is_visible()
    assert page.locator("[data-do]").count() == 0
    context.close()


# What it costs, and for whom it is there


def test_light_before_a_button_is_pressed(browser, site):
    """Neither Python nor what shows its answers is loaded with the page."""
    page = visitor(browser)
    sizes = {}
    page.on("requestfinished", lambda request: sizes.update({request.url: request.sizes()["responseBodySize"]}))
    page.goto(site + PAGE.format("vi"), wait_until="networkidle")
    ours = {address.rsplit("/", 1)[1]: size for address, size in sizes.items() if "/in-page/" in address}
    assert set(ours) == {"workbench.mjs", "editor.mjs", "kept.mjs"}  # their style stands in the page
    assert 1000 < sum(ours.values()) <= MAX_BYTES
    page.context.close()


@pytest.mark.parametrize("width, scheme", [(390, "dark"), (1280, "light")])
def test_accessible_in_every_state(browser, site, width, scheme):
    """axe-core finds nothing while it loads, after a verdict, after an error, and with an offer below the buttons."""
    page = visitor(browser, viewport={"width": width, "height": 844}, color_scheme=scheme)
    page.goto(site + PAGE.format("vi"))
    ready(page)
    write(page, PARTLY)
    press(page, "check")
    result(page, "running")
    assert violations(page) == []
    page.evaluate("(answer) => python.answer(answer)", checked(10))
    result(page, "done")
    assert violations(page) == []
    will_answer(page, raised(2))
    press(page, "run")
    result(page, "error")
    press(page, "reset")
    page.get_by_role("button", name=SAID["undo"].vi).wait_for()
    assert violations(page) == []
    page.context.close()


def test_everything_by_keyboard(bench):
    """From the editor on, Tab reaches every button that is shown, and shows where it is."""
    bench.locator("#workbench textarea").focus()
    bench.keyboard.press("Escape")
    reached = []
    for _ in range(6):
        bench.keyboard.press("Tab")
        reached.append(bench.evaluate(FOCUSED))
    assert [name for name, _ in reached] == ["run", "check", "reset", "download", "download-py", "open"]
    assert all(outline >= 2 for _, outline in reached)
