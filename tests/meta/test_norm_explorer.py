"""The norm explorer computes what NumPy computes, and can be used by pointer, keyboard and finger in both languages."""

import ast
import re
import unicodedata
from pathlib import Path

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from hypothesis import given, settings
from hypothesis import strategies as st

from course_book import explorer as explorer_script
from grader.notebook import read, source
from grader.text import LANGUAGES

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "book" / "_static"
SAMPLES, START_LENGTH, FEATURES = 2, 5, 4
LONGEST = 8
AXES = {"instance": 1, "batch": (0, 1), "layer": 2, "image": (1, 2), "rms": 2}  # group is not one axis: see `expected`
NORMS = [(norm, 2) for norm in AXES] + [("group", groups) for groups in (1, 2, 4)]
MATTERS = 1e-9  # a difference above this is one

CELL = """<div class="cell tag_norm-explorer {tags} docutils container">
  <div class="cell_input"><pre>plt.show()</pre></div>
  <div class="cell_output"><svg role="img" aria-label="A still picture." width="9" height="9"></svg></div>
</div>"""

SET = """({x, length: wanted, norm, groups, eps, gamma, beta, place}) => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const type = (field, value) => { field.value = value; field.dispatchEvent(new Event('input')); };
  const [shorter, longer] = all('.ne-lengths button');
  const length = () => Number(document.querySelector('.ne-length').value);
  while (length() < wanted) longer.click();
  while (length() > wanted) shorter.click();
  document.querySelector(`[value=${norm}]`).click();
  const select = document.querySelector('.ne-groups select');
  select.value = groups;
  select.dispatchEvent(new Event('change'));
  type(document.querySelector('.ne-epsilon input'), eps);
  all('.ne-gamma input').forEach((field, f) => type(field, gamma[f]));
  all('.ne-beta input').forEach((field, f) => type(field, beta[f]));
  all('.ne-input input').forEach((field, place) => type(field, x[place]));
  all('.ne-input input')[place].focus();
}"""

READ = """() => {
  const inputs = [...document.querySelectorAll('.ne-input [data-value]')];
  const outputs = [...document.querySelectorAll('.ne-output [data-value]')];
  const { mean, std, count } = document.querySelector('.ne-status').dataset;
  return {
    inputs: inputs.map(cell => Number(cell.dataset.value)),
    outputs: outputs.map(cell => Number(cell.dataset.value)),
    shown: outputs.map(cell => cell.textContent),
    together: outputs.map(cell => cell.classList.contains('ne-together')),
    current: outputs.findIndex(cell => cell.classList.contains('ne-current')),
    mean: Number(mean), std: Number(std), count: Number(count),
  };
}"""

TOGETHER_WITH_EACH = """() => [...document.querySelectorAll('.ne-input input')].map(cell => {
  cell.focus();
  return [...document.querySelectorAll('.ne-input input')].map(other => other.classList.contains('ne-together'));
})"""

SAID = """() => [...document.querySelectorAll('.norm-explorer, .norm-explorer *, .ne-code > summary')].flatMap(element => [
  element.getAttribute('aria-label'), ...[...element.childNodes].filter(node => node.nodeType === 3).map(node => node.data)
]).map(text => (text ?? '').trim()).filter(text => /\\p{L}{2}/u.test(text))"""  # noqa: E501


def expected(x: np.ndarray, norm: str, groups: int) -> tuple[np.ndarray, np.ndarray]:
    """Mean and standard deviation by which each element of x is normalized, in the shape of x."""
    if norm == "group":
        grouped = x.reshape(*x.shape[:2], groups, -1)
        mean, std = grouped.mean(axis=(1, 3), keepdims=True), grouped.std(axis=(1, 3), keepdims=True)
        return tuple(np.broadcast_to(part, grouped.shape).reshape(x.shape) for part in (mean, std))
    mean = np.zeros(1) if norm == "rms" else x.mean(axis=AXES[norm], keepdims=True)
    std = np.sqrt(((x - mean) ** 2).mean(axis=AXES[norm], keepdims=True))
    return np.broadcast_to(mean, x.shape), np.broadcast_to(std, x.shape)


def write_page(folder: Path, lang: str, figures: int = 1, tags: str = "") -> str:
    """The address of a small page with the explorer, as MyST-NB and the template put it into a chapter."""
    script = folder / explorer_script.SCRIPT
    script.write_text(explorer_script.script(), encoding="utf-8")
    page = folder / f"{lang}.html"
    page.write_text(
        f"""<!DOCTYPE html><html lang="{lang}"><meta charset="utf-8"><title>Norm explorer</title>
        <meta name="viewport" content="width=device-width">
        <link rel="stylesheet" href="{(STATIC / "course.css").as_uri()}">
        <link rel="stylesheet" href="{(STATIC / "norm-explorer.css").as_uri()}">
        <script defer src="{script.as_uri()}"></script><body>{CELL.format(tags=tags) * figures}""",
        encoding="utf-8",
    )
    return page.as_uri()


@pytest.fixture(scope="module")
def shared(browser):
    """One page for most tests of this file, each of which opens it anew; the explorer remembers nothing."""
    context = browser.new_context(viewport={"width": 1280, "height": 844})
    yield context.new_page()
    context.close()


