"""The norm explorer computes what NumPy computes, and can be used by pointer, keyboard and finger in both languages."""

import unicodedata
from pathlib import Path

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.text import LANGUAGES

STATIC = Path(__file__).resolve().parents[2] / "book" / "_static"
SAMPLES, START_LENGTH, FEATURES = 2, 5, 4
LONGEST = 8
AXES = {"instance": 1, "batch": (0, 1), "layer": 2, "rms": 2}  # group is not one axis: see `expected`
NORMS = [(norm, 2) for norm in AXES] + [("group", groups) for groups in (1, 2, 4)]
MATTERS = 1e-9  # a difference above this is one

CELL = """<div class="cell tag_norm-explorer docutils container">
  <div class="cell_input"><pre>plt.show()</pre></div>
  <div class="cell_output"><svg role="img" aria-label="A still picture." width="9" height="9"></svg></div>
</div>"""

SET = """({rows, norm, groups, eps, gamma, beta, place}) => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const type = (field, value) => { field.value = value; field.dispatchEvent(new Event('input')); };
  const [shorter, longer] = all('.ne-lengths button');
  const length = () => Number(document.querySelector('.ne-length').value);
  while (length() < rows.length) longer.click();
  while (length() > rows.length) shorter.click();
  document.querySelector(`[value=${norm}]`).click();
  const select = document.querySelector('.ne-groups select');
  select.value = groups;
  select.dispatchEvent(new Event('change'));
  type(document.querySelector('.ne-epsilon input'), eps);
  all('.ne-gamma input').forEach((field, f) => type(field, gamma[f]));
  all('.ne-beta input').forEach((field, f) => type(field, beta[f]));
  all('.ne-input input').forEach((field, place) => type(field, rows.flat()[place]));
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


def as_rows(x: np.ndarray) -> np.ndarray:
    """(B, L, F) as the table shows it: a row for each token, samples side by side."""
    return x.transpose(1, 0, 2).reshape(x.shape[1], -1)


def expected(x: np.ndarray, norm: str, groups: int) -> tuple[np.ndarray, np.ndarray]:
    """Mean and standard deviation by which each element of x is normalized, in the shape of x."""
    if norm == "group":
        grouped = x.reshape(*x.shape[:2], groups, -1)
        mean, std = grouped.mean(axis=(1, 3), keepdims=True), grouped.std(axis=(1, 3), keepdims=True)
        return tuple(np.broadcast_to(part, grouped.shape).reshape(x.shape) for part in (mean, std))
    mean = np.zeros(1) if norm == "rms" else x.mean(axis=AXES[norm], keepdims=True)
    std = np.sqrt(((x - mean) ** 2).mean(axis=AXES[norm], keepdims=True))
    return np.broadcast_to(mean, x.shape), np.broadcast_to(std, x.shape)


def write_page(folder: Path, lang: str, figures: int = 1) -> str:
    """The address of a small page with the explorer, as MyST-NB and the template put it into a chapter."""
    page = folder / f"{lang}.html"
    page.write_text(
        f"""<!DOCTYPE html><html lang="{lang}"><meta charset="utf-8"><title>Norm explorer</title>
        <meta name="viewport" content="width=device-width">
        <link rel="stylesheet" href="{(STATIC / "course.css").as_uri()}">
        <link rel="stylesheet" href="{(STATIC / "norm-explorer.css").as_uri()}">
        <script defer src="{(STATIC / "norm-explorer.js").as_uri()}"></script><body>{CELL * figures}""",
        encoding="utf-8",
    )
    return page.as_uri()


@pytest.fixture
def explorer(page, tmp_path):
    """The English explorer on a page of its own, opened from a file."""
    page.goto(write_page(tmp_path, "en"))
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
    drawn = {"rows": as_rows(x).tolist(), "norm": name, "groups": groups, "eps": eps, "gamma": gamma, "beta": beta}
    page.evaluate(SET, drawn | {"place": place})
    said = page.evaluate(READ)
    mean, std = expected(x, name, groups)
    y = np.array(gamma) * (x - mean) / np.sqrt(std**2 + eps) + np.array(beta)
    here = [as_rows(mean).ravel()[place], as_rows(std).ravel()[place]]
    assert said["current"] == place
    np.testing.assert_allclose(np.reshape(said["outputs"], as_rows(y).shape), as_rows(y), rtol=MATTERS, atol=MATTERS)
    np.testing.assert_allclose([said["mean"], said["std"]], here, rtol=MATTERS, atol=MATTERS)


def test_arithmetic_against_numpy(explorer):
    """Whatever is typed in, outputs, mean and standard deviation are NumPy's to 1e-9."""
    check_against_numpy(explorer)


