"""`make serve`: the book at an address of this machine, each file as what it is."""

import os
import signal
import subprocess
import sys
import threading
import urllib.request
from pathlib import Path

import pytest

import rendered
import serve

TOOL = Path(serve.__file__)


@pytest.fixture
def served_files(tmp_path):
    """A folder that is served at a free port, and its address."""
    with serve.server_of(tmp_path, port=0) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield tmp_path, f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    "name, kind",
    [
        ("worker.mjs", "text/javascript; charset=utf-8"),
        ("core.wasm", "application/wasm"),
        ("pyodide.mjs.0ca8ab38.bin", "application/octet-stream"),
        ("page.html", "text/html; charset=utf-8"),
    ],
)
def test_a_file_is_what_its_ending_says(served_files, name, kind):
    """A browser runs no module and no wasm that is called otherwise, and this machine may call them anything."""
    folder, address = served_files
    (folder / name).touch()
    with urllib.request.urlopen(address + name, timeout=10) as answer:  # noqa: S310 (an address of our own)
        assert (answer.headers["Content-Type"], answer.headers["Cache-Control"]) == (kind, "no-cache")


def test_where_the_port_is_taken_another_is_free(tmp_path):
    """Two books can be served at once."""
    with serve.server_of(tmp_path, port=0) as one, serve.server_of(tmp_path, port=one.server_port) as other:
        assert other.server_port not in (0, one.server_port)


@pytest.mark.skipif(os.name == "nt", reason="Windows has another way to interrupt a process")
def test_it_says_where_the_book_is_and_ends_when_interrupted():
    """In both languages, and Ctrl+C leaves no traceback."""
    assert (rendered.HTML / "index.html").exists(), "build the book first: make book"
    quiet = {**os.environ, "BROWSER": "true"}  # a command that does nothing
    command = [sys.executable, str(TOOL)]
    with subprocess.Popen(command, env=quiet, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        said = [running.stdout.readline() for _ in ("vi", "en")]
        running.send_signal(signal.SIGINT)
        try:
            rest, complaints = running.communicate(timeout=20)
        finally:
            running.kill()
    assert "Sách ở http://127.0.0.1:" in said[0] and "The book is at http://127.0.0.1:" in said[1]
    assert (running.returncode, rest.strip(), complaints) == (0, "", "")