@pytest.fixture
def explorer(shared, tmp_path):
    """The English explorer, opened from a file, its task passed over, with the pointer away from it."""
    opened(shared, write_page(tmp_path, "en"))
    shared.mouse.move(0, 0)
    return shared


def opened(page, address):
    """The page at that address, with the task passed over, in every explorer that has one."""
    page.goto(address)
    for skip in page.get_by_role("button", name={"vi": "Bỏ qua", "en": "Skip"}[address[-7:-5]]).all():
        skip.press("Enter")  # no pointer is left where a cell may come to lie under it
    return page


def inputs(page):
    """The fields of the input, token by token."""
    return page.locator(".ne-input input")


def middle(locator) -> tuple[float, float]:
    """Where the pointer goes to be on an element."""
    box = locator.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


values = st.floats(-100, 100).map(lambda value: round(value, 6))
four_values = st.lists(values, min_size=FEATURES, max_size=FEATURES)


@st.composite
def tensors(draw):
    """Tensors of 1 to 8 tokens whose columns are constant now and then."""
    length = draw(st.integers(1, LONGEST))
    column = st.lists(values, min_size=length, max_size=length) | values.map(lambda value: [value] * length)
    columns = draw(st.lists(column, min_size=SAMPLES * FEATURES, max_size=SAMPLES * FEATURES))
    return np.array(columns).reshape(SAMPLES, FEATURES, length).transpose(0, 2, 1)


@settings(max_examples=60, deadline=None, database=None, derandomize=True)
@given(
    x=tensors(),
    norm=st.sampled_from(NORMS),
    eps=st.floats(1e-5, 1),
    gamma=four_values,
    beta=four_values,
    place=st.integers(0, LONGEST * SAMPLES * FEATURES - 1),
)
def check_against_numpy(page, x, norm, eps, gamma, beta, place):
    """Type a drawn tensor and drawn parameters into the page, and compare what it computes."""
    name, groups = norm
    place %= x.size
    drawn = {
        "x": x.ravel().tolist(),
        "length": x.shape[1],
        "norm": name,
        "groups": groups,
        "eps": eps,
        "gamma": gamma,
        "beta": beta,
    }
    page.evaluate(SET, drawn | {"place": place})
    said = page.evaluate(READ)
    mean, std = expected(x, name, groups)
    y = np.array(gamma) * (x - mean) / np.sqrt(std**2 + eps) + np.array(beta)
    here = [mean.ravel()[place], std.ravel()[place]]
    assert said["current"] == place
    np.testing.assert_allclose(said["outputs"], y.ravel(), rtol=MATTERS, atol=MATTERS)
    np.testing.assert_allclose([said["mean"], said["std"]], here, rtol=MATTERS, atol=MATTERS)


def test_arithmetic_against_numpy(page, tmp_path):
    """Whatever is typed in, outputs, mean and standard deviation are NumPy's to 1e-9."""
    page.goto(write_page(tmp_path, "en", tags="tag_explorer-beside tag_explorer-images"))
    check_against_numpy(page)


def test_marks_exactly_what_is_averaged_together(page, tmp_path):
    """For every cell and norm: marked are those on which its statistics depend."""
    page.goto(write_page(tmp_path, "en", tags="tag_explorer-beside tag_explorer-images"))
    shape = SAMPLES, START_LENGTH, FEATURES
    size = np.prod(shape)
    for norm, groups in NORMS:
        page.locator(f"[value={norm}]").check(force=True)
        if norm == "group":
            page.locator("select").select_option(str(groups))
        depends = np.zeros((*shape, *shape), dtype=bool)
        for other in np.ndindex(shape):
            x = np.zeros(shape)
            x[other] = 1
            depends[(..., *other)] = expected(x, norm, groups)[1] > 0
        assert page.evaluate(TOGETHER_WITH_EACH) == depends.reshape(size, size).tolist(), (norm, groups)


def test_says_how_many_are_averaged_together(explorer):
    """The sentence counts the numbers, names where they are, and shows mean, std and the output."""
    said = " ".join(explorer.locator(".ne-status p").all_text_contents())
    assert said == (
        "Instance normalization: 5 numbers averaged together (sample 0, feature 1, every token) "
        "mean 9.92, standard deviation 6.41 output = 1.00 · (2.70 − 9.92) / √(6.41² + 0.00001) + 0.00 = −1.13"
    )


def test_arrows_move_from_cell_to_cell(explorer):
    """From one sample to the next, into the output and back, not beyond the edge; Tab stops at that cell alone."""
    inputs(explorer).nth(START_LENGTH * FEATURES - 1).focus()
    keys = ("ArrowRight", "ArrowDown", *["ArrowRight"] * 5, *["ArrowLeft"] * 4)
    for key in keys:
        explorer.keyboard.press(key)
    there = START_LENGTH * FEATURES + FEATURES - 1
    assert explorer.evaluate(READ)["current"] == there
    in_order = explorer.evaluate("[...document.querySelectorAll('.ne-input input')].map(field => field.tabIndex)")
    assert [place for place, index in enumerate(in_order) if index == 0] == [there]


