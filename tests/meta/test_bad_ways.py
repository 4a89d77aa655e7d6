"""Python on a bad way into the page: interrupted, damaged, into a browser that keeps nothing or has no such workers."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

import rendered
from browsers import ChromiumReader
from course_book.content.in_page_words import WORDS
from serving import Wire, served
from workbench import Workbench

pytestmark = pytest.mark.skipif(not rendered.IN_PAGE, reason="the book was built without Python, for want of a network")

PAGE = "exercises/vi/instance_stats.html"
CODE = "print(6 * 7)"
NOTHING_KEPT = """for (const name of ["localStorage", "caches"]) {
    Object.defineProperty(globalThis, name, { get() { throw new DOMException("refused", "SecurityError"); } });
}
"""
LOAD_SMALLEST = """(async () => {
    const folder = new URL(document.documentElement.dataset.inPage, document.baseURI);
    const { contents, listing } = await import(new URL("files.mjs", folder));
    const [file] = (await listing()).groups.base.sort((one, other) => one.bytes - other.bytes);
    return (await contents([file]).get(file.name)).length;
})()"""
NO_WORKERS = "globalThis.Worker = class { constructor() { throw new TypeError('no modules here'); } };\n"


def shipped() -> dict[str, str]:
    """The files that a first Run loads: their addresses below the site, by name."""
    files = json.loads((rendered.IN_PAGE / "files.json").read_text(encoding="utf-8"))["groups"]["base"]
    return {
        file["name"]: (rendered.IN_PAGE / file["path"]).resolve().relative_to(rendered.HTML.resolve()).as_posix()
        for file in files
    }


@contextmanager
def visit(browser, wire: Wire, script: str = "") -> Iterator[Workbench]:
    """A new reader at a workbench, in a browser that has lost what this script takes away."""
    wire.caching = "no-store"
    # A service worker would answer in the place of what is to fail here.
    context = browser.new_context(service_workers="block")
    page = context.new_page()
    page.add_init_script(script)
    try:
        with served(rendered.HTML, wire) as site:
            workbench = Workbench(ChromiumReader(page), site + PAGE)
            workbench.open()
            yield workbench
    finally:
        context.close()


def test_a_file_that_arrives_badly(browser):
    """Is named and refused; each next try asks for that one alone, and goes well where the way is good again."""
    files = shipped()
    name = "pyodide.asm.wasm"
    wire = Wire(cut=files[name])
    with visit(browser, wire) as workbench:
        shown = workbench.run(CODE)
        assert (shown["state"], shown["text"].strip()) == ("error", WORDS["network"].vi.format(file=name))
        before = wire.sent.copy()
        wire.cut, wire.damaged = None, files[name]
        shown = workbench.run(CODE)
        assert (shown["state"], shown["text"].strip()) == ("error", WORDS["damaged"].vi.format(file=name))
        wire.damaged = None
        shown = workbench.run(CODE)
        assert (shown["state"], shown["text"].strip()) == ("done", "42"), shown
    assert set(wire.sent - before) & set(files.values()) == {files[name]}
    assert set(files.values()) <= set(wire.sent)


def test_a_browser_that_keeps_nothing(browser):
    """Says so, and has the files all the same: each time anew."""
    with visit(browser, Wire(), NOTHING_KEPT) as workbench:
        workbench.reader.wait(f"document.body.innerText.includes({json.dumps(WORDS['not_kept'].vi)})")
        sizes = [workbench.reader.evaluate(LOAD_SMALLEST) for _ in range(2)]
    assert sizes[0] == sizes[1] > 0


def test_a_browser_without_modules_in_workers(browser):
    """Is told so when it tries, and the way by notebook."""
    with visit(browser, Wire(), NO_WORKERS) as workbench:
        shown = workbench.run(CODE)
        assert (shown["state"], shown["text"].strip()) == ("error", WORDS["unsupported"].vi)
