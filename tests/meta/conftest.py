"""What the tests of rendered pages share: a browser, and the book on a web server."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

import rendered
from chromium import CHROMIUM, Visitors, headless
from serving import served


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Headless Chromium; without it these tests are skipped."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed: apt-get install chromium-headless-shell")
    with headless() as browser:
        yield browser


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """The address of the rendered book on a web server of this machine, in a subfolder."""
    with served(rendered.HTML) as address:
        yield address


@pytest.fixture(scope="module")
def visitors(browser) -> Iterator[Visitors]:
    """Who come one after the other, in a wide window."""
    context = browser.new_context(viewport={"width": 1280, "height": 844})
    yield Visitors(context)
    context.close()


@pytest.fixture
def page(visitors) -> Iterator[Page]:
    """A new page of a new visitor, who remembers nothing."""
    with visitors.one() as page:
        yield page
