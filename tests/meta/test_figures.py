"""Figures and letters: each figure in a width whose letters can be read, every letter of a page from our own faces."""

from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.figure import Figure

import rendered
from course.labels import _apart, name_lines
from course.themed import responsive, slim
from course.widths import NARROW_TYPE
from course_book.figures import leave_out_narrow_drawings, narrow_drawings
from grader.notebook import code_cells, read
from grader.text import LANGUAGES

ROOT = Path(__file__).resolve().parents[2]
CHAPTERS = sorted(path.stem for path in (ROOT / "book" / "vi").glob("*.ipynb"))
LOOKED_AT = (
    *("index.html", "book/vi/formula.html", "book/en/glossary.html"),
    *("exercises/vi/instance_norm.html", "book/vi/where-it-is-used.html"),
)
READABLE = {390: 12, 1280: 11}  # pixels, by the width of the window
FACES_FROM_THE_SYSTEM = set("✓✗☀\U0001f31e")  # signs that stand for themselves in any face

SIZES = """() => [...document.querySelectorAll('.drawings > svg')].filter(svg => svg.checkVisibility()).map(svg => {
  const letters = [...svg.querySelectorAll('text')].filter(text => text.textContent.trim() && !text.querySelector('tspan'));
  const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
  return {
    smallest: Math.min(...letters.map(text => parseFloat(getComputedStyle(text).fontSize) * scale)),
    share: svg.getBoundingClientRect().width / svg.parentElement.getBoundingClientRect().width,
    outside: letters.filter(text => {
      const [inner, outer] = [text.getBoundingClientRect(), svg.getBoundingClientRect()];
      return inner.left < outer.left - 3 || inner.right > outer.right + 3;
    }).map(text => text.textContent),
  };
})"""  # noqa: E501

ALL_DRAWN = """(narrow) => !document.querySelector('.awaited') &&
  [...document.querySelectorAll('.drawings')].every(place => place.classList.contains('narrow') === narrow)"""

DRAWING = (
    '<svg width="72pt" height="36pt" viewBox="0 0 72 36"><path id="p" style="fill: #1f5fa8"/><use href="#p"/></svg>'
)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_letters_of_figures_can_be_read(page, site, lang):
    """Each figure fills its column, once, in letters of at least 12 pixels, and none is cut off."""
    seen, faults = Counter(), []
    for chapter in CHAPTERS:
        page.set_viewport_size({"width": min(READABLE), "height": 844})
        page.goto(f"{site}book/{lang}/{chapter}.html")
        page.evaluate("for (const details of document.querySelectorAll('details')) details.open = true")
        page.keyboard.press("Shift")  # a reader who does something
        for width, smallest in READABLE.items():
            page.set_viewport_size({"width": width, "height": 844})
            page.wait_for_function(ALL_DRAWN, arg=width == min(READABLE))
            figures = page.evaluate(SIZES)
            seen[width] += len(figures)
            faults += [
                (chapter, width, figure)
                for figure in figures
                if figure["smallest"] < smallest - 0.05 or figure["share"] < 0.99 or figure["outside"]
            ]
    assert set(seen) == set(READABLE) and min(seen.values()) > 25
    assert faults == []


def test_every_figure_is_stored_for_a_phone_too():
    """Beside each drawing of a notebook stands the narrow one, which the book shows on a phone."""
    for path in sorted(ROOT.glob("book/*/*.ipynb")):
        assert all(narrow_drawings(path)), path


def test_the_narrow_drawing_is_kept_from_the_reader_of_notebooks():
    """MyST-NB, which knows no such type, gets the notebook without it."""
    content = [(ROOT / "book" / "vi" / "one-sample-one-feature.ipynb").read_text(encoding="utf-8")]
    assert NARROW_TYPE in content[0]
    leave_out_narrow_drawings(None, "", content)
    assert NARROW_TYPE not in content[0] and "image/svg+xml" in content[0]


