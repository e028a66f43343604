# SPDX-License-Identifier: GPL-2.0-or-later
"""A proxy on this computer that tunnels every host to one server, or does not."""

from __future__ import annotations

import base64
import contextlib
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass
class Tunnel:
    """`behind` is the port that CONNECT leads to; `login` is wanted where it is not empty; `refusal` a status line."""

    behind: int
    login: str = ""
    refusal: bytes = b""
    port: int = 0
    asked: list[str] = field(default_factory=list)

    def talk(self, client: socket.socket) -> None:
        """One connection of a client."""
        with contextlib.suppress(OSError), client:
            head = b""
            while b"\r\n\r\n" not in head:
                head += client.recv(4096)
            self.asked.append(head.decode("latin-1").split("\r\n")[0])
            token = base64.b64encode(self.login.encode())
            if self.login and b"Proxy-Authorization: Basic " + token not in head:
                client.sendall(
                    b'HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="x"\r\n\r\n'
                )
                return
            if self.refusal:
                client.sendall(self.refusal + b"\r\n\r\n")
                return
            with socket.create_connection(("127.0.0.1", self.behind)) as server:
                client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
                back = threading.Thread(target=_pump, args=(server, client), daemon=True)
                back.start()
                _pump(client, server)
                back.join(5)


def _pump(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
    with contextlib.suppress(OSError):
        target.shutdown(socket.SHUT_RDWR)


@contextlib.contextmanager
def tunnelled(tunnel: Tunnel) -> Iterator[Tunnel]:
    """The proxy for the time of a test."""

    def serve() -> None:
        while True:
            try:
                client = listening.accept()[0]
            except OSError:
                return
            threading.Thread(target=tunnel.talk, args=(client,), daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as listening:
        tunnel.port = listening.getsockname()[1]
        threading.Thread(target=serve, daemon=True).start()
        try:
            yield tunnel
        finally:
            with contextlib.suppress(OSError):
                listening.shutdown(socket.SHUT_RDWR)
