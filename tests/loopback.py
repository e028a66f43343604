# SPDX-License-Identifier: GPL-2.0-or-later
"""A plain server on this computer, and a proxy before it, for tests of how QGIS sends."""

from __future__ import annotations

import contextlib
import gzip
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit
from urllib.request import ProxyHandler, Request, build_opener

from tests.pace import HOUR

MEBIBYTE = b"x" * (1 << 20)


class Loopback(ThreadingHTTPServer):
    """Answers by path; `seen` are the requests (method, target, headers, body)."""

    daemon_threads = True

    def __init__(self, handler: type[BaseHTTPRequestHandler]) -> None:
        super().__init__(("127.0.0.1", 0), handler)
        self.seen: list[tuple[str, str, dict[str, str], bytes]] = []
        self.ended = threading.Event()

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that went away is what some tests are about."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Loopback

    def log_message(self, format: str, *args: object) -> None:
        """Be quiet."""

    def _note(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.seen.append((self.command, self.path, dict(self.headers.items()), body))

    def _send(self, status: int, body: bytes, *headers: tuple[str, str]) -> None:
        self.send_response(status)
        for name, value in (*headers, ("Content-Length", str(len(body)))):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


class Plain(_Handler):
    """What a server can do."""

    def do_GET(self) -> None:
        """Answer by the path."""
        self._note()
        path = self.path
        if path.startswith("/redirect"):
            target = "/ranges" if path == "/redirect" else f"{self.server.address}/ranges"
            self._send(302, b"", ("Location", target), ("Set-Cookie", "a=1; Path=/"), ("Set-Cookie", "b=2; Path=/"))
        elif path == "/ranges":
            self._send(206 if "Range" in self.headers else 200, b"abcd", ("Content-Range", "bytes 0-3/10"))
        elif path == "/gzip":
            self._send(200, gzip.compress(b"packed once"), ("Content-Encoding", "gzip"))
        elif path == "/slow":
            self.server.ended.wait(HOUR)
        elif path == "/cut":
            self.send_response(200)
            self.send_header("Content-Length", "1000")
            self.end_headers()
            self.wfile.write(b"abc")
            self.wfile.flush()
            self.connection.shutdown(socket.SHUT_RDWR)
        elif path == "/large":
            self._send(200, MEBIBYTE * 96)
        elif path == "/endless":
            self.send_response(200)
            self.end_headers()
            self.close_connection = True
            while True:
                self.wfile.write(MEBIBYTE)
        else:
            self._send(404, b"Not Found")

    def do_POST(self) -> None:
        """Give back what was sent."""
        self._note()
        self._send(200, self.server.seen[-1][3])


class Proxy(_Handler):
    """Fetches for others, whatever host they name, from the server that `behind` is set to."""

    behind = ""

    def do_GET(self) -> None:
        """Fetch the path from the server behind."""
        self._note()
        parts = urlsplit(self.path)
        opener = build_opener(ProxyHandler({}))
        with opener.open(Request(self.behind + parts.path, headers={"Range": "bytes=0-3"}), timeout=600) as answer:
            self._send(answer.status, answer.read(), ("Via", "test"))


@contextlib.contextmanager
def served(handler: type[BaseHTTPRequestHandler]) -> Iterator[Loopback]:
    """A server in a thread, until the end."""
    server = Loopback(handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.ended.set()
        server.shutdown()
        server.server_close()
        thread.join()
