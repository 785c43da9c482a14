"""What is fetched from a server on this machine, well-behaved and not."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from dpgraph.documents.fetching import fetch
from dpgraph.errors import InputError


class Answers(BaseHTTPRequestHandler):
    """/page a page, /moved leads to it, /loop to itself, /file to a file, /drip never ends, /big is large."""

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        moved = {"/moved": "/page", "/loop": "/loop", "/file": "file:///etc/hostname", "/ftp": "ftp://localhost/x"}
        if path in moved:
            self.send_response(302)
            self.send_header("Location", moved[path])
            self.end_headers()
        elif path == "/missing":
            self.send_error(404)
        else:
            self._body(path)

    def _body(self, path: str) -> None:
        kinds = {
            "/picture": "image/png",
            "/report.pdf": "application/octet-stream",
            "/notes": "text/plain; charset=utf-8",
        }
        self.send_response(200)
        self.send_header("Content-Type", kinds.get(path, "text/html; charset=utf-8"))
        self.end_headers()
        if path == "/drip":
            try:
                for _ in range(100):
                    self.wfile.write(b"<p>")
                    time.sleep(0.05)
            except OSError:
                return
        self.wfile.write(b"x" * 5000 if path == "/big" else b"<p>Harbor Press runs it.</p>")

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def home() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/news/harbor-press.html?a=1#top", "127-0-0-1-harbor-press.html"),
        ("/moved", "127-0-0-1-page.html"),
        ("/", "127-0-0-1.html"),
        ("/news/", "127-0-0-1-news.html"),
        ("/report.pdf", "127-0-0-1-report.pdf"),
        ("/notes", "127-0-0-1-notes.txt"),
    ],
)
def test_what_is_given_has_a_name_that_fits(home: str, path: str, name: str) -> None:
    fetched = fetch(home + path)
    assert (fetched.name, fetched.data) == (name, b"<p>Harbor Press runs it.</p>")


def test_the_address_is_the_one_that_answered(home: str) -> None:
    assert fetch(f"{home}/moved").url == f"{home}/page"


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/missing", "the server answers 404"),
        ("/loop", "the server answers 302"),
        ("/file", "'file:///etc/hostname' is not allowed"),
        ("/ftp", "the scheme 'ftp' is not fetched"),
        ("/picture", "gives image/png; allowed: pages, plain text"),
    ],
)
def test_what_is_not_a_document_is_told(home: str, path: str, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        fetch(home + path)


def test_neither_size_nor_time_is_without_end(home: str) -> None:
    with pytest.raises(InputError, match="allowed: up to"):
        fetch(f"{home}/big", most=1000)
    with pytest.raises(InputError, match="no complete answer within 0 seconds"):
        fetch(f"{home}/drip", seconds=0.2)


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("file:///etc/hostname", "the scheme 'file' is not fetched"),
        ("ftp://example.org/a", "the scheme 'ftp'"),
        ("http:///page", "names no host"),
        ("http://127.0.0.1:1/page", "cannot be reached"),
        ("http://127.0.0.1:99999/page", "cannot be"),
    ],
)
def test_what_is_no_address_is_told(url: str, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        fetch(url)
