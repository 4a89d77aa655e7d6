"""Pages fit where they are read: code beside both sidebars, what it prints on a phone, all of it on paper."""

import io

import pytest
from PIL import Image
from playwright.sync_api import Page

import notebooks
import rendered
from each import for_each
from grader.notebook import code_cells, read, source

CODE_COLUMNS, PRINTED_COLUMNS = 72, 38
PHONE, LAPTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 844}
PAPER = {"width": 673, "height": 980}  # A4 within its margins, in pixels of CSS

CHAPTERS = [path for path in notebooks.course_notebooks() if path.parts[-3] == "book"]
PAGES = [page for page in rendered.pages() if "/vi/" in page]  # twins have the same shape

# Cells whose output is wider, each with its reason.
QUOTED = "quotes the code that was run on a machine with the framework, as it was"
WIDER = {
    ("layouts-and-frameworks", "no-error-code"): QUOTED,
    ("layouts-and-frameworks", "torch-var-code"): QUOTED,
}


def printed(cell: dict) -> str:
    """What a cell printed or showed as text, beside no figure."""
    outputs = [output for output in cell["outputs"] if "image/svg+xml" not in output.get("data", {})]
    return "\n".join("".join(output.get("text", output.get("data", {}).get("text/plain", ""))) for output in outputs)


def widest(text: str) -> int:
    return max(map(len, text.splitlines()), default=0)


@for_each(notebooks.course_notebooks())
def test_code_has_72_columns(path):
    """A line of code is read without scrolling."""
    for cell in code_cells(read(path)):
        assert widest(source(cell)) <= CODE_COLUMNS, f"cell {cell['id']}: {max(source(cell).splitlines(), key=len)}"


@for_each(CHAPTERS)
def test_prints_have_38_columns(path):
    """The number that matters is not cut off on a phone; what is listed as wider is so."""
    for cell in code_cells(read(path)):
        is_wider = widest(printed(cell)) > PRINTED_COLUMNS
        assert is_wider == ((path.stem, cell["id"]) in WIDER), f"cell {cell['id']}: {printed(cell)}"


def scrolling(page: Page, selector: str) -> list[str]:
    """The text of what scrolls inside itself, with every fold open."""
    return page.evaluate(
        """(selector) => {
            for (const details of document.querySelectorAll("details")) details.open = true;
            return [...document.querySelectorAll(selector)]
                .filter((box) => box.scrollWidth > box.clientWidth).map((box) => box.textContent.slice(0, 120));
        }""",
        selector,
    )


def test_code_fits_beside_both_sidebars(page, site):
    page.set_viewport_size(LAPTOP)
    for name in PAGES:
        page.goto(site + name)
        assert scrolling(page, ".cell_input pre") == [], name


def test_prints_fit_on_a_phone(page, site):
    page.set_viewport_size(PHONE)
    for path in CHAPTERS:
        page.goto(f"{site}book/{path.parent.name}/{path.stem}.html")
        wider = [chapter for chapter, _ in WIDER if chapter == path.stem]
        assert len(scrolling(page, ".cell_output pre")) == len(wider), path.stem


NARROW_COLUMNS = """() => [...document.querySelectorAll("article table")].flatMap((table) =>
    [...table.rows[0].cells].map((head, column) => {
        const cells = [...table.rows].map((row) => row.cells[column]);
        const longest = Math.max(...cells.map((cell) => cell.textContent.length));
        return { width: Math.round(head.getBoundingClientRect().width), longest, head: head.textContent };
    }).filter(({ width, longest }) => longest > 24 && width < 60))"""
BROKEN_WORDS = """() => [...document.querySelectorAll("article :is(td, th)")].filter((cell) => {
    const range = document.createRange();
    const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
        for (const word of text.data.matchAll(/[\\p{L}\\p{N}_]+/gu)) {
            range.setStart(text, word.index);
            range.setEnd(text, word.index + word[0].length);
            if (range.getClientRects().length > 1) return true;
        }
    }
    return false;
}).map((cell) => cell.textContent)"""


def test_tables_keep_their_words(page, site):
    """On a phone no word of a table is broken, and a column of sentences is not squeezed into a strip."""
    page.set_viewport_size(PHONE)
    for name in PAGES:
        page.goto(site + name)
        assert page.evaluate(BROKEN_WORDS) == [], name
        assert page.evaluate(NARROW_COLUMNS) == [], name


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_scroller_shows_that_it_scrolls(page, site, scheme):
    """Its right edge is in shadow until one has come to the end of it."""
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size(PHONE)
    page.goto(f"{site}book/vi/five-norms.html")
    box = page.locator(".cell:not(.tag_hide-input) .cell_input pre[tabindex]").first

    def edge() -> list[int]:
        """How light the pixels from the right edge on are, in a row between the border and the letters."""
        image = Image.open(io.BytesIO(box.screenshot())).convert("L")
        return [image.getpixel((image.width - right, 9)) for right in range(3, 30)]

    assert abs(edge()[0] - edge()[-1]) > 15
    box.evaluate("box => { box.scrollLeft = box.scrollWidth }")
    assert abs(edge()[0] - edge()[-1]) < 5


def test_nothing_is_clipped_on_paper(page, site):
    """Neither code nor formulas nor tables are wider than the sheet."""
    page.set_viewport_size(PAPER)
    page.emulate_media(media="print")
    for name in PAGES:
        page.goto(site + name)
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        clipped = page.evaluate(
            """() => [...document.querySelectorAll("article :is(pre, table, div.math, svg, img)")]
                .filter((part) => part.getBoundingClientRect().right > innerWidth)
                .map((part) => part.textContent.slice(0, 120))"""
        )
        assert clipped == [], name
        assert page.evaluate("document.documentElement.scrollWidth") <= PAPER["width"], name
