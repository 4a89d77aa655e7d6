"""What the tests of rendered pages share: a browser, and the book on a web server."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

import rendered
from chromium import CHROMIUM, headless
from serving import served


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Headless Chromium; without it these tests are skipped."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed: apt-get install chromium")
    with headless() as browser:
        yield browser


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """The address of the rendered book on a web server of this machine, in a subfolder."""
    with served(rendered.HTML) as address:
        yield address


@pytest.fixture
def page(browser):
    """A new page of a new visitor, who remembers nothing."""
    context = browser.new_context(viewport={"width": 1280, "height": 844})
    yield context.new_page()
    context.close()
