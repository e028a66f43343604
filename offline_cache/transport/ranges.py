# SPDX-License-Identifier: GPL-2.0-or-later
"""Parts of one remote file, each whole or an error: the session that remotezip reads through."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Optional

from ..errors import NetworkError
from .addresses import host_of
from .bodies import length_of
from .faults import changed, cut, login_page, no_ranges, unreadable

if TYPE_CHECKING:
    from requests import Response

    from .transport import Transport

_RANGE = re.compile(r"bytes=(\d+)-(\d*)\Z|bytes=-(\d+)\Z", re.ASCII)
_CONTENT_RANGE = re.compile(r"bytes (\d{1,18})-(\d{1,18})/(\d{1,18}|\*)\Z", re.ASCII)
# The longest member of an archive has under 15 MB packed.
LONGEST = 64 * 1024 * 1024


def content_range(response: Response) -> Optional[tuple[int, int, Optional[int]]]:
    """First byte, last byte and size of the whole file by the head of a 206; None where it does not say."""
    found = _CONTENT_RANGE.match(response.headers.get("Content-Range", "").strip())
    if found is None:
        return None
    first, last = int(found[1]), int(found[2])
    size = None if found[3] == "*" else int(found[3])
    return (first, last, size) if first <= last and (size is None or last < size) else None


def strong(etag: str) -> bool:
    """Whether an ETag says that bytes are the same (RFC 9110, 8.8.3)."""
    return etag.startswith('"') and len(etag) > 1 and etag.endswith('"') and etag.isascii() and etag.isprintable()


class RangeSession:
    """`get` as remotezip calls it, for one file. Each part is read wholly, repeated where it is cut, and checked.

    The file may not change between two parts (`NetworkError` CHANGED). A redirect is followed once: later parts
    are asked for where the first was found.
    """

    def __init__(self, transport: Transport, etag: str = "") -> None:
        self._transport = transport
        self._found: dict[str, str] = {}
        self.etag = etag
        self.size: Optional[int] = None
        """Bytes of the whole file, once a part has come."""
        self.received = 0
        """Bytes of all parts that have come."""

    def get(self, url: str, stream: bool = True, headers: Optional[Mapping[str, str]] = None, **_: Any) -> Response:
        """The part of the file that `Range` in `headers` names; its `raw` is in memory."""
        wanted = dict(headers or {})
        if not _sensible(wanted.get("Range", ""), self.size):
            raise unreadable(host_of(url), "it points to bytes that it does not have")
        wanted["Accept-Encoding"] = "identity"
        if strong(self.etag):
            wanted.setdefault("If-Match", self.etag)
        return self._transport.repeated(lambda: self._part(url, wanted))

    def _part(self, url: str, headers: Mapping[str, str]) -> Response:
        response = self._transport.once(self._found.get(url, url), headers, passed=(416,))
        host = host_of(response.url)
        try:
            length = self._checked(response, headers, host)
        except NetworkError:
            response.close()
            raise
        body = self._transport.content(response, length)
        if len(body) != length:
            raise cut(host)
        self._found[url] = response.url
        self.etag = self.etag or response.headers.get("ETag", "")
        self.received += length
        response.raw = io.BytesIO(body)
        return response

    def _checked(self, response: Response, headers: Mapping[str, str], host: str) -> int:
        """The length of the part in bytes; `NetworkError` where it is not the part asked for of the same file."""
        if response.status_code == 416:
            raise changed(host) if self.size is not None else no_ranges(host)
        if response.status_code != 206:
            page = "html" in response.headers.get("Content-Type", "").lower()
            raise login_page(host) if page else no_ranges(host)
        etag, given = response.headers.get("ETag", ""), content_range(response)
        if etag and self.etag and etag != self.etag:
            raise changed(host)
        if given is None:
            raise no_ranges(host)
        first, last, size = given
        if size is not None and self.size not in (None, size):
            raise changed(host)
        self.size = size if size is not None else self.size
        if not _answers(headers.get("Range", ""), first, last, size) or last - first >= LONGEST:
            raise unreadable(host, "it is another part of the file than was asked for")
        if length_of(response) not in (None, last - first + 1):
            raise cut(host)
        return last - first + 1


def _sensible(asked: str, size: Optional[int]) -> bool:
    """Whether a file of so many bytes can have those that a Range header asks for."""
    found = _RANGE.match(asked)
    if found is None:
        return False
    if found[3] is not None:
        return int(found[3]) > 0
    first = int(found[1])
    return (size is None or first < size) and (found[2] == "" or first <= int(found[2]))


def _answers(asked: str, first: int, last: int, size: Optional[int]) -> bool:
    """Whether the bytes from `first` to `last` are what a Range header asked for; a file may end before it."""
    found = _RANGE.match(asked)
    if found is None:
        return False
    ends = size is not None and last == size - 1
    if found[3] is not None:
        return ends and last - first + 1 == min(last + 1, int(found[3]))
    if first != int(found[1]):
        return False
    return ends if found[2] == "" else last == int(found[2]) or (ends and last < int(found[2]))
