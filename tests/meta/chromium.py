"""The browser that tests and benchmarks look at the book with."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

# All of them are one browser; the shell alone draws no window around the page, which costs more than the page itself.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, NAMES)), None)


@contextmanager
def headless() -> Iterator[Browser]:
    """Headless Chromium while the block runs."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


class Visitors:
    """Visitors who come one after the other, each to a page of their own, and find nothing of those before them.

    A context for each would cost twice as much as all that a test does in it: its processes are started anew.
    """

    def __init__(self, context: BrowserContext) -> None:
        self._context = context
        self._devtools = context.new_cdp_session(context.new_page())

    @contextmanager
    def one(self) -> Iterator[Page]:
        """The page of a new visitor while the block runs; afterwards nothing is stored, cached, allowed or cut off."""
        page = self._context.new_page()
        yield page
        page.close()
        self._context.set_offline(False)
        self._context.clear_permissions()
        self._devtools.send("Network.clearBrowserCache")
        self._devtools.send("Storage.clearDataForOrigin", {"origin": "*", "storageTypes": "all"})


def first_visit(page: Page, address: str) -> list[int]:
    """Open an address, and return how many bytes came over the wire for each request."""
    sizes: list[int] = []
    page.on("requestfinished", lambda request: sizes.append(request.sizes()["responseBodySize"]))
    page.goto(address, wait_until="networkidle")
    return sizes
