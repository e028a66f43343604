# SPDX-License-Identifier: GPL-2.0-or-later
"""A server on this computer that sends exactly the bytes it was told to, and breaks off where it was told to."""

from __future__ import annotations

import contextlib
import enum
import gzip
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Union

from offline_cache.transport import Addresses


class Then(enum.Enum):
    """What follows the bytes of an answer."""

    KEEP = "the connection is kept for the next request"
    CLOSE = "closed in good order"
    RESET = "reset"
    STALL = "nothing more, until the server ends"


@dataclass(frozen=True)
class Said:
    """The bytes of an answer; with `pause`, `step` after `step` of them, so many seconds apart."""

    data: bytes
    then: Then = Then.KEEP
    pause: float = 0.0
    step: int = 1


@dataclass(frozen=True)
class Asked:
    """A request as it came."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes
    connection: int
    at: float


Answer = Union[Said, Callable[[Asked], Said]]


def said(status: int = 200, body: bytes = b"", then: Then = Then.KEEP, **headers: str) -> Said:
    """An answer with its right length; `Content_Type="..."` is a header, and so can `Content_Length` be."""
    fields = {"Content-Length": str(len(body)), **{name.replace("_", "-"): text for name, text in headers.items()}}
    lines = "".join(f"{name}: {text}\r\n" for name, text in fields.items() if text)
    return Said(f"HTTP/1.1 {status} x\r\n{lines}\r\n".encode("latin-1") + body, then)


def zipped(body: bytes, cut: int = 0) -> Said:
    """An answer packed by gzip, without its last `cut` bytes but with the right length for the rest."""
    packed = gzip.compress(body)
    return said(200, packed[: len(packed) - cut], Content_Encoding="gzip")


@dataclass
class Wire:
    """Gives the answers in turn, the last one for ever; `asked` are the requests."""

    answers: list[Answer]
    asked: list[Asked] = field(default_factory=list)
    gone: threading.Event = field(default_factory=threading.Event)
    """Set when a client has closed a connection that stalls."""
    connections: int = 0
    url: str = ""
    _stop: threading.Event = field(default_factory=threading.Event)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def addresses(self) -> Addresses:
        """Every service here, at paths of its own."""
        return Addresses(self.url, self.url + "/store", self.url + "/api", self.url + "/ons", self.url + "/postcodes")

    def serve(self, listening: socket.socket, context: Union[ssl.SSLContext, None]) -> None:
        """Take connections until the end."""
        while not self._stop.is_set():
            try:
                connection = listening.accept()[0]
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._talk, args=(connection, context, self.connections), daemon=True).start()

    def stop(self) -> None:
        """Let every stalling connection end."""
        self._stop.set()

    def _talk(self, connection: socket.socket, context: Union[ssl.SSLContext, None], number: int) -> None:
        with contextlib.suppress(OSError, ValueError), connection:
            if context is not None:
                connection = context.wrap_socket(connection, server_side=True)
            with connection, connection.makefile("rb") as stream:
                while self._answer(connection, stream, number):
                    pass

    def _answer(self, connection: socket.socket, stream: object, number: int) -> bool:
        request = _read(stream, number)
        if request is None:
            return False
        with self._lock:
            self.asked.append(request)
            answer = self.answers[min(len(self.asked), len(self.answers)) - 1]
        answer = answer if isinstance(answer, Said) else answer(request)
        _say(connection, answer, self._stop)
        if answer.then is Then.RESET:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        if answer.then is Then.STALL:
            self._stall(connection)
        if answer.then is Then.CLOSE:
            connection.shutdown(socket.SHUT_RDWR)
        return answer.then is Then.KEEP

    def _stall(self, connection: socket.socket) -> None:
        connection.settimeout(0.05)
        while not self._stop.is_set():
            try:
                if not connection.recv(1):
                    break
            except socket.timeout:
                continue
            except OSError:
                break
        self.gone.set()


def _say(connection: socket.socket, answer: Said, stop: threading.Event) -> None:
    if not answer.pause:
        connection.sendall(answer.data)
        return
    for position in range(0, len(answer.data), answer.step):
        connection.sendall(answer.data[position : position + answer.step])
        if stop.wait(answer.pause):
            return


def _read(stream: object, number: int) -> Union[Asked, None]:
    first = stream.readline().decode("latin-1").split()  # type: ignore[attr-defined]
    if len(first) != 3:
        return None
    headers: dict[str, str] = {}
    while line := stream.readline().strip().decode("latin-1"):  # type: ignore[attr-defined]
        name, _, text = line.partition(":")
        headers[name.lower()] = text.strip()
    body = stream.read(int(headers.get("content-length", "0")))  # type: ignore[attr-defined]
    return Asked(first[0], first[1], headers, body, number, time.monotonic())


@contextlib.contextmanager
def wired(*answers: Answer, context: Union[ssl.SSLContext, None] = None) -> Iterator[Wire]:
    """A server for the time of a test."""
    wire = Wire(list(answers))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        scheme, host = ("https", "localhost") if context else ("http", "127.0.0.1")
        wire.url = f"{scheme}://{host}:{listening.getsockname()[1]}"
        threading.Thread(target=wire.serve, args=(listening, context), daemon=True).start()
        try:
            yield wire
        finally:
            wire.stop()
            with contextlib.suppress(OSError):
                listening.shutdown(socket.SHUT_RDWR)
