# SPDX-License-Identifier: GPL-2.0-or-later
"""What goes over the wire: a request as read, an answer before it is sent, and the log of both."""

from __future__ import annotations

import fnmatch
import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Optional, Union
from urllib.parse import parse_qs

from .faults import Fault, Kind


@dataclass(frozen=True)
class Piece:
    """A stretch of a file, sent without reading it whole: bytes `start` (counted from 0) on."""

    path: Path
    start: int
    length: int


Body = Union[bytes, Piece]


@dataclass(frozen=True)
class Request:
    """One request; `path` is decoded of nothing, `query` still encoded, `headers` in small letters."""

    method: str
    host: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes = b""
    fault: Optional[Fault] = None
    line: str = ""

    def hit(self, kind: Kind) -> bool:
        """True if the fault that is switched on for this request is of this kind."""
        return self.fault is not None and self.fault.kind is kind

    def parameters(self) -> dict[str, str]:
        """Query and form body as one mapping; of a repeated name the last value."""
        return {name: values[-1] for name, values in self.values().items()}

    def values(self) -> dict[str, list[str]]:
        """Query and form body, every value of a name."""
        found = parse_qs(self.query, keep_blank_values=True)
        if self.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
            found.update(parse_qs(self.body.decode("utf-8", "replace"), keep_blank_values=True))
        return found

    def cookies(self) -> dict[str, str]:
        """The cookies sent."""
        pairs = (part.strip().partition("=") for part in self.headers.get("cookie", "").split(";"))
        return {name: value for name, _, value in pairs if name}


@dataclass(frozen=True)
class Answer:
    """Status, headers and body; Content-Length is added when it is sent."""

    status: int
    body: Body = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    gzip: bool = False

    @property
    def size(self) -> int:
        """Bytes of the body."""
        return self.body.length if isinstance(self.body, Piece) else len(self.body)

    def content(self) -> bytes:
        """The body in memory."""
        if isinstance(self.body, bytes):
            return self.body
        with self.body.path.open("rb") as file:
            file.seek(self.body.start)
            return file.read(self.body.length)


def json_answer(value: Any, status: int = 200, content_type: str = "application/json") -> Answer:
    """JSON without spaces, compressed for clients that accept gzip."""
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    return Answer(status, body, {"Content-Type": content_type}, gzip=True)


def empty(status: int) -> Answer:
    """An answer without a body, as the real API gives for most errors."""
    return Answer(status, b"", {"Content-Type": "text/html; charset=utf-8"})


def not_found() -> Answer:
    """The API's `Not Found` as plain text."""
    return Answer(404, b"Not Found", {"Content-Type": "text/plain"})


def page(title: str, inside: str, status: int = 200, headers: Optional[Mapping[str, str]] = None) -> Answer:
    """An HTML page."""
    head = f"<!DOCTYPE html>\n<html><head><title>{title}</title></head>"
    text = f"{head}<body>\n<h1>{title}</h1>\n{inside}\n</body></html>\n"
    return Answer(status, text.encode(), {"Content-Type": "text/html; charset=utf-8", **(headers or {})}, gzip=True)


def redirect(location: str) -> Answer:
    """302 to another address."""
    return Answer(302, b"", {"Content-Type": "text/html; charset=utf-8", "Location": location})


@dataclass
class Entry:
    """One request in the log; `sent` counts bytes of the body on the wire, `fault` is what struck it."""

    method: str
    host: str
    path: str
    query: str
    headers: Mapping[str, str]
    status: int = 0
    sent: int = 0
    fault: Optional[Kind] = None


class Log:
    """The requests in the order in which they were answered; may be read while the service runs."""

    def __init__(self) -> None:
        self._entries: list[Entry] = []
        self._lock = threading.Lock()

    def add(self, entry: Entry) -> None:
        """Append one."""
        with self._lock:
            self._entries.append(entry)

    def of(self, host: str = "*", path: str = "*") -> list[Entry]:
        """The requests to a host kind (data, store, api, ons, postcodes, elsewhere, proxy) and a path pattern."""
        with self._lock:
            found = list(self._entries)
        return [e for e in found if fnmatch.fnmatchcase(e.host, host) and fnmatch.fnmatchcase(e.path, path)]

    def sent(self, host: str = "*", path: str = "*") -> int:
        """Bytes of body sent to these requests."""
        return sum(entry.sent for entry in self.of(host, path))

    def clear(self) -> None:
        """Forget all."""
        with self._lock:
            self._entries.clear()

    def __len__(self) -> int:
        return len(self.of())
