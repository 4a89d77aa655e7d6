"""The rendered book as `make book` leaves it: its pages, parsed, and the links between them."""

import json
import posixpath
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup

ROOT = Path(__file__).resolve().parents[2]
HTML = ROOT / "_build" / "html"
IN_PAGE = next((HTML / "in-page").glob("*/"), None)  # what runs Python in the pages, where the build could get it


def pages() -> list[str]:
    """The pages a reader reads, by their path below the site's root."""
    return sorted(
        path.relative_to(HTML).as_posix()
        for folder in ("book", "exercises", "solutions")
        for path in (HTML / folder).glob("*/*.html")
    )


@cache
def soup(page: str) -> BeautifulSoup:
    """The parsed page; parsed once, so leave it as it is."""
    return BeautifulSoup((HTML / page).read_bytes(), "html.parser")


def loaded_addresses(page: str) -> list[str]:
    """Every address that opening the page loads: scripts, styles, pictures, fonts."""
    elements = soup(page).select(
        "script[src], img[src], iframe[src], source[src], link[rel~=stylesheet], link[rel~=preload]"
    )
    return [element.get("src") or element["href"] for element in elements]


def links(page: str) -> list[str]:
    """Every address that the page links to, for readers or, as its twins, for search engines."""
    return [link["href"] for link in soup(page).select("a[href], link[rel~=alternate], link[rel~=icon]")]


def drawings(page: str, width: str) -> list[BeautifulSoup]:
    """What the script of a page, named without its ".html", hands over for a width."""
    script = (HTML / "drawings" / page / f"{width}.js").read_text(encoding="utf-8")
    return [BeautifulSoup(html, "html.parser").svg for html in json.loads(script[len(f'draw("{width}",') : -3])]


def is_external(address: str) -> bool:
    parts = urlsplit(address)
    return bool(parts.netloc) or parts.scheme not in ("", "data")


def target(page: str, address: str) -> str | None:
    """The page or file of the book that a link on `page` leads to, by its path below the root, or None: elsewhere."""
    if urlsplit(address).scheme or is_external(address):
        return None
    path = urlsplit(address).path
    return posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(path))) if path else page


def why_broken(page: str, address: str) -> str | None:
    """Why a link within the book leads nowhere, or None when it leads somewhere."""
    parts = urlsplit(address)
    if parts.scheme == "data":
        return None
    target = (HTML / page).parent / unquote(parts.path) if parts.path else HTML / page
    if not target.is_file():
        return f"{page} links to {address}, and no such file is there"
    if parts.fragment and target.suffix == ".html":
        there = target.resolve().relative_to(HTML.resolve()).as_posix()
        # Where the norm explorer is, it takes what it shows from the address.
        explored = parts.fragment.startswith("explore&") and soup(there).select_one(".tag_norm-explorer")
        if not explored and not soup(there).find(id=unquote(parts.fragment)):
            return f"{page} links to {address}, and no element there has that id"
    return None