@pytest.mark.parametrize("norm, groups", NORMS)
def test_marks_exactly_what_is_averaged_together(explorer, norm, groups):
    """For every cell: marked are those on which its statistics depend."""
    explorer.locator(f"[value={norm}]").check(force=True)
    if norm == "group":
        explorer.locator("select").select_option(str(groups))
    shape = SAMPLES, START_LENGTH, FEATURES
    depends = np.zeros((*shape, *shape), dtype=bool)
    for other in np.ndindex(shape):
        x = np.zeros(shape)
        x[other] = 1
        depends[(..., *other)] = expected(x, norm, groups)[1] > 0
    rows = [as_rows(depends[b, token, f]).ravel() for token in range(START_LENGTH) for b, f in np.ndindex(2, FEATURES)]
    assert explorer.evaluate(TOGETHER_WITH_EACH) == np.array(rows).tolist()


def test_says_how_many_are_averaged_together(explorer):
    """The sentence counts the numbers, names where they are, and shows mean, std and the output."""
    said = " ".join(explorer.locator(".ne-status p").all_text_contents())
    assert said == (
        "Instance normalization: 5 numbers averaged together (sample 0, feature 1, every token) "
        "mean 9.92, standard deviation 6.41 output = 1.00 · (2.70 − 9.92) / √(6.41² + 0.00001) + 0.00 = -1.13"
    )


def test_arrows_move_from_cell_to_cell(explorer):
    """Also from one sample to the next, and not beyond the edge; only that cell is in the order of Tab."""
    inputs(explorer).nth(FEATURES - 1).focus()
    for key in ("ArrowUp", "ArrowDown", "ArrowRight"):
        explorer.keyboard.press(key)
    there = SAMPLES * FEATURES + FEATURES
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
    controls = "[value=group], select, input.ne-current, .norm-explorer button, .ne-parameters input, summary"
    for _ in range(explorer.locator(controls).count() + 2):  # from the last element round to the first
        explorer.keyboard.press("Tab")
        explorer.evaluate("document.activeElement.dataset.reached = true")
    missed = explorer.locator(f":is({controls}):not([data-reached])")
    assert missed.evaluate_all("all => all.map(element => element.outerHTML)") == []


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
        explorer.mouse.move(*middle(explorer.locator(".ne-hint")))
        seen.append(explorer.evaluate(READ)["current"])
    assert seen == [7, chosen, 7, chosen]


def test_constant_is_the_sequence_that_was_clicked(explorer):
    """The pointer crosses other cells on its way to the button, and they stay as they are."""
    before = np.reshape(explorer.evaluate(READ)["inputs"], (START_LENGTH, -1))
    inputs(explorer).nth(2).click()
    button = explorer.get_by_role("button", name="Make this sequence constant")
    explorer.mouse.move(*middle(button), steps=25)
    button.click()
    before[:, 2] = before[0, 2]
    assert np.reshape(explorer.evaluate(READ)["inputs"], (START_LENGTH, -1)).tolist() == before.tolist()


def test_a_constant_sequence_comes_out_as_zeros(explorer):
    """With a standard deviation of 0, and no zero with a minus sign where beta is hardly below 0."""
    explorer.locator(".ne-beta input").nth(1).fill("-0.001")
    explorer.get_by_role("button", name="Make this sequence constant").click()
    said = explorer.evaluate(READ)
    shown = np.reshape(said["shown"], (START_LENGTH, -1))[:, 1].tolist()
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


def test_the_length_buttons_stay_below_the_pointer(explorer):
    """Clicking three times in one place adds three tokens, though the tables grow."""
    place = middle(explorer.get_by_role("button", name="One token more"))
    for _ in range(3):
        explorer.mouse.click(*place)
    assert explorer.locator(".ne-length").text_content() == str(START_LENGTH + 3)


def test_a_token_taken_away_comes_back(explorer):
    """Shorter, then longer, is as before."""
    start = explorer.evaluate(READ)
    for button in ("fewer", "fewer", "more", "more"):
        explorer.get_by_role("button", name=f"One token {button}").click()
    assert explorer.evaluate(READ) == start


