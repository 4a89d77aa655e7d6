"""The rendered book on a web server of this machine, below a folder as GitHub Pages has it, compressed as hosts do."""

import gzip
import mimetypes
import socket
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

FOLDER = "/course/"
TEXT = (".html", ".css", ".js", ".mjs", ".svg", ".json", ".xml", ".ipynb", ".txt")


@dataclass
class Wire:
    """What goes wrong on the way, for addresses that end so, and how many bytes of each file were sent."""

    damaged: str | None = None  # one byte of it arrives as another
    cut: str | None = None  # the connection ends in the middle of it
    caching: str = "max-age=600"  # as on GitHub's pages
    sent: Counter[str] = field(default_factory=Counter)


class Server(ThreadingHTTPServer):
    """A server that hangs up when it stops, as one that is gone does: connections that were kept open end, too."""

    daemon_threads = True

    def __init__(self, *args) -> None:
        super().__init__(*args)
        self.connections: list[socket.socket] = []

    def get_request(self) -> tuple[socket.socket, object]:
        connection, address = super().get_request()
        self.connections.append(connection)
        return connection, address

    def handle_error(self, *args) -> None:
        """A reader who goes away in the middle is no fault."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(*args)

    def server_close(self) -> None:
        super().server_close()
        for connection in self.connections:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


@contextmanager
def served(site: Path, wire: Wire | None = None) -> Iterator[str]:
    """The address at which `site` stands while the block runs."""
    wire = wire or Wire()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path = unquote(urlsplit(self.path).path)
            file = site / path.removeprefix(FOLDER)
            if path.endswith("/"):
                file /= "index.html"
            found = path.startswith(FOLDER) and file.is_file() and file.resolve().is_relative_to(site.resolve())
            body = file.read_bytes() if found else (site / "404.html").read_bytes()
            self.send_response(200 if found else 404)
            self.send_header("Content-Type", mimetypes.guess_type(file.name)[0] or "application/octet-stream")
            self.send_header("Cache-Control", wire.caching)
            if file.suffix in TEXT or not found:
                body = gzip.compress(body)
                self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if wire.damaged and path.endswith(wire.damaged):
                body = body[:-1] + bytes([body[-1] ^ 1])
            if wire.cut and path.endswith(wire.cut):
                body = body[: len(body) // 2]
                self.close_connection = True
            wire.sent[path.removeprefix(FOLDER)] += len(body)
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            pass

    server = Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}{FOLDER}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