def test_a_figure_stands_in_the_page_in_both_widths():
    """Each described, with ids of its own; one that is drawn once stands there once."""
    soup = BeautifulSoup(responsive(DRAWING, DRAWING, "A line.", "figure-1"), "html.parser")
    assert [svg["aria-label"] for svg in soup.select(".drawings > svg")] == ["A line.", "A line."]
    assert [path["id"] for path in soup.select("path")] == ["figure-1-p", "figure-1-narrow-p"]
    assert len(BeautifulSoup(responsive(DRAWING, None, "A line.", "f"), "html.parser").select("svg")) == 1


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_figure_waits_as_what_it_says(lang):
    """In its place stand its alt text and, without JavaScript, its image; both drawings say the same."""
    seen = 0
    for chapter in CHAPTERS:
        page = f"book/{lang}/{chapter}"
        places = rendered.soup(f"{page}.html").select(".drawings")
        awaited = [place.select_one(".awaited").text for place in places]
        seen += len(awaited)
        for width in ("wide", "narrow") if places else ():
            assert [svg["aria-label"] for svg in rendered.drawings(page, width)] == awaited, page
        for picture in (picture for place in places for picture in place.select("noscript picture")):
            for address in (picture.source["srcset"], picture.img["src"]):
                assert (rendered.HTML / rendered.target(f"{page}.html", address)).is_file()
    assert seen > 25


def test_a_figure_comes_in_the_width_of_its_column(page, site):
    """None comes with the page, one for a reader who comes near, the other when the column changes."""
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "/drawings/" in request.url else None)
    page.set_viewport_size({"width": 1280, "height": 700})
    page.goto(f"{site}book/vi/one-sample-two-features.html", wait_until="networkidle")
    assert asked == []
    room = page.locator(".drawings").first.bounding_box()
    page.keyboard.press("PageDown")
    page.locator(".drawings > svg").first.wait_for()
    drawn = page.locator(".drawings").first.bounding_box()
    assert (drawn["width"], pytest.approx(drawn["height"], abs=2)) == (room["width"], room["height"])
    page.set_viewport_size({"width": 390, "height": 700})
    page.locator(".drawings.narrow > svg").first.wait_for()
    assert [url.rpartition("/")[2].partition(".")[0] for url in asked] == ["wide", "narrow"]


def test_without_javascript_a_figure_is_an_image(browser, site):
    """Of the width of its window, in whatever room there is."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{site}book/en/five-norms.html")
    image = page.locator(".drawings img").first
    image.scroll_into_view_if_needed()
    page.wait_for_function("document.querySelector('.drawings img').naturalWidth")
    assert image.evaluate("(image) => image.currentSrc").endswith("1-narrow.svg")
    assert page.locator(".awaited").first.bounding_box()["width"] <= 1
    context.close()


def test_what_shows_nothing_is_left_out_of_a_drawing():
    """Names that nothing means, faces that the page gives, bare groups, turns by nothing."""
    svg = (
        '<svg width="72pt" height="36pt" viewBox="0 0 72 36"><defs></defs><g id="a"><g id="b" clip-path="url(#c)">'
        '<path id="c"/></g><g id="d"/></g><text style="font-family: \'A\', serif; fill: #000000" x="1" '
        'transform="rotate(-0 1 2)">1</text></svg>'
    )
    assert slim(svg) == (
        '<svg width="96" height="48" font-family="sans-serif" viewBox="0 0 72 36"><g clip-path="url(#c)">'
        '<path id="c"/></g><text style="fill: #000000" x="1">1</text></svg>'
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_four_examples_are_drawn_on_one_axis(lang):
    """The input slides by μ and shrinks by σ: each instance stands there three times, the mean and σ written below."""
    for name, instances in (
        ("one-sample-one-feature", 1),
        ("one-sample-two-features", 2),
        ("two-samples-one-feature", 2),
        ("two-samples-two-features", 4),
    ):
        (wide,) = rendered.drawings(f"book/{lang}/{name}", "wide")
        said = [text.get_text() for text in wide.select("text")]
        assert [said.count(each) for each in ("− μ", "÷ σ", "±σ")] == [instances] * 3
        assert sum(each.startswith("μ ") for each in said) == 3 * instances
        assert sum(each.startswith("μ 0.00") and each.endswith("σ 1.00") for each in said) == instances


def test_notebooks_draw_at_the_width_of_the_column():
    """No chapter sets a width of its own, at which letters would come out smaller or larger than elsewhere."""
    for path in sorted(ROOT.glob("book/*/*.ipynb")):
        for cell in code_cells(read(path)):
            code = "".join(cell["source"])
            assert code.count("figsize=") == code.count("figsize=(7.8, "), (path, cell["id"])


@pytest.mark.parametrize("name", LOOKED_AT)
def test_every_letter_is_from_a_face_of_ours(page, site, name):
    """Nothing of a page's text is shown in whatever face the machine has."""
    page.goto(site + name, wait_until="networkidle")
    page.evaluate("document.fonts.ready")
    session = page.context.new_cdp_session(page)
    # From here on no script takes away a node whose letters are still to be asked for.
    session.send("Emulation.setScriptExecutionDisabled", {"value": True})
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument", {"depth": 0})["root"]["nodeId"]
    faults = []
    for node in session.send("DOM.querySelectorAll", {"nodeId": root, "selector": "body, body *:not([type=file])"})[
        "nodeIds"
    ]:
        for font in session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]:
            if not font["isCustomFont"]:
                html = session.send("DOM.getOuterHTML", {"nodeId": node})["outerHTML"]
                if not FACES_FROM_THE_SYSTEM & set(html):
                    faults.append((font["familyName"], html[:120]))
    assert faults == []


