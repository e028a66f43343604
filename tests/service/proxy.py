# SPDX-License-Identifier: GPL-2.0-or-later
"""A loopback HTTP proxy: passes on plain requests and CONNECT tunnels, counts them, may ask for a password."""

from __future__ import annotations

import base64
import selectors
import socket
import threading
from email.message import Message
from http.server import BaseHTTPRequestHandler
from types import TracebackType
from typing import Any, Optional
from urllib.parse import urlsplit

from .messages import Answer, Entry, Log, Request
from .sending import send
from .server import LOOPBACK, Server

_BLOCK = 1 << 16
_HOP = ("proxy-connection", "proxy-authorization", "connection", "keep-alive")


class Proxy:
    """`with service.proxy(user=..., password=...) as proxy:`; `.url`, `.port`, `.count`; its log entries: "proxy"."""

    def __init__(self, log: Log, user: str = "", password: str = "") -> None:
        self.log = log
        self.expected = "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode() if user else ""
        self._server = _ProxyServer((LOOPBACK, 0), self)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self.stopping = threading.Event()

    @property
    def port(self) -> int:
        """The port on 127.0.0.1."""
        return self._server.server_address[1]

    @property
    def url(self) -> str:
        """Its address, without user and password."""
        return f"http://{LOOPBACK}:{self.port}"

    @property
    def count(self) -> int:
        """How many requests and tunnels it has passed on (those it refused are in the log with 407)."""
        return sum(entry.status != 407 for entry in self.log.of("proxy"))

    def start(self) -> Proxy:
        """Listen."""
        self._thread.start()
        return self

    def stop(self) -> None:
        """Stop listening and close every connection."""
        self.stopping.set()
        self._server.shutdown()
        self._server.server_close()
        self._server.close_connections()

    def __enter__(self) -> Proxy:
        return self.start()

    def __exit__(self, kind: Optional[type], error: Optional[BaseException], trace: Optional[TracebackType]) -> None:
        self.stop()


class _ProxyServer(Server):
    def __init__(self, address: tuple[str, int], proxy: Proxy) -> None:
        self.proxy = proxy
        super().__init__(address, _Handler)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    timeout = 120
    server: _ProxyServer

    def do_GET(self) -> None:
        """Pass a request on, or refuse it with 407; the target of a plain one is a whole address."""
        proxy = self.server.proxy
        length = self.headers.get("content-length", "")
        body = self.rfile.read(int(length)) if length.isdigit() else b""
        headers = {name.lower(): value for name, value in self.headers.items()}
        target = urlsplit(f"//{self.path}" if self.command == "CONNECT" else self.path)
        entry = Entry(self.command, "proxy", target.path or self.path, target.query, headers)
        proxy.log.add(entry)
        if proxy.expected and headers.get("proxy-authorization") != proxy.expected:
            self._refuse(Request(self.command, "proxy", target.path, target.query, headers), entry)
            return
        self.close_connection = True
        entry.status = 200
        address = (target.hostname or "", target.port or (443 if self.command == "CONNECT" else 80))
        try:
            beyond = socket.create_connection(address, 30)
        except OSError:
            entry.status = 502
            send(self.connection, Request("GET", "proxy", "", "", {}), Answer(502), entry, proxy.stopping)
            return
        with beyond:
            if self.command == "CONNECT":
                self.connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            else:
                path = (target.path or "/") + (f"?{target.query}" if target.query else "")
                beyond.sendall(_head(f"{self.command} {path} HTTP/1.1", self.headers) + body)
            _pipe(self.connection, beyond, entry, proxy.stopping)

    do_POST = do_HEAD = do_PUT = do_DELETE = do_OPTIONS = do_CONNECT = do_GET

    def _refuse(self, request: Request, entry: Entry) -> None:
        entry.status = 407
        answer = Answer(407, b"", {"Proxy-Authenticate": 'Basic realm="stand-in proxy"'})
        send(self.connection, request, answer, entry, self.server.proxy.stopping)

    def log_message(self, format: str, *arguments: Any) -> None:
        """Nothing on standard error."""


def _head(line: str, headers: Message) -> bytes:
    lines = [line, *(f"{name}: {value}" for name, value in headers.items() if name.lower() not in _HOP)]
    return ("\r\n".join([*lines, "Connection: close"]) + "\r\n\r\n").encode("latin-1")


def _pipe(client: socket.socket, beyond: socket.socket, entry: Entry, stopping: threading.Event) -> None:
    """Carry bytes both ways until one side ends; those to the client are counted."""
    with selectors.DefaultSelector() as selector:
        selector.register(client, selectors.EVENT_READ, beyond)
        selector.register(beyond, selectors.EVENT_READ, client)
        while not stopping.is_set():
            for key, _ in selector.select(0.2):
                source: Any = key.fileobj
                block = source.recv(_BLOCK)
                if not block:
                    return
                entry.sent += len(block) if key.data is client else 0
                key.data.sendall(block)
