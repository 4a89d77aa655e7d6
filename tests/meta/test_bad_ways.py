"""Python on a bad way into the page: damaged, interrupted, into a browser that is old or keeps nothing."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

import rendered
from browsers import ChromiumReader
from course_book.content.in_page_words import WORDS
from serving import Wire, served
from workbench import Workbench

PAGE = "exercises/vi/instance_stats.html"
CODE = "print(6 * 7)"
NOTHING_KEPT = """for (const name of ["localStorage", "caches"]) {
    Object.defineProperty(globalThis, name, { get() { throw new DOMException("refused", "SecurityError"); } });
}
"""
NO_DECOMPRESSION = "delete globalThis.DecompressionStream;\n"
NO_WORKERS = "globalThis.Worker = class { constructor() { throw new TypeError('no modules here'); } };\n"


def shipped(group: str = "base") -> dict[str, str]:
    """The files that a first Run loads: their addresses below the site, by name."""
    (folder,) = (rendered.HTML / "in-page").iterdir()
    files = json.loads((folder / "files.json").read_text(encoding="utf-8"))["groups"][group]
    return {
        file["name"]: (folder / file["path"]).resolve().relative_to(rendered.HTML.resolve()).as_posix()
        for file in files
    }


@contextmanager
def visit(browser, wire: Wire, in_page: str = "", in_worker: str = "") -> Iterator[Workbench]:
    """A new reader at a workbench, in a browser that has lost what these scripts take away from pages and workers."""

    def changed(route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=in_worker + answer.text())

    wire.caching = "no-store"
    # A service worker would answer in the place of what is to fail here.
    context = browser.new_context(service_workers="block")
    page = context.new_page()
    if in_page:
        page.add_init_script(in_page)
    if in_worker:
        page.route("**/worker.mjs", changed)
    try:
        with served(rendered.HTML, wire) as site:
            workbench = Workbench(ChromiumReader(page), site + PAGE)
            workbench.open()
            yield workbench
    finally:
        context.close()


@pytest.mark.parametrize("fault", ["damaged", "cut"])
def test_a_file_that_arrives_badly(browser, fault):
    """Is named and refused; the next try asks for that one alone, and goes well."""
    files = shipped()
    name = next(name for name in files if name.startswith("numpy"))
    wire = Wire(**{fault: files[name]})
    with visit(browser, wire) as workbench:
        shown = workbench.run(CODE)
        assert shown["state"] == "error", shown
        assert name in shown["text"], shown
        before = wire.sent.copy()
        wire.damaged = wire.cut = None
        shown = workbench.run(CODE)
        assert (shown["state"], shown["text"].strip()) == ("done", "42"), shown
    assert set(wire.sent - before) & set(files.values()) == {files[name]}


def test_nothing_is_loaded_before_it_is_asked_for(browser):
    """And of what is shipped, only what a cell needs."""
    wire = Wire()
    with visit(browser, wire) as workbench:
        assert not set(wire.sent) & {*shipped().values(), *shipped("plots").values()}
        workbench.run(CODE)
        assert set(shipped().values()) <= set(wire.sent)
        assert not set(wire.sent) & set(shipped("plots").values())


def test_a_browser_that_keeps_nothing(browser):
    """Says so, and runs what is asked for all the same."""
    with visit(browser, Wire(), in_page=NOTHING_KEPT, in_worker=NOTHING_KEPT) as workbench:
        workbench.reader.wait(f"document.body.innerText.includes({json.dumps(WORDS['not_kept'].vi)})")
        shown = workbench.run(CODE)
        assert (shown["state"], shown["text"].strip()) == ("done", "42"), shown


def test_a_browser_without_modules_in_workers(browser):
    """Is told so when it tries, and the way by notebook."""
    with visit(browser, Wire(), in_page=NO_WORKERS) as workbench:
        shown = workbench.run(CODE)
        assert (shown["state"], shown["text"].strip()) == ("error", WORDS["unsupported"].vi)


def test_an_old_browser(page, site):
    """Has no buttons that do nothing, but a sentence with the way by notebook."""
    page.add_init_script(NO_DECOMPRESSION)
    page.goto(site + PAGE)
    shown = page.locator("#workbench .without:visible")
    assert "notebook" in shown.inner_text()
    assert not page.locator("#workbench [data-do=check]").is_visible()