@given(
    places=st.lists(st.tuples(st.floats(-1, 2), st.floats(0.02, 0.15)), min_size=1, max_size=6),
)
def test_names_of_lines_stand_apart(places):
    """None on another, none beyond the top, and in the order of what they name."""
    middles, heights = zip(*places, strict=True)
    placed = _apart(list(middles), list(heights))
    boxes = sorted((placed[index] - heights[index] / 2, placed[index] + heights[index] / 2) for index in placed)
    assert boxes[-1][1] <= 1 + 1e-9
    assert all(upper <= lower + 1e-9 for (_, upper), (lower, _) in pairwise(boxes))
    order = sorted(placed, key=lambda index: placed[index])
    assert [middles[index] for index in order] == sorted(middles)


def test_lines_are_named_where_they_end():
    """Each in its colour; a line without a label has no name."""
    figure = Figure()
    axes = figure.subplots()
    axes.plot([3, 2, 0], [5, 1, 0], color="#1f5fa8", label="falls")
    axes.plot([0, 1], [0, 0], color="#b8500a", label="stops early")
    axes.axhline(1)
    name_lines(axes)
    falls, stops = sorted(axes.texts, key=lambda text: text.get_text())
    assert [(text.get_text(), text.get_color()) for text in (falls, stops)] == [
        ("falls", "#1f5fa8"),
        ("stops early", "#b8500a"),
    ]
    assert falls.xy[0] == 1.0 and stops.xy[0] < 0.5 and falls.xy[1] > 0.8


# Where points lie in clouds, or four lines cross in every panel, names at their ends would say less than a legend.
WITH_A_LEGEND = {
    ("where-it-is-used", "clouds-code"),
    ("does-it-help", "pooled-code"),
    ("five-norms", "four-shapes-figure-code"),
}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_figures_name_what_they_show_in_place(lang):
    """A legend sends the eye to and fro."""
    with_legend = {
        (path.stem, cell["id"])
        for path in (ROOT / "book" / lang).glob("*.ipynb")
        for cell in code_cells(read(path))
        if "legend(" in "".join(cell["source"])
    }
    assert with_legend == WITH_A_LEGEND


@pytest.mark.parametrize("font", ["course-text", "course-text-bold", "course-math", "course-mono"])
def test_faces_come_with_their_licence(font):
    """And with a note on where they are from and how they were made."""
    static = ROOT / "book" / "_static"
    stem = font.removesuffix("-bold")
    assert font in (static / f"{stem}.md").read_text(encoding="utf-8")
    assert "License" in (static / f"{stem}.license.txt").read_text(encoding="utf-8")
