"""Every code cell of every chapter, run by Python in the page, prints what is stored, and draws where a figure is.

There are no exceptions: what WebAssembly computes differently, such as long doubles, is nowhere in the chapters.
"""

from collections.abc import Iterator
from itertools import cycle
from typing import NamedTuple

import nbformat
import pytest
from playwright.sync_api import Page

import rendered
from course_book.workbench import NOT_IN_THE_PAGE
from grader.text import LANGUAGES

pytestmark = pytest.mark.skipif(not rendered.IN_PAGE, reason="the book was built without Python, for want of a network")

CHAPTERS = sorted({path.stem for path in (rendered.ROOT / "book" / "vi").glob("*.ipynb")} - {NOT_IN_THE_PAGE})
# In one language each, by turns: the code is the same in the other but for words (test_twins.py), and what it prints
# there is compared where the notebooks are run.
IN_LANGUAGES = list(zip(CHAPTERS, cycle(LANGUAGES), strict=False))
PRESSED = "two-samples-two-features"

# A busy machine takes several times as long as an idle one, which says nothing of the page.
PATIENCE = "import in_page.cells\n\nin_page.cells.RUN_SECONDS = 600"

# The page's own session, as soon as it runs something.
BORROW_SESSION = """async () => {
    const folder = new URL(document.documentElement.dataset.inPage, document.baseURI);
    const { Session } = await import(new URL("session.mjs", folder));
    const { run } = Session.prototype;
    Session.prototype.run = function (...what) {
        globalThis.session = this;
        return run.apply(this, what);
    };
}"""
RUN_CELLS = """async ([patience, ...codes]) => {
    await session.run(patience);
    await session.restart();
    const answers = [];
    for (const code of codes) {
        answers.push(await session.run(code));
        if (answers.at(-1).state !== "done") break;
    }
    return answers;
}"""


class Cell(NamedTuple):
    """The code of a cell, what it printed when it was stored, and how many figures it drew."""

    code: str
    text: str
    figures: int


def cells_of(chapter: str, lang: str) -> list[Cell]:
    notebook = nbformat.read(rendered.ROOT / "book" / lang / f"{chapter}.ipynb", as_version=4)
    return [
        Cell(
            cell.source,
            "".join(output.text for output in cell.outputs if output.output_type == "stream"),
            sum("image/svg+xml" in output.get("data", {}) for output in cell.outputs),
        )
        for cell in notebook.cells
        if cell.cell_type == "code"
    ]


def shown(outputs: list[dict]) -> tuple[str, int]:
    """What a cell printed in the page, and how many figures it drew."""
    figures = sum(output["kind"] == "figure" and "<svg" in output["svg"] for output in outputs)
    return "".join(output.get("text", "") for output in outputs), figures


def complaints(cells: list[Cell], answers: list[dict]) -> Iterator[str]:
    """How what was shown in the page is other than what is stored."""
    for number, (cell, answer) in enumerate(zip(cells, answers, strict=False)):
        text, figures = shown((answer["result"] or {"outputs": []})["outputs"])
        if answer["state"] != "done":
            yield f"cell {number} ended as {answer['state']}: {text} {answer['words']}"
        elif text != cell.text:
            yield f"cell {number} printed {text!r}, not {cell.text!r}"
        elif figures != cell.figures:
            yield f"cell {number} drew {figures} figures, not {cell.figures}"


@pytest.fixture(scope="module")
def chapter_page(browser, site) -> Iterator[Page]:
    """A chapter after Run below its last cell; its Python is then to run the cells of one chapter after the other."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{site}book/vi/{PRESSED}.html")
    page.evaluate(BORROW_SESSION)
    last = page.locator(f"[data-cell='{len(cells_of(PRESSED, 'vi'))}']")
    last.locator("[data-do=run]").click()
    last.locator(":is([data-state=done], [data-state=stopped], [data-state=error])").wait_for(timeout=300_000)
    yield page
    context.close()


def test_run_below_a_cell(chapter_page):
    """What stands above has run before it, and what it prints stands below it."""
    result = chapter_page.locator("[data-cell] [data-result]").last
    assert (result.get_attribute("data-state"), result.text_content()) == ("done", cells_of(PRESSED, "vi")[-1].text)


@pytest.mark.parametrize("chapter, lang", IN_LANGUAGES)
def test_cells_print_what_is_stored(chapter_page, chapter, lang):
    """From the first cell to the last, in one namespace that begins empty."""
    cells = cells_of(chapter, lang)
    answers = chapter_page.evaluate(RUN_CELLS, [PATIENCE, *(cell.code for cell in cells)])
    assert list(complaints(cells, answers)) == []
    assert len(answers) == len(cells)
