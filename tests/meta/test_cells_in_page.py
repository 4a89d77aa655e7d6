"""Every code cell of every chapter, run by Python in the page, prints what is stored, and draws where a figure is."""

from collections.abc import Iterator
from typing import NamedTuple

import nbformat
import pytest
from playwright.sync_api import Page

import rendered
from grader.text import LANGUAGES

# It measures for minutes in many processes, which a page has not, and has no buttons.
NOT_IN_A_PAGE = {"who-grades-the-grader"}
CHAPTERS = sorted(
    path.stem for path in (rendered.ROOT / "book" / "vi").glob("*.ipynb") if path.stem not in NOT_IN_A_PAGE
)

# What WebAssembly makes different: the chapter, the number of the cell, and what the page prints instead.
DIFFERENCES: dict[tuple[str, int], str] = {}

RUN_CELLS = """async (codes) => {
    const folder = new URL(document.documentElement.dataset.inPage, document.baseURI);
    const { Session } = await import(new URL("session.mjs", folder));
    globalThis.session ??= new Session({ lang: "vi" });
    const results = [(await session.restart()).words];
    for (const code of codes) {
        const { state, result, words } = await session.run(code);
        results.push({ state, words, outputs: result?.outputs ?? [] });
        if (state !== "done") break;
    }
    return results.slice(1);
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


def complaints(chapter: str, cells: list[Cell], results: list[dict]) -> Iterator[str]:
    """How what was shown in the page is other than what is stored and than what is expected of WebAssembly."""
    for number, cell in enumerate(cells):
        if number >= len(results):
            yield f"cell {number} did not run"
            continue
        result = results[number]
        text, figures = shown(result["outputs"])
        expected = DIFFERENCES.get((chapter, number), cell.text)
        if result["state"] != "done":
            yield f"cell {number} ended as {result['state']}: {text} {result['words']}"
        elif text != expected:
            yield f"cell {number} printed {text!r}, not {expected!r}"
        elif figures != cell.figures:
            yield f"cell {number} drew {figures} figures, not {cell.figures}"


@pytest.fixture(scope="module")
def python(browser, site) -> Iterator[Page]:
    """A page in which one Python is to run the cells of one chapter after the other."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{site}book/vi/{CHAPTERS[0]}.html")
    yield page
    context.close()


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("chapter", CHAPTERS)
def test_cells_print_what_is_stored(python, chapter, lang):
    """From the first cell to the last, in one namespace that begins empty."""
    cells = cells_of(chapter, lang)
    results = python.evaluate(RUN_CELLS, [cell.code for cell in cells])
    assert list(complaints(chapter, cells, results)) == []


def test_differences_are_real():
    """An entry is of a cell that is there, and says another thing than what is stored in both languages."""
    for (chapter, number), text in DIFFERENCES.items():
        for lang in LANGUAGES:
            assert cells_of(chapter, lang)[number].text != text, (chapter, number)