def test_a_tiny_deviation_is_shown(explorer):
    """Where epsilon matters most, the standard deviation does not read 0.00."""
    explorer.get_by_role("button", name="Make this sequence constant").click()
    inputs(explorer).nth(1).fill("2.701")
    assert "standard deviation 0.00040" in explorer.locator(".ne-status").text_content()


def test_start_over(explorer):
    """Every number, the norm, gamma, beta and eps are as at the start."""
    start = explorer.evaluate(READ)
    explorer.locator("[value=rms]").check(force=True)
    explorer.locator(".ne-gamma input").first.fill("3")
    explorer.get_by_label("Epsilon ε").fill("0.5")
    explorer.get_by_role("button", name="One token more").click()
    explorer.get_by_role("button", name="Start over").click()
    assert explorer.evaluate(READ) == start


@pytest.fixture
def phone(browser, tmp_path):
    """The Vietnamese explorer on a phone."""
    context = browser.new_context(has_touch=True, is_mobile=True, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(write_page(tmp_path, "vi"))
    yield page
    context.close()


def test_a_tap_chooses_a_cell(phone):
    """Also one of the output."""
    phone.locator(".ne-output [data-value]").nth(5).tap()
    assert phone.evaluate(READ)["current"] == 5


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
    phone.evaluate(
        """for (const selector of ['.ne-gamma input', '.ne-beta input', '.ne-input input'])
        document.querySelectorAll(selector).forEach((field, place) => {
          field.value = -98765.43 / (place + 1);
          field.dispatchEvent(new Event('input'));
          field.dispatchEvent(new Event('blur'));
        })"""
    )
    sticking_out = phone.evaluate(
        """[document.documentElement, ...document.querySelectorAll('.ne-output [data-value], .ne-input input')]
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


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_accessible(browser, tmp_path, lang, scheme):
    """axe-core finds nothing, the contrast of the deepest colours included."""
    page = browser.new_page(viewport={"width": 390, "height": 844}, color_scheme=scheme)
    page.goto(write_page(tmp_path, lang))
    page.locator("[value=group]").check(force=True)
    violations = Axe().run(page, context=".norm-explorer").response["violations"]
    page.close()
    assert [(broken["id"], broken["nodes"][0]["html"]) for broken in violations] == []


def test_forced_colours_keep_the_marks(browser, tmp_path):
    """Where the reader's system takes all colours away, a line tells the averaged cells from the others."""
    page = browser.new_page(forced_colors="active")
    page.goto(write_page(tmp_path, "en"))
    lines = page.evaluate(
        """[...document.querySelectorAll('.ne-output [data-value]')]
        .map(cell => getComputedStyle(cell).outlineStyle !== 'none')"""
    )
    together = page.evaluate(READ)["together"]
    page.close()
    assert lines == together


def test_the_still_picture_is_replaced(explorer):
    """Its drawing is gone, and its code folded away."""
    assert [explorer.locator(place).is_visible() for place in ("svg", ".cell_input", ".ne-code summary")] == [
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
    for norm in [*AXES, "group"]:
        page.locator(f"[value={norm}]").check(force=True)
        said |= set(page.evaluate(SAID))
    return said


def test_speaks_the_language_of_the_page(page, tmp_path):
    """No word or label of one language's explorer stands in the other's, but for names that are the same."""
    said = {}
    for lang in LANGUAGES:
        page.goto(write_page(tmp_path, lang))
        said[lang] = everything_said(page)
    assert len(said["vi"]) == len(said["en"]) > 60
    same = {text for text in said["vi"] & said["en"] if not text.startswith("Token ")}
    assert same == {"Instance", "Batch", "RMS", "RMSNorm:", "Epsilon ε"}


def test_letters_are_composed():
    """Vietnamese letters are single characters (NFC), as everywhere in the course."""
    assert unicodedata.is_normalized("NFC", (STATIC / "norm-explorer.js").read_text(encoding="utf-8"))


def test_nothing_goes_wrong_in_the_console(page, tmp_path):
    """Opening and using the figure leaves no error and no warning."""
    errors = []
    page.on("console", lambda message: errors.append(message.text))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(write_page(tmp_path, "vi"))
    everything_said(page)
    for button in page.locator(".norm-explorer button").all():
        button.click()
    assert errors == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_stands_in_the_chapter(page, site, lang):
    """The formula chapter of the built book shows the explorer once, in place of its still picture."""
    page.goto(f"{site}book/{lang}/formula.html")
    assert page.locator(".tag_norm-explorer > .norm-explorer").count() == 1
