# SPDX-License-Identifier: GPL-2.0-or-later
"""One host of the stand-in: HTTP/1.1 with keep-alive on a loopback port, a thread a connection."""

from __future__ import annotations

import socket
import ssl
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Optional
from urllib.parse import urlsplit

from .altering import answered
from .faults import Faults, Kind
from .messages import Answer, Entry, Log, Request
from .sending import reset, send

Site = Callable[[Request], Answer]
LOOPBACK = "127.0.0.1"


@dataclass
class Wiring:
    """What all hosts share; `latency` is a pause in seconds before every answer."""

    faults: Faults = field(default_factory=Faults)
    log: Log = field(default_factory=Log)
    stopping: threading.Event = field(default_factory=threading.Event)
    latency: float = 0.0
    elsewhere: str = ""
    plain: str = ""
    tls: Optional[ssl.SSLContext] = None

    def silent(self) -> Wiring:
        """The same end, but no faults and a log of its own."""
        return Wiring(stopping=self.stopping)


class Host:
    """A kind of host with its site and its port; can stop listening and listen again on the same port."""

    def __init__(self, kind: str, site: Site, wiring: Wiring, secure: bool = True) -> None:
        self.kind, self.site, self.wiring = kind, site, wiring
        self.tls = wiring.tls if secure else None
        self.port = 0
        self._server: Optional[_HostServer] = None
        self._thread: Optional[threading.Thread] = None

    @property
    def url(self) -> str:
        """Scheme, address and port without a trailing slash."""
        return f"{'https' if self.tls else 'http'}://{LOOPBACK}:{self.port}"

    def start(self, port: int = 0) -> None:
        """Listen; on the port of last time if there was one."""
        server = _HostServer((LOOPBACK, port or self.port), self)
        self.port = server.server_address[1]
        self._server = server
        self._thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop listening and close every connection."""
        server, self._server = self._server, None
        if server is not None and self._thread is not None:
            server.shutdown()
            server.server_close()
            server.close_connections()
            self._thread.join()


class Server(ThreadingHTTPServer):
    """Threads for connections, all of which can be closed at once."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def __init__(self, address: tuple[str, int], handler: type[BaseHTTPRequestHandler]) -> None:
        self._open: set[Any] = set()
        self._lock = threading.Lock()
        super().__init__(address, handler)

    def server_bind(self) -> None:
        """Bind without asking for the machine's name, which can take seconds."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()

    def get_request(self) -> tuple[Any, Any]:
        """Accept, and remember what is open."""
        connection, peer = super().get_request()
        connection = self.wrapped(connection)
        with self._lock:
            self._open.add(connection)
        return connection, peer

    def wrapped(self, connection: socket.socket) -> socket.socket:
        """The connection as it is spoken with."""
        return connection

    def shutdown_request(self, request: Any) -> None:
        """Close one connection."""
        with self._lock:
            self._open.discard(request)
        super().shutdown_request(request)

    def close_connections(self) -> None:
        """Wake every thread that waits for a client."""
        with self._lock:
            left = list(self._open)
        for connection in left:
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no news; anything else is printed as usual."""
        if not isinstance(sys.exc_info()[1], (OSError, ValueError)):
            super().handle_error(request, client_address)


class _HostServer(Server):
    def __init__(self, address: tuple[str, int], host: Host) -> None:
        self.host = host
        super().__init__(address, _Handler)

    def wrapped(self, connection: socket.socket) -> socket.socket:
        """With TLS where the host has it; the handshake is left to the connection's own thread."""
        if self.host.tls is None:
            return connection
        return self.host.tls.wrap_socket(connection, server_side=True, do_handshake_on_connect=False)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    timeout = 120
    server: _HostServer

    def do_GET(self) -> None:
        """Any request: read it, let its fault strike, answer, log."""
        host, wiring = self.server.host, self.server.host.wiring
        request, entry = self._read()
        wiring.log.add(entry)
        wiring.stopping.wait(wiring.latency)
        if request.hit(Kind.RESET):
            self.close_connection = True
            reset(self.connection)
            return
        if request.hit(Kind.SLOW_HEADERS):
            wiring.stopping.wait(request.fault.seconds if request.fault else 0)
        answer = answered(request, host.site, wiring.elsewhere, wiring.plain)
        entry.status = answer.status
        keep = send(self.connection, request, answer, entry, wiring.stopping)
        self.close_connection = self.close_connection or not keep

    do_POST = do_HEAD = do_PUT = do_DELETE = do_OPTIONS = do_PATCH = do_GET

    def _read(self) -> tuple[Request, Entry]:
        """The request with its fault, and its entry for the log."""
        headers = {name.lower(): value for name, value in self.headers.items()}
        length = headers.get("content-length", "")
        body = self.rfile.read(int(length)) if length.isdigit() else b""
        parts = urlsplit(self.path)
        kind, faults = self.server.host.kind, self.server.host.wiring.faults
        fault = faults.strike(self.command, kind, parts.path)
        request = Request(self.command, kind, parts.path, parts.query, headers, body, fault, self.requestline)
        entry = Entry(self.command, kind, parts.path, parts.query, headers, fault=fault.kind if fault else None)
        return request, entry

    def log_message(self, format: str, *arguments: Any) -> None:
        """Nothing on standard error: the service has its own log."""
