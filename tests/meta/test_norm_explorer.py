"""The norm explorer computes what NumPy computes, and can be used by pointer, keyboard and finger in both languages."""

import numpy as np
import pytest
from grader.text import LANGUAGES
from hypothesis import given, settings
from hypothesis import strategies as st

SAMPLES, FEATURES = 2, 4
START_LENGTH = 5

values = st.floats(-100, 100).map(lambda value: round(value, 6))

SET = """({rows, norm, groups, eps, gamma, beta}) => {
  const type = (field, value) => {
    field.value = value;
    field.dispatchEvent(new Event(field.tagName === 'SELECT' ? 'change' : 'input'));
  };
  const panel = document.querySelector('.norm-explorer');
  const [shorter, longer] = panel.querySelectorAll('.ne-controls [role=group] button');
  while (Number(panel.querySelector('.ne-length').value) < rows.length) longer.click();
  while (Number(panel.querySelector('.ne-length').value) > rows.length) shorter.click();
  const radio = panel.querySelector(`[value=${norm}]`);
  if (!radio.checked) radio.click();
  type(panel.querySelector('select'), groups);
  type(panel.querySelector('.ne-controls > label input'), eps);
  panel.querySelectorAll('.ne-gamma input').forEach((field, f) => type(field, gamma[f]));
  panel.querySelectorAll('.ne-beta input').forEach((field, f) => type(field, beta[f]));
  const cells = panel.querySelectorAll('.ne-tables table:first-child tbody input');
  cells.forEach((field, place) => type(field, rows.flat()[place]));
  return READ();
}"""

READ = """() => {
  const cells = [...document.querySelectorAll('.ne-tables table:last-child tbody td')];
  const { mean, std } = document.querySelector('.ne-status').dataset;
  return {
    outputs: cells.map(cell => Number(cell.dataset.value)),
    together: cells.map(cell => cell.classList.contains('ne-together')),
    current: cells.findIndex(cell => cell.classList.contains('ne-current')),
    mean: Number(mean),
    std: Number(std),
  };
}"""

OF_ONE_NORM = {"instance": 1, "batch": (0, 1), "layer": 2, "rms": 2}


def as_rows(x: np.ndarray) -> np.ndarray:
    """(B, L, F) as the table shows it: a row for each token, samples side by side."""
    return x.transpose(1, 0, 2).reshape(x.shape[1], -1)


def expected(x: np.ndarray, norm: str, groups: int) -> tuple[np.ndarray, np.ndarray]:
    """Mean and standard deviation by which each element of x is normalized, in the shape of x."""
    if norm == "group":
        parts = [expected(part, "layer_of_images", 1) for part in np.split(x, groups, axis=2)]
        return tuple(np.concatenate(part, axis=2) for part in zip(*parts, strict=True))
    axes = (1, 2) if norm == "layer_of_images" else OF_ONE_NORM[norm]
    mean = np.zeros(1) if norm == "rms" else x.mean(axis=axes, keepdims=True)
    std = np.sqrt(((x - mean) ** 2).mean(axis=axes, keepdims=True))
    return np.broadcast_to(mean, x.shape), np.broadcast_to(std, x.shape)


@pytest.fixture(scope="module")
def explorer(browser, site):
    """The English formula chapter, open at the norm explorer."""
    page = browser.new_page()
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{site}book/en/formula.html")
    yield page
    assert errors == []
    page.close()