def test_typing_changes_the_number(explorer):
    """What is typed in a focused cell takes the place of its number, a comma read as a point."""
    inputs(explorer).nth(9).focus()
    explorer.keyboard.type("-7,25")
    assert inputs(explorer).nth(9).get_attribute("data-value") == "-7.25"


def test_arrows_move_the_caret_within_a_number(explorer):
    """A digit can be put in the middle of what is being typed."""
    inputs(explorer).nth(9).focus()
    explorer.keyboard.type("13")
    explorer.keyboard.press("ArrowLeft")
    explorer.keyboard.type("2")
    assert inputs(explorer).nth(9).get_attribute("data-value") == "123"


@pytest.mark.parametrize("text", ["", "-", "abc", "0x10", "1e300", "--1", "1 2"])
def test_what_is_no_number_is_said_and_not_taken(explorer, text):
    """The field is marked invalid, the tensor keeps its number, and leaving the field shows it again."""
    field = inputs(explorer).nth(0)
    field.fill(text)
    marked = field.get_attribute("aria-invalid"), field.get_attribute("data-value")
    field.blur()
    assert (*marked, field.get_attribute("aria-invalid"), field.input_value()) == ("true", "9.9", None, "9.9")


@pytest.mark.parametrize("text", ["0", "-1"])
def test_epsilon_is_positive(explorer, text):
    """An eps that could divide by zero is not taken."""
    before = explorer.evaluate(READ)
    explorer.get_by_label("Epsilon ε").fill(text)
    assert explorer.evaluate(READ) == before


def test_tab_reaches_every_control(explorer):
    """Norm, groups, table, buttons, every parameter and the code of the still picture."""
    # Not by the mouse: it would stay where it is and point at a cell once Tab scrolls one below it.
    explorer.locator("[value=group]").evaluate("radio => radio.click()")
    buttons = ".norm-explorer button:not([tabindex])"
    controls = f"[value=group], select, .ne-row [tabindex='0'], {buttons}, .ne-parameters input, summary"
    assert explorer.locator(".ne-row [tabindex='0']").count() == 2
    for _ in range(explorer.locator(controls).count() + 2):  # from the last element round to the first
        explorer.keyboard.press("Tab")
        explorer.evaluate("document.activeElement.dataset.reached = true")
    missed = explorer.locator(f":is({controls}):not([data-reached])")
    assert missed.evaluate_all("all => all.filter(e => e.checkVisibility()).map(e => e.outerHTML)") == []


def test_dragging_changes_the_number(explorer):
    """Sideways, ten pixels a unit."""
    cell = inputs(explorer).nth(1)
    before = float(cell.get_attribute("data-value"))
    x, y = middle(cell)
    explorer.mouse.move(x, y)
    explorer.mouse.down()
    explorer.mouse.move(x + 50, y, steps=5)
    explorer.mouse.up()
    assert float(cell.get_attribute("data-value")) == pytest.approx(before + 5)


def test_an_unsteady_click_changes_nothing(explorer):
    """A pointer that moves by three pixels while it is down has clicked, not dragged."""
    before = explorer.evaluate(READ)["inputs"]
    x, y = middle(inputs(explorer).nth(1))
    explorer.mouse.move(x, y)
    explorer.mouse.down()
    explorer.mouse.move(x + 3, y)
    explorer.mouse.up()
    assert explorer.evaluate(READ)["inputs"] == before


def test_pointing_shows_a_cell_without_choosing_it(explorer):
    """The cell under the pointer is shown, in either table; once the pointer is gone, the chosen one again."""
    chosen = explorer.evaluate(READ)["current"]
    seen = []
    for side in (".ne-input", ".ne-output"):
        explorer.mouse.move(*middle(explorer.locator(f"{side} [data-value]").nth(7)))
        seen.append(explorer.evaluate(READ)["current"])
        explorer.mouse.move(*middle(explorer.locator(".ne-label")))
        seen.append(explorer.evaluate(READ)["current"])
    assert seen == [7, chosen, 7, chosen]


def test_constant_is_the_sequence_that_was_clicked(explorer):
    """The pointer crosses other cells on its way to the button, and they stay as they are."""
    before = np.reshape(explorer.evaluate(READ)["inputs"], (SAMPLES, START_LENGTH, FEATURES))
    inputs(explorer).nth(2).click()
    button = explorer.get_by_role("button", name="A constant sequence")
    explorer.mouse.move(*middle(button), steps=25)
    button.click()
    before[0, :, 2] = before[0, 0, 2]
    assert explorer.evaluate(READ)["inputs"] == before.ravel().tolist()


def test_a_constant_sequence_comes_out_as_zeros(explorer):
    """With a standard deviation of 0, and no zero with a minus sign where beta is hardly below 0."""
    explorer.locator(".ne-beta input").nth(1).fill("-0.001")
    explorer.get_by_role("button", name="A constant sequence").click()
    said = explorer.evaluate(READ)
    shown = np.reshape(said["shown"], (SAMPLES, START_LENGTH, FEATURES))[0, :, 1].tolist()
    assert (said["std"], shown) == (0, ["0.00"] * START_LENGTH)


