"""The rendered book on a web server of this machine, below a folder as GitHub Pages has it, compressed as hosts do."""

import gzip
import mimetypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

FOLDER = "/course/"
TEXT = (".html", ".css", ".js", ".mjs", ".svg", ".json", ".xml", ".ipynb", ".txt")


@contextmanager
def served(site: Path) -> Iterator[str]:
    """The address at which `site` stands while the block runs."""

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
            self.send_header("Cache-Control", "max-age=600")
            if file.suffix in TEXT or not found:
                body = gzip.compress(body)
                self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}{FOLDER}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
