"""What was read is there without a network, and nothing old is shown with one."""

import shutil

import pytest

import rendered
from serving import served

CHAPTER = "book/vi/formula.html"
OTHER_CHAPTER = "book/vi/introduction.html"


@pytest.fixture
def reader(page):
    """A new visitor, whose network can be cut."""
    page.set_default_timeout(20_000)
    return page


def kept_addresses(page) -> list[str]:
    """Everything that the service worker keeps, by its path below the site's root, `?v=` and all."""
    keys = "caches.open('book').then((cache) => cache.keys()).then((keys) => keys.map(({ url }) => url))"
    root = page.evaluate("new URL(document.documentElement.dataset.root + '/', location).href")
    return sorted(address.removeprefix(root) for address in page.evaluate(keys))


# A predicate of Playwright's own that returns a promise would be taken for true.
UNTIL_KEPT = """async (address) => {
    for (let tries = 0; tries < 1000; tries += 1) {
        const keys = await (await caches.open("book")).keys();
        if (navigator.serviceWorker.controller && keys.some(({ url }) => url.startsWith(address))) return;
        await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error(`${address} is not kept`);
}"""


def read(page, address: str, *, waits_for: str = "") -> None:
    """Open a page, and stay until the service worker has kept it, or a file that it keeps with it."""
    page.goto(address)
    page.evaluate(UNTIL_KEPT, waits_for or address)


def test_the_first_page_read_opens_without_a_network(reader, site):
    """It was loaded before there was a service worker; its styles, fonts and scripts are kept with it."""
    read(reader, site + CHAPTER, waits_for=f"{site}_static/course-math.woff2")
    read(reader, site + CHAPTER, waits_for=f"{site}_static/course.css")
    reader.context.set_offline(True)
    failed = []
    reader.on("requestfailed", lambda request: failed.append(request.url))
    reader.goto(site + CHAPTER)
    assert reader.evaluate("document.documentElement.classList.contains('script')")
    assert reader.evaluate("document.fonts.ready.then(() => document.fonts.check('16px \"Course Math\"'))")
    assert failed == []


def test_a_page_that_was_not_read_is_not_made_up(reader, site):
    """Without a network the browser says that there is none."""
    read(reader, site + CHAPTER)
    reader.context.set_offline(True)
    with pytest.raises(Exception, match="ERR_"):
        reader.goto(site + OTHER_CHAPTER)


def test_the_book_is_searched_without_a_network(reader, site):
    """From the second page on, in the language of that page."""
    read(reader, site + CHAPTER)
    read(reader, site + OTHER_CHAPTER, waits_for=f"{site}search-vi.js")
    reader.context.set_offline(True)
    reader.keyboard.press("Control+k")
    reader.locator("dialog input").fill("phuong sai")
    assert "/vi/" in reader.locator(".search-results a").first.get_attribute("href")


@pytest.fixture
def small_site(tmp_path):
    """A folder with a chapter and what it loads, and its address."""
    for name in (CHAPTER, "service-worker.js", "_static"):
        copy = shutil.copytree if (rendered.HTML / name).is_dir() else shutil.copyfile
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        copy(rendered.HTML / name, tmp_path / name)
    with served(tmp_path) as site:
        yield tmp_path, site


def test_with_a_network_the_newest_is_shown(reader, small_site):
    """A page that changed on the server is not answered from what is kept."""
    folder, site = small_site
    read(reader, site + CHAPTER)
    page = folder / CHAPTER
    page.write_text(page.read_text(encoding="utf-8").replace("<title>", "<title>New: "), encoding="utf-8")
    reader.goto(site + CHAPTER)  # not reload, which asks anew by itself
    assert reader.title().startswith("New: ")


def test_a_page_of_an_older_edition_finds_its_modules(reader, small_site):
    """Without a network it gets those of the edition that is kept."""
    folder, site = small_site
    read(reader, site + CHAPTER)
    file = folder / "in-page/2/some.mjs"
    file.parent.mkdir(parents=True)
    file.write_text("export const edition = 2;", encoding="utf-8")
    reader.evaluate("(address) => fetch(address)", site + "in-page/2/some.mjs")
    reader.evaluate(UNTIL_KEPT, site + "in-page/2/some.mjs")
    reader.context.set_offline(True)
    found = reader.evaluate("(address) => import(address).then(({ edition }) => edition)", site + "in-page/1/some.mjs")
    assert found == 2


@pytest.mark.parametrize(
    "old, new",
    [("_static/course.css?v=1", "_static/course.css?v=2"), ("in-page/1/old.mjs", "in-page/2/new.mjs")],
)
def test_another_edition_takes_the_place_of_the_old_one(reader, small_site, old, new):
    """An update of the book leaves nothing behind of what it replaced."""
    folder, site = small_site
    read(reader, site + CHAPTER)
    for name in (old, new):
        file = folder / name.partition("?")[0]
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
        reader.evaluate("(address) => fetch(address)", site + name)
        reader.evaluate(UNTIL_KEPT, site + name)
    assert old not in kept_addresses(reader)


def test_what_others_keep_is_left_alone(reader, site):
    """The parts of Python, kept by their hash, stand in no second place."""
    read(reader, site + CHAPTER)
    for name in ("python/NOTICES.txt", CHAPTER):
        reader.evaluate("(address) => fetch(address)", site + name)
    assert [address for address in kept_addresses(reader) if address.startswith("python/")] == []