@pytest.mark.parametrize(
    "button, lengths",
    [("One token more", range(START_LENGTH, LONGEST + 1)), ("One token fewer", range(START_LENGTH, 0, -1))],
)
def test_longer_and_shorter(explorer, button, lengths):
    """One token a click, until the button says that it does nothing more."""
    seen = [START_LENGTH]
    while explorer.get_by_role("button", name=button).get_attribute("aria-disabled") == "false":
        explorer.get_by_role("button", name=button).click()
        seen.append(len(explorer.evaluate(READ)["outputs"]) // (SAMPLES * FEATURES))
    assert seen == list(lengths)


def test_a_token_taken_away_comes_back(explorer):
    """Shorter, then longer, is as before."""
    start = explorer.evaluate(READ)
    for button in ("fewer", "fewer", "more", "more"):
        explorer.get_by_role("button", name=f"One token {button}").click()
    assert explorer.evaluate(READ) == start


def test_a_tiny_deviation_is_shown(explorer):
    """Where epsilon matters most, the standard deviation does not read 0.00."""
    explorer.get_by_role("button", name="A constant sequence").click()
    inputs(explorer).nth(1).fill("2.701")
    assert "standard deviation 0.00040" in explorer.locator(".ne-status").text_content()


def test_start_over(explorer):
    """Every number, the norm, gamma, beta and eps are as at the start, and the task is put again."""
    start = explorer.evaluate(READ)
    explorer.locator("[value=rms]").check(force=True)
    explorer.locator(".ne-gamma input").first.fill("3")
    explorer.get_by_label("Epsilon ε").fill("0.5")
    explorer.get_by_role("button", name="One token more").click()
    explorer.get_by_role("button", name="Start over").click()
    explorer.get_by_role("button", name="Skip").click()
    assert explorer.evaluate(READ) == start


@pytest.mark.parametrize(
    "text, why", [("abc", "not a number"), ("1e300", "too large"), ("-2000000", "from −1000000 to 1000000")]
)
def test_a_refused_value_says_why(explorer, text, why):
    """Below the table and to screen readers, until a number is typed."""
    field = inputs(explorer).nth(0)
    field.fill(text)
    told = explorer.locator(f"#{field.get_attribute('aria-errormessage')}")
    assert why in told.text_content()
    field.fill("1")
    assert not told.is_visible()


def test_a_refused_epsilon_says_why(explorer):
    """It is the one number that must be positive."""
    explorer.get_by_label("Epsilon ε").fill("0")
    assert "greater than 0" in explorer.locator(".ne-why").text_content()


# The task that the explorer opens with


def outputs(page):
    """The outputs, in the order of the tensor."""
    return page.locator(".ne-output [data-value]")


def test_the_task_gives_nothing_away(page, tmp_path):
    """Until the answer nothing marks what is averaged together, and no statistics are shown."""
    page.goto(write_page(tmp_path, "en"))
    assert "20.2 (sample 0, token “the”, column f1) is about to become 100" in page.locator(".ne-task").text_content()
    asked = page.locator(".ne-asked")  # where it is, is shown: in a frame
    assert asked.input_value() == "20.2" and asked.evaluate("(box) => getComputedStyle(box).outlineStyle") == "dashed"
    shadows = page.locator(".ne-together").evaluate_all("all => all.map(each => getComputedStyle(each).boxShadow)")
    assert set(shadows[:2]) <= {"none"} or len(set(shadows)) == 2
    assert not page.locator(".ne-status").is_visible()
    assert not page.locator(".ne-line").is_visible()


def test_on_a_phone_the_task_stays_beside_the_table(page, tmp_path):
    """The button that answers is seen wherever one chooses."""
    page.set_viewport_size({"width": 390, "height": 700})
    page.goto(write_page(tmp_path, "vi"))
    last = page.locator(".ne-row [aria-pressed]").last
    last.scroll_into_view_if_needed()
    button = page.locator(".ne-task button").first.bounding_box()
    assert 0 <= button["y"] < last.bounding_box()["y"] < 700


@pytest.mark.parametrize("norm, groups", [("instance", 2), ("batch", 2), ("layer", 2), ("group", 2)])
def test_the_task_flashes_what_changes(page, tmp_path, norm, groups):
    """And counts what was guessed right, too much and not at all."""
    page.goto(write_page(tmp_path, "en"))
    page.locator(f"[value={norm}]").check(force=True)
    x = np.reshape(page.evaluate(READ)["inputs"], (SAMPLES, START_LENGTH, FEATURES))
    mean, std = expected(x, norm, groups)
    moved = x.copy()
    moved[0, 1, 1] = 100
    new_mean, new_std = expected(moved, norm, groups)
    change = (moved - new_mean) / np.sqrt(new_std**2 + 1e-5) - (x - mean) / np.sqrt(std**2 + 1e-5)
    changes = (np.abs(change) > MATTERS).ravel()
    guessed = [5, FEATURES * START_LENGTH]  # the number itself, and one of the other sample
    for place in guessed:
        outputs(page).nth(place).click()
    page.get_by_role("button", name="Set 20.2 to 100").click()
    flashing = outputs(page).evaluate_all("all => all.map(each => each.classList.contains('ne-flash'))")
    assert flashing == changes.tolist()
    said = page.locator(".ne-task-said").text_content()
    right = sum(changes[guessed])
    assert f"Outputs changed: {changes.sum()}." in said
    assert f"Right: {right}. Too many: {2 - right}. Missed: {changes.sum() - right}." in said


def test_the_task_by_keyboard_and_typing(page, tmp_path):
    """Enter guesses an output; typing the number answers as the button does."""
    page.goto(write_page(tmp_path, "en"))
    for place in range(1, START_LENGTH * FEATURES, FEATURES):
        outputs(page).nth(place).focus()
        page.keyboard.press("Enter")
    assert outputs(page).nth(1).get_attribute("aria-pressed") == "true"
    inputs(page).nth(5).fill("100")
    assert "You guessed them all!" in page.locator(".ne-task-said").text_content()


def test_another_guess_with_another_norm(page, tmp_path):
    """The numbers are as at the start, and the norm stays the one that was chosen."""
    page.goto(write_page(tmp_path, "en"))
    start = page.evaluate(READ)["inputs"]
    page.get_by_role("button", name="Set 20.2 to 100").click()
    page.locator("[value=batch]").check(force=True)
    page.locator("[value=instance]").check(force=True)
    opened_again = page.evaluate(READ)["inputs"]
    assert opened_again != start
    page.get_by_role("button", name="Start over").click()
    assert (page.evaluate(READ)["inputs"], page.get_by_role("button", name="Skip").is_visible()) == (start, True)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_rows_are_the_words_of_the_first_chapter(page, tmp_path, lang):
    """The sentences from which the first chapter makes its tensor, each with its full stop."""
    cells = read(ROOT / "book" / lang / "introduction.ipynb")["cells"]
    code = next(source(cell) for cell in cells if cell["id"] == "build-tensor")
    sentences = ast.literal_eval(code.split("sentences = ", 1)[1].split("\n", 1)[0])
    page.goto(write_page(tmp_path, lang))
    words = page.locator(".ne-word").all_text_contents()
    assert words == [word for sentence in sentences for word in [*sentence.split(), "."]]


# The line beside the table


def test_three_steps_on_the_line(explorer):
    """The dots are the chosen sequence, then without its mean, divided, and after gamma and beta."""
    explorer.locator(".ne-gamma input").nth(1).fill("2")
    explorer.locator(".ne-beta input").nth(1).fill("3")
    explorer.locator(".ne-gamma input").nth(1).blur()
    x = np.reshape(explorer.evaluate(READ)["inputs"], (SAMPLES, START_LENGTH, FEATURES))[0, :, 1]
    scaled = (x - x.mean()) / np.sqrt(x.var() + 1e-5)
    for step, values in enumerate([x, x - x.mean(), scaled, 2 * scaled + 3]):
        explorer.locator(f".ne-line [value='{step}']").check(force=True)
        said = explorer.locator(".ne-axis").get_attribute("aria-label").split(": ")[1].rstrip(".")
        np.testing.assert_allclose([float(each.replace("−", "-")) for each in said.split("; ")], values, atol=0.006)
        assert explorer.locator(".ne-line-caption").text_content() == (
            f"μ = {values.mean():z.2f}, σ = {values.std():.2f}".replace("-", "−")
        )


@pytest.mark.parametrize("motion, moves", [("reduce", False), ("no-preference", True)])
def test_the_steps_move_unless_motion_is_unwanted(browser, tmp_path, motion, moves):
    """Under reduced motion a dot is at once where it belongs."""
    page = opened(browser.new_page(reduced_motion=motion), write_page(tmp_path, "en"))
    durations = page.locator(".ne-dot").evaluate_all("all => all.map(dot => getComputedStyle(dot).transitionDuration)")
    page.close()
    assert len(durations) == START_LENGTH
    assert all((duration != "0s") == moves for duration in durations)


@pytest.mark.parametrize("width", [1280, 390])
def test_dragging_a_dot_changes_its_number(browser, tmp_path, width):
    """Upright on a wide screen, across on a phone; the rest of the line stays where it is."""
    page = browser.new_page(viewport={"width": width, "height": 900}, reduced_motion="reduce")
    opened(page, write_page(tmp_path, "en"))
    before = page.evaluate(READ)["inputs"]
    page.locator(".ne-axis").scroll_into_view_if_needed()
    x, y = middle(page.locator(".ne-dot[data-place='0,1,1']"))
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(*((x, y + 60) if width > 1000 else (x - 60, y)), steps=4)
    page.mouse.up()
    after = page.evaluate(READ)["inputs"]
    page.close()
    assert [place for place, (old, new) in enumerate(zip(before, after, strict=True)) if old != new] == [5]
    assert after[5] < before[5] - 1


# Presets, and what the address says


PRESETS = {
    "One token": lambda x: x[:, :1],
    "A constant sequence": lambda x: with_values(x, (0, slice(None), 1), 2.7),
    "An outlier": lambda x: with_values(x, (0, 1, 1), 200),
    "Padding": lambda x: with_values(x, (1, slice(3, 5)), 0),
}


def with_values(x: np.ndarray, where, value: float) -> np.ndarray:
    """A copy of x with a value put somewhere."""
    x = x.copy()
    x[where] = value
    return x


@pytest.mark.parametrize("name", PRESETS)
def test_presets(explorer, name):
    """Each makes of the tensor at the start what it says; starting over takes it back."""
    start = np.reshape(explorer.evaluate(READ)["inputs"], (SAMPLES, START_LENGTH, FEATURES))
    inputs(explorer).nth(6).fill("55")
    inputs(explorer).nth(9).click()
    explorer.get_by_role("button", name=name, exact=True).click()
    assert explorer.evaluate(READ)["inputs"] == PRESETS[name](start).ravel().tolist()


def test_the_address_brings_back_what_was_made(explorer):
    """Norm, length, numbers, parameters, step and the chosen cell, also after a preset."""
    explorer.get_by_role("button", name="An outlier").click()
    explorer.locator("[value=group]").check(force=True)
    explorer.locator("select").select_option("4")
    explorer.get_by_role("button", name="One token more").click()
    explorer.locator(".ne-beta input").nth(2).fill("-1.5")
    explorer.get_by_label("Epsilon ε").fill("0.1")
    explorer.locator(".ne-line [value='2']").check(force=True)
    inputs(explorer).nth(7).fill("-3.25")
    explorer.get_by_label("Epsilon ε").focus()
    made = explorer.evaluate(READ)
    explorer.wait_for_url("**/*0.1.3_-3.25*")
    explorer.reload()
    assert explorer.evaluate(READ) == made
    assert explorer.locator(".ne-line [value='2']").is_checked()


@pytest.mark.parametrize("at_once", [True, False])
def test_a_link_in_the_text_shows_what_it_means(page, tmp_path, at_once):
    """Whether the page is opened by it or is open already; the task does not stand in the way."""
    address = write_page(tmp_path, "en")
    link = "#explore&preset=outlier&norm=batch"
    page.goto(address + (link if at_once else ""))
    if not at_once:
        page.evaluate(f"location.hash = '{link}'")
    page.locator(".ne-status").wait_for()
    assert (page.evaluate(READ)["inputs"][5], page.locator("[value=batch]").is_checked()) == (200, True)


@pytest.mark.parametrize(
    "hash_",
    ["#explore&norm=x&groups=3&at=9.9.9&x=0.0.9_5!a_b&eps=-1&gamma=1&length=99&step=7&mask=7.7", "#formula", ""],
)
def test_an_address_that_makes_no_sense_changes_nothing(page, tmp_path, hash_):
    """What cannot be is passed over, and nothing goes wrong."""
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    opened(page, write_page(tmp_path, "en"))
    start = page.evaluate(READ)
    page.goto("about:blank")
    page.goto(write_page(tmp_path, "en") + hash_)
    assert (page.evaluate(READ), errors) == (start, [])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_the_text_shows_is_there(lang):
    """Each link of a chapter into the explorer names a preset that the explorer has."""
    state = (explorer_script.MODULES / "state.mjs").read_text(encoding="utf-8")
    presets = set(re.findall(r"^  (\w+)\(state", state, re.MULTILINE))
    linked = {
        preset
        for path in (ROOT / "book" / lang).glob("*.ipynb")
        for cell in read(path)["cells"]
        for preset in re.findall(r'href="#explore&amp;preset=([^"]*)"', source(cell))
    }
    assert linked and linked <= presets


# The explorers of other chapters


def variant(page, tmp_path, *kinds: str):
    """The English explorer below a cell with these tags."""
    page.goto(write_page(tmp_path, "en", tags=" ".join(f"tag_explorer-{kind}" for kind in ("beside", *kinds))))
    return page


def test_a_mask_covers_tokens(page, tmp_path):
    """Masked tokens do not count and come out as 0; the statistics are those of the others."""
    variant(page, tmp_path, "masks")
    x = np.reshape(page.evaluate(READ)["inputs"], (SAMPLES, START_LENGTH, FEATURES))
    for name in (3, 4):
        page.locator(".ne-word button").nth(START_LENGTH + name).click()
    inputs(page).nth(START_LENGTH * FEATURES).focus()
    said = page.evaluate(READ)
    real = x[1, :3]
    y = np.zeros_like(x[1])
    y[:3] = (real - real.mean(axis=0)) / np.sqrt(real.var(axis=0) + 1e-5)
    outputs_of_sample = np.reshape(said["outputs"], x.shape)[1]
    np.testing.assert_allclose(outputs_of_sample, y, atol=MATTERS)
    assert (said["count"], said["mean"]) == (3, pytest.approx(real[:, 0].mean()))
    assert page.locator(".ne-word button").nth(START_LENGTH + 3).get_attribute("aria-pressed") == "false"


def test_all_tokens_masked(page, tmp_path):
    """A sample that is all padding is all 0, and no number is NaN."""
    variant(page, tmp_path, "masks")
    for token in range(START_LENGTH):
        page.locator(".ne-word button").nth(token).click()
    said = page.evaluate(READ)
    assert said["outputs"][: START_LENGTH * FEATURES] == [0] * (START_LENGTH * FEATURES)
    assert "NaN" not in page.locator(".norm-explorer").text_content()


def test_cumulative_statistics_do_not_look_ahead(page, tmp_path):
    """Each token is normalized with the statistics of itself and those before it."""
    variant(page, tmp_path, "cumulative")
    said = page.evaluate(READ)
    x = np.reshape(said["inputs"], (SAMPLES, START_LENGTH, FEATURES))
    y = [(x[:, n - 1] - x[:, :n].mean(1)) / np.sqrt(x[:, :n].var(1) + 1e-5) for n in range(1, START_LENGTH + 1)]
    np.testing.assert_allclose(np.reshape(said["outputs"], x.shape), np.stack(y, axis=1), atol=MATTERS)


@pytest.mark.parametrize("power", [-8, -3.5, 0])
def test_the_slider_follows_the_law(page, tmp_path, power):
    """Moving ε moves the chosen sequence on the curve √(σ² / (σ² + ε))."""
    variant(page, tmp_path, "law")
    page.locator(".ne-law input").fill(str(power))
    variance = page.evaluate(READ)["std"] ** 2
    eps = float(f"{10**power:.1e}")
    shown = page.locator(".ne-law-told").text_content()
    assert shown.endswith(f"{np.sqrt(variance / (variance + eps)):.4f}")
    assert page.get_by_label("Epsilon ε").last.input_value() in (f"{eps:g}", f"{eps:.8f}".rstrip("0"), "1e−8")


@pytest.mark.parametrize(
    "lang, chapter, kind",
    [
        ("vi", "five-norms", "[value=image]"),
        ("en", "padding-and-masks", ".ne-word button"),
        ("vi", "eps-and-small-variances", ".ne-law input"),
        ("en", "time-series-and-sound", "[value=cumulative]"),
    ],
)
def test_stands_where_it_is_needed(page, site, lang, chapter, kind):
    """Each of these chapters has its own explorer, below what its cell printed or drew; twins have the same tags."""
    page.goto(f"{site}book/{lang}/{chapter}.html")
    page.locator(".tag_norm-explorer").scroll_into_view_if_needed()
    page.locator(".norm-explorer").wait_for()
    assert page.locator(".norm-explorer").locator(kind).count() > 0
    assert page.locator(".has-explorer").count() == 0  # which would hide the output


# One kind of number


@pytest.mark.parametrize("lang, forbidden", [("en", r"-\d|\d,\d"), ("vi", r"-\d|\d\.\d")])
def test_numbers_are_written_one_way(page, tmp_path, lang, forbidden):
    """A minus sign is one, and the decimal mark is the language's, in cells, fields, sentences and labels."""
    opened(page, write_page(tmp_path, lang))
    for norm in ("instance", "rms"):
        page.locator(f"[value={norm}]").check(force=True)
        fields = page.locator(".norm-explorer input").evaluate_all("all => all.map(field => field.value)")
        texts = page.locator(".norm-explorer").evaluate("panel => panel.innerText")
        labels = page.locator("[aria-label]").evaluate_all("all => all.map(each => each.ariaLabel)")
        numbers = [*fields[5:], texts, *labels]
        assert [text for text in numbers if re.search(forbidden, text)] == []


@pytest.fixture
def phone(browser, tmp_path):
    """The Vietnamese explorer on a phone."""
    context = browser.new_context(has_touch=True, is_mobile=True, viewport={"width": 390, "height": 844})
    page = context.new_page()
    yield opened(page, write_page(tmp_path, "vi"))
    context.close()


def test_a_tap_chooses_a_cell(phone):
    """Also one of the output."""
    phone.locator(".ne-output [data-value]").nth(5).tap()
    assert phone.evaluate(READ)["current"] == 5


def test_the_first_tap_chooses_and_the_second_edits(phone):
    """So that looking at a cell brings no keyboard over the page."""
    cell = inputs(phone).nth(6)
    editing = "document.activeElement.closest('.ne-input') !== null"
    cell.tap()
    assert (phone.evaluate(READ)["current"], phone.evaluate(editing)) == (6, False)
    cell.tap()
    assert phone.evaluate(editing)


def test_a_field_is_not_enlarged(phone):
    """Below 16 pixels a phone enlarges the page around a field that is being filled in."""
    sizes = phone.locator(".norm-explorer :is(input, select)").evaluate_all(
        "all => all.map(field => parseFloat(getComputedStyle(field).fontSize))"
    )
    assert min(sizes) >= 16


def test_choice_and_result_fit_one_screen(phone):
    """From the choice of a norm to the last output, below the bar at the top of a chapter."""
    top = phone.locator(".ne-norms").bounding_box()["y"]
    last = phone.locator(".ne-output").last.bounding_box()
    assert last["y"] + last["height"] - top < 844 - 64


def test_a_finger_drags_a_number(phone):
    """Sideways, as a mouse does."""
    cell = inputs(phone).nth(1)
    cell.scroll_into_view_if_needed()
    before = float(cell.get_attribute("data-value"))
    x, y = middle(cell)
    session = phone.context.new_cdp_session(phone)
    session.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for step in range(1, 6):
        points = [{"x": x + 10 * step, "y": y}]
        session.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": points})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    assert float(cell.get_attribute("data-value")) == pytest.approx(before + 5, abs=1)


def test_fits_on_a_phone(phone):
    """Nothing sticks out sideways, with long numbers too."""
    phone.evaluate("document.activeElement.blur()")  # a number that is being edited is shown whole
    phone.evaluate(
        """for (const selector of ['.ne-gamma input', '.ne-beta input', '.ne-input input'])
        document.querySelectorAll(selector).forEach((field, place) => {
          field.value = -98765.43 / (place + 1);
          field.dispatchEvent(new Event('input'));
          field.dispatchEvent(new Event('blur'));
        })"""
    )
    sticking_out = phone.evaluate(
        """[document.documentElement, ...document.querySelectorAll('.ne-row *, .ne-axis')]
        .filter(box => box.scrollWidth > box.clientWidth).map(box => box.textContent || box.value)"""
    )
    assert sticking_out == []


def test_fingers_can_hit_it(phone):
    """Every cell and control is 24 pixels wide and high at least."""
    sizes = phone.evaluate(
        """[...document.querySelectorAll('.norm-explorer :is(button, select, input), .ne-output [data-value]')]
        .filter(e => e.checkVisibility()).map(e => e.getBoundingClientRect()).map(r => Math.min(r.width, r.height))"""
    )
    assert min(sizes) >= 24


@pytest.mark.parametrize("lang, scheme", [("vi", "light"), ("en", "dark")])
def test_accessible(browser, tmp_path, lang, scheme):
    """axe-core finds nothing, the contrast of the deepest colours included."""
    page = browser.new_page(viewport={"width": 390, "height": 844}, color_scheme=scheme)
    page.goto(write_page(tmp_path, lang))
    found = []
    for name in ("", {"vi": "Bỏ qua", "en": "Skip"}[lang]):
        if name:
            page.get_by_role("button", name=name).click()
            page.locator("[value=group]").check(force=True)
        found += violations_of(page)
    page.close()
    assert found == []


def violations_of(page) -> list[tuple[str, str]]:
    """What axe-core finds wrong with the explorer."""
    violations = Axe().run(page, context=".norm-explorer").response["violations"]
    return [(broken["id"], broken["nodes"][0]["html"]) for broken in violations]


def test_forced_colours_keep_the_marks(browser, tmp_path):
    """Where the reader's system takes all colours away, a line tells the averaged cells from the others."""
    page = browser.new_page(forced_colors="active")
    opened(page, write_page(tmp_path, "en"))
    lines = page.evaluate(
        """[...document.querySelectorAll('.ne-output [data-value]')]
        .map(cell => getComputedStyle(cell).outlineStyle !== 'none')"""
    )
    together = page.evaluate(READ)["together"]
    page.close()
    assert lines == together


def test_the_still_picture_is_replaced(explorer):
    """Its drawing is gone, and its code folded away."""
    assert [
        explorer.locator(place).is_visible() for place in (".cell_output svg", ".cell_input", ".ne-code summary")
    ] == [
        False,
        False,
        True,
    ]


def test_two_figures_do_not_disturb_each_other(page, tmp_path):
    """Choosing a norm in one leaves the other's choice alone."""
    page.goto(write_page(tmp_path, "en", figures=2))
    page.locator("[value=batch]").nth(1).check(force=True)
    assert page.locator("[value=instance]").first.is_checked()


def everything_said(page) -> set[str]:
    """Every text and label of the explorer, whichever norm is chosen."""
    said = set()
    for norm in ("instance", "batch", "layer", "rms", "group"):
        page.locator(f"[value={norm}]").check(force=True)
        said |= set(page.evaluate(SAID))
    return said


def test_speaks_the_language_of_the_page(page, tmp_path):
    """No word or label of one language's explorer stands in the other's, but for names that are the same."""
    said = {}
    for lang in LANGUAGES:
        page.goto(write_page(tmp_path, lang))
        said[lang] = set(page.evaluate(SAID)) | everything_said(opened(page, write_page(tmp_path, lang)))
    assert len(said["vi"]) == len(said["en"]) > 60
    same = {text for text in said["vi"] & said["en"] if not text.startswith("Token ")}
    assert same == {"InstanceNorm", "BatchNorm", "LayerNorm", "GroupNorm", "RMSNorm", "RMSNorm:", "Epsilon ε"}, same


def test_letters_are_composed():
    """Vietnamese letters are single characters (NFC), as everywhere in the course."""
    assert unicodedata.is_normalized("NFC", explorer_script.script())


def test_nothing_goes_wrong_in_the_console(page, tmp_path):
    """Opening and using the figure leaves no error and no warning."""
    errors = []
    page.on("console", lambda message: errors.append(message.text))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(write_page(tmp_path, "vi"))
    everything_said(page)
    page.get_by_role("button", name="Bỏ qua").click()
    for button in page.locator(".norm-explorer button").element_handles():
        if button.is_visible():
            button.click()
    assert errors == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_stands_in_the_chapter(page, site, lang):
    """The formula chapter of the built book shows the explorer once, in place of its still picture."""
    page.goto(f"{site}book/{lang}/formula.html")
    page.locator(".tag_norm-explorer").scroll_into_view_if_needed()
    page.locator(".tag_norm-explorer > .norm-explorer").wait_for()
    assert page.locator(".tag_norm-explorer > .norm-explorer").count() == 1


def test_is_fetched_when_it_is_near(page, site):
    """A visit that does not reach it does not load it; an address that names it does."""
    page.goto(f"{site}book/vi/time-series-and-sound.html", wait_until="networkidle")
    assert page.locator(".norm-explorer").count() == 0
    page.goto(f"{site}book/vi/five-norms.html#explore&preset=outlier")
    page.locator(".norm-explorer").wait_for()
