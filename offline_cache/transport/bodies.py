# SPDX-License-Identifier: GPL-2.0-or-later
"""The body of an answer: bounded, whole, in time, decoded once."""

from __future__ import annotations

import logging
import re
import time
import zlib
from collections.abc import Callable, Generator, Iterable, Iterator
from typing import TYPE_CHECKING, Optional

from ..errors import LongAnswer
from .addresses import host_of
from .exceptions import network_error, raised_by_libraries
from .faults import cut, too_long, unreadable
from .pacer import refuse_cancelled

if TYPE_CHECKING:
    from requests import Response

    from .retrying import Patience

PART = 64 * 1024
_LENGTH = re.compile(r"\d{1,18}\Z", re.ASCII)
_GZIP = 16 + zlib.MAX_WBITS


def parts_of(response: Response, patience: Patience, cancelled: Callable[[], bool]) -> Generator[bytes, None, None]:
    """The bytes of a body as they were sent, in parts of at most 64 KiB; closes the answer at the end.

    Raises `NetworkError`: CUT where the length is not the one announced, TIMEOUT where 64 KiB or the whole take
    longer than `patience` has.
    """
    raw, got = response.raw, 0
    begun = since = time.monotonic()
    counted = 0
    try:
        while True:
            refuse_cancelled(cancelled)
            part = raw.read(PART, decode_content=False)
            if not part:
                break
            got += len(part)
            now = time.monotonic()
            if got - counted >= PART:
                counted, since = got, now
            if now - since > patience.read or now - begun > patience.whole:
                raise TimeoutError("the answer does not end")
            yield part
    except raised_by_libraries() as error:
        raise network_error(error, response.url) from error
    finally:
        response.close()
    announced = length_of(response)
    if not got and not _says_how_long(response) and response.status_code in (200, 206):
        # A head that was cut looks like this: http.client takes what came of it for all of it.
        announced = 1
    if announced is not None and announced != got:
        raise cut(host_of(response.url))


def length_of(response: Response) -> Optional[int]:
    """The number of bytes of the body by its head; None where it does not say."""
    value = response.headers.get("Content-Length", "")
    return int(value) if _LENGTH.match(value) and not _chunked(response) else None


def _chunked(response: Response) -> bool:
    return "chunked" in response.headers.get("Transfer-Encoding", "").lower()


def _says_how_long(response: Response) -> bool:
    return _chunked(response) or length_of(response) is not None


def whole_body(response: Response, limit: int, patience: Patience, cancelled: Callable[[], bool]) -> bytes:
    """The decoded body, at most `limit` bytes; else `NetworkError` ANSWER, or as `parts_of`."""
    host = host_of(response.url)
    if (length_of(response) or 0) > limit:
        response.close()
        raise _too_long(host, limit)
    coding = response.headers.get("Content-Encoding", "").strip().lower()
    parts: Iterable[bytes] = parts_of(response, patience, cancelled)
    if coding in ("gzip", "x-gzip"):
        parts = _unzipped(parts, limit, host)
    elif coding not in ("", "identity"):
        response.close()
        raise unreadable(host, "it is packed in a way that was not asked for")
    body = bytearray()
    for part in parts:
        body += part
        if len(body) > limit:
            response.close()
            raise _too_long(host, limit)
    return bytes(body)


def _too_long(host: str, limit: int) -> LongAnswer:
    size = f"{limit:,} bytes" if limit < 1024 * 1024 else f"{limit // (1024 * 1024)} MiB"
    return too_long(host, f"it is longer than {size}")


def _unzipped(parts: Iterable[bytes], limit: int, host: str) -> Iterator[bytes]:
    """Decode gzip, of one or more members; never more than `limit` + 1 bytes of one part. CUT where it is broken."""
    unzip, begun = zlib.decompressobj(_GZIP), False
    try:
        for part in parts:
            while part:
                if unzip.eof:
                    unzip = zlib.decompressobj(_GZIP)
                begun = True
                yield unzip.decompress(part, limit + 1)
                part = unzip.unconsumed_tail or unzip.unused_data
    except zlib.error as error:
        raise cut(host) from error
    if begun and not unzip.eof:
        raise cut(host)


def looks_like_page(body: bytes) -> bool:
    """Whether bytes begin as a page for people does."""
    start = body[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith((b"<!doctype html", b"<html", b"<head", b"<body", b"<script", b"<!--", b"<meta"))


def discard(response: Response) -> None:
    """Be done with an answer; where it has no body, its connection can be used again."""
    try:
        if length_of(response) == 0:
            response.raw.read(1)
    except raised_by_libraries() as error:
        logging.getLogger(__name__).info("A connection is not used again: %s", type(error).__name__)
    finally:
        response.close()
