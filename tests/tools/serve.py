"""Serve the built book on this machine and open it: `python tests/tools/serve.py`, the last part of `make serve`.

From a folder (`file://`) a browser lets a page start no Python, and keeps nothing for reading without a network.
"""

import os
import signal
import sys
import webbrowser
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

from grader.text import Text

SITE = Path(__file__).resolve().parents[2] / "_build" / "html"

# Browsers keep a reader's answers by address, port included, so it is the same one every time where it is free.
PORT = 8765

NOT_BUILT = Text(
    vi="Chưa có sách trong {site}. Hãy dựng sách trước: make book.",
    en="There is no book in {site} yet. Build it first: make book.",
)
OPEN = Text(vi="Sách ở {address} (nhấn Ctrl+C để dừng).", en="The book is at {address} (press Ctrl+C to stop).")


class Handler(SimpleHTTPRequestHandler):
    """Serves files, each as what it is, whatever this machine says of its ending, and always the newest."""

    extensions_map: ClassVar = {
        "": "application/octet-stream",
        ".css": "text/css; charset=utf-8",
        ".html": "text/html; charset=utf-8",
        ".ico": "image/x-icon",
        ".ipynb": "application/x-ipynb+json",
        ".js": "text/javascript; charset=utf-8",
        ".json": "application/json",
        ".mjs": "text/javascript; charset=utf-8",
        ".png": "image/png",
        ".py": "text/x-python; charset=utf-8",
        ".svg": "image/svg+xml",
        ".txt": "text/plain; charset=utf-8",
        ".wasm": "application/wasm",
        ".woff2": "font/woff2",
        ".xml": "application/xml",
    }
    protocol_version = "HTTP/1.1"

    def end_headers(self) -> None:
        """Have the browser ask each time whether a file has changed."""
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def log_message(self, *args: object) -> None:
        """Say nothing of single requests."""


class Server(ThreadingHTTPServer):
    """Ends at once, also while a browser holds a connection open."""

    daemon_threads = True
    # On Windows this option lets two servers share a port.
    allow_reuse_address = os.name == "posix"


def server_of(site: Path, port: int = PORT) -> Server:
    """A server of `site` that only this machine can reach, at this port or, where that is taken, at a free one."""

    def handler(*args: object) -> Handler:
        return Handler(*args, directory=str(site))

    try:
        return Server(("127.0.0.1", port), handler)
    except OSError:
        return Server(("127.0.0.1", 0), handler)


def open_in_browser(address: str) -> None:
    """Open the address, unless the only browser is one that would take over this terminal."""
    try:
        browser = webbrowser.get()
    except webbrowser.Error:
        return
    if type(browser) is not webbrowser.GenericBrowser:
        browser.open(address)


def main() -> int:
    if not (SITE / "index.html").exists():
        print(f"{NOT_BUILT.vi}\n{NOT_BUILT.en}".format(site=SITE), file=sys.stderr)
        return 1
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell starts what runs in the background without
    try:
        with server_of(SITE) as server:
            address = f"http://127.0.0.1:{server.server_port}/"
            print(f"{OPEN.vi}\n{OPEN.en}".format(address=address), flush=True)
            open_in_browser(address)
            server.serve_forever()
    except KeyboardInterrupt:
        print()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