@settings(max_examples=60, deadline=None, database=None, derandomize=True)
@given(data=st.data())
def check_against_numpy(page, data):
    """Set a drawn tensor and drawn parameters in the page, and compare what it computes."""
    length = data.draw(st.integers(1, 8), label="length")
    column = st.lists(values, min_size=length, max_size=length) | values.map(lambda value: [value] * length)
    columns = data.draw(st.lists(column, min_size=SAMPLES * FEATURES, max_size=SAMPLES * FEATURES), label="columns")
    x = np.array(columns).reshape(SAMPLES, FEATURES, length).transpose(0, 2, 1)
    norm = data.draw(st.sampled_from([*OF_ONE_NORM, "group"]), label="norm")
    groups = data.draw(st.sampled_from([1, 2, 4]), label="groups")
    eps = data.draw(st.sampled_from([1e-5, 1e-3, 0.1, 1.0]), label="eps")
    gamma, beta = data.draw(st.tuples(*[st.lists(values, min_size=FEATURES, max_size=FEATURES)] * 2), label="affine")
    rows = as_rows(x).tolist()
    settings_ = {"rows": rows, "norm": norm, "groups": groups, "eps": eps, "gamma": gamma, "beta": beta}
    said = page.evaluate(SET.replace("READ()", f"({READ})()"), settings_)
    mean, std = expected(x, norm, groups)
    y = np.array(gamma) * (x - mean) / np.sqrt(std**2 + eps) + np.array(beta)
    np.testing.assert_allclose(np.reshape(said["outputs"], as_rows(y).shape), as_rows(y), rtol=1e-9, atol=1e-9)
    place = said["current"]
    np.testing.assert_allclose(said["mean"], as_rows(mean).ravel()[place], rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(said["std"], as_rows(std).ravel()[place], rtol=1e-9, atol=1e-9)


def test_arithmetic_against_numpy(explorer):
    """Whatever is typed in, outputs, mean and standard deviation are NumPy's to 1e-9."""
    explorer.reload()
    check_against_numpy(explorer)


@pytest.mark.parametrize("norm", [*OF_ONE_NORM, "group"])
def test_marks_exactly_what_is_averaged_together(explorer, norm):
    """For every cell: marked are those on which its statistics depend."""
    explorer.reload()
    explorer.locator(f"[value={norm}]").check(force=True)
    x = np.zeros((SAMPLES, START_LENGTH, FEATURES))
    cells = explorer.locator(".ne-tables table:first-child tbody input")
    for place in range(0, x.size, 3):
        cells.nth(place).focus()
        token, column = divmod(place, SAMPLES * FEATURES)
        here = column // FEATURES, token, column % FEATURES
        depends = np.zeros(x.shape, dtype=bool)
        for other in np.ndindex(x.shape):
            x[...] = 0
            x[other] = 1
            depends[other] = expected(x, norm, 2)[1][here] > 0
        said = explorer.evaluate(READ)
        assert said["together"] == as_rows(depends).ravel().tolist()


def test_by_keyboard(explorer):
    """Arrows move from cell to cell, typing changes the number, Tab leaves the table."""
    explorer.reload()
    cells = explorer.locator(".ne-tables table:first-child tbody input")
    cells.nth(0).focus()
    explorer.keyboard.press("ArrowDown")
    explorer.keyboard.press("ArrowRight")
    assert explorer.evaluate(READ)["current"] == SAMPLES * FEATURES + 1
    explorer.keyboard.type("-7.25")
    assert cells.nth(SAMPLES * FEATURES + 1).get_attribute("data-value") == "-7.25"
    explorer.keyboard.press("Tab")
    assert explorer.evaluate("document.activeElement.closest('table')") is None


def test_by_dragging(explorer):
    """Dragging a number sideways changes it, ten pixels a unit."""
    explorer.reload()
    cell = explorer.locator(".ne-tables table:first-child tbody input").nth(1)
    cell.scroll_into_view_if_needed()
    before = float(cell.get_attribute("data-value"))
    box = cell.bounding_box()
    explorer.mouse.move(box["x"] + 10, box["y"] + 10)
    explorer.mouse.down()
    explorer.mouse.move(box["x"] + 60, box["y"] + 10, steps=5)
    explorer.mouse.up()
    assert float(cell.get_attribute("data-value")) == pytest.approx(before + 5)


def test_make_this_sequence_constant(explorer):
    """The whole instance of the cell takes its value, and comes out as beta."""
    explorer.reload()
    explorer.locator(".ne-tables table:first-child tbody input").nth(2).focus()
    explorer.get_by_role("button", name="Make this sequence constant").click()
    said = explorer.evaluate(READ)
    assert said["std"] == 0
    assert np.reshape(said["outputs"], (START_LENGTH, -1))[:, 2].tolist() == [0] * START_LENGTH


def test_the_pointer_on_its_way_chooses_nothing(explorer):
    """Cells that the pointer crosses show their numbers, and the one chosen stays chosen."""
    explorer.reload()
    cells = explorer.locator(".ne-tables table:first-child tbody input")
    cells.nth(2).click()
    cells.nth(4).hover()
    assert explorer.evaluate(READ)["current"] == 4
    explorer.get_by_role("button", name="Make this sequence constant").click()
    said = explorer.evaluate(READ)
    assert (said["current"], said["std"]) == (2, 0)


@pytest.mark.parametrize("text", ["", "abc", "0x10", "1e300", "--1", "1 2"])
def test_what_is_no_number_changes_nothing(explorer, text):
    """The field shows the number in use again when it is left."""
    explorer.reload()
    start = explorer.evaluate(READ)
    for field in (".ne-tables input", ".ne-gamma input", ".ne-controls > label input"):
        before = explorer.locator(field).first.input_value()
        explorer.locator(field).first.fill(text)
        explorer.locator(field).first.blur()
        assert explorer.locator(field).first.input_value() == before
    assert explorer.evaluate(READ)["outputs"] == start["outputs"]


def test_a_decimal_comma_is_read(explorer):
    """As Vietnamese writes it."""
    explorer.reload()
    cell = explorer.locator(".ne-tables input").first
    cell.fill("3,25")
    assert cell.get_attribute("data-value") == "3.25"


def test_a_token_taken_away_comes_back(explorer):
    """Shorter, then longer, is as before, and no button works beyond its end."""
    explorer.reload()
    start = explorer.evaluate(READ)["outputs"]
    shorter, longer = (explorer.get_by_role("button", name=f"One token {more}") for more in ("fewer", "more"))
    for _ in range(START_LENGTH - 1):
        shorter.click()
    assert shorter.is_disabled()
    for _ in range(START_LENGTH - 1):
        longer.click()
    assert explorer.evaluate(READ)["outputs"] == start
    for _ in range(3):
        longer.click()
    assert longer.is_disabled()


def test_start_over(explorer):
    """Every number, the norm, gamma, beta and eps are as at the start."""
    explorer.reload()
    start = explorer.evaluate(READ)
    explorer.locator("[value=rms]").check(force=True)
    explorer.locator(".ne-gamma input").first.fill("3")
    explorer.get_by_role("button", name="One token more").click()
    assert explorer.evaluate(READ)["outputs"] != start["outputs"]
    explorer.get_by_role("button", name="Start over").click()
    assert explorer.evaluate(READ) == start


def test_by_finger(browser, site):
    """On a phone a tap on a cell shows what is averaged with it."""
    context = browser.new_context(has_touch=True, is_mobile=True, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{site}book/vi/formula.html")
    page.locator(".ne-tables table:first-child tbody input").nth(5).tap()
    assert page.evaluate(READ)["current"] == 5
    context.close()


def test_speaks_the_language_of_the_page(browser, site):
    """No word or label of one language's explorer stands in the other's, but for names that are the same."""
    said = {}
    for lang in LANGUAGES:
        page = browser.new_page()
        page.goto(f"{site}book/{lang}/formula.html")
        said[lang] = set(
            page.evaluate(
                """[...document.querySelectorAll('.norm-explorer, .norm-explorer *')].flatMap(element => [
                element.getAttribute('aria-label'), element.children.length ? null : element.textContent.trim()])
                .filter(text => text && /\\p{L}{2}/u.test(text))"""
            )
        )
        page.close()
    assert len(said["vi"]) == len(said["en"]) > 20
    same = {text for text in said["vi"] & said["en"] if not text.startswith("Token ")}
    assert same == {"Instance", "Batch", "RMS"}
