# SPDX-License-Identifier: GPL-2.0-or-later
"""A file over HTTP as an object store gives it: ranges, ETag, Last-Modified, preconditions."""

from __future__ import annotations

import email.utils
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

from .faults import Kind
from .messages import Answer, Piece, Request

_RANGE = re.compile(r"bytes=(\d*)-(\d*)\Z", re.ASCII)


@dataclass(frozen=True)
class Stored:
    """A file with its ETag (with quotes) and its Last-Modified (HTTP date)."""

    path: Path
    etag: str
    modified: str
    content_type: str = "application/zip"


def file_answer(request: Request, stored: Stored) -> Answer:
    """The file, a part of it (206), or 304, 412, 416 with the store's XML."""
    size = stored.path.stat().st_size
    etag = '"another-file-behind-this-address"' if request.hit(Kind.CHANGED) else stored.etag
    common = {"Content-Type": stored.content_type, "ETag": etag, "Last-Modified": stored.modified}
    if not request.hit(Kind.NO_RANGES):
        common["Accept-Ranges"] = "bytes"
    failed = _precondition(request, etag, stored.modified)
    if failed == 304:
        return Answer(304, b"", common)
    if failed is not None:
        return _xml(412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold")
    asked = request.headers.get("range", "")
    whole = Answer(200, Piece(stored.path, 0, size), common)
    if request.hit(Kind.NO_RANGES) or not _if_range(request, etag, stored.modified):
        return whole
    match = _RANGE.match(asked)
    if not match or not (match[1] or match[2]):
        return whole
    bounds = _bounds(match[1], match[2], size)
    if bounds is None:
        answer = _xml(416, "InvalidRange", "The requested range is not satisfiable")
        return Answer(416, answer.body, {**answer.headers, "Content-Range": f"bytes */{size}"})
    start, end = bounds
    shift = 1 if request.hit(Kind.WRONG_RANGE) else 0
    headers = {**common, "Content-Range": f"bytes {start + shift}-{end + shift}/{size}"}
    return Answer(206, Piece(stored.path, start, end - start + 1), headers)


def missing_key() -> Answer:
    """The store's answer for an address it does not have."""
    return _xml(404, "NoSuchKey", "The specified key does not exist.")


def _bounds(first: str, last: str, size: int) -> Optional[tuple[int, int]]:
    """First and last byte, both inclusive; None if nothing of the file lies in the range."""
    if not first:
        start, end = max(0, size - int(last)), size - 1
        return (start, end) if int(last) and size else None
    start = int(first)
    end = min(int(last), size - 1) if last else size - 1
    return (start, end) if start <= end else None


def _precondition(request: Request, etag: str, modified: str) -> Optional[int]:
    """412 or 304 where a condition does not hold, else None."""
    wanted = request.headers.get("if-match")
    if wanted is not None and wanted.strip() != "*" and etag not in _listed(wanted):
        return 412
    if wanted is None and _later(modified, request.headers.get("if-unmodified-since")):
        return 412
    known = request.headers.get("if-none-match")
    if known is not None:
        return 304 if known.strip() == "*" or etag in _listed(known) else None
    since = request.headers.get("if-modified-since")
    return 304 if since and not _later(modified, since) else None


def _if_range(request: Request, etag: str, modified: str) -> bool:
    """True if the part asked for may be sent: If-Range is absent or names this very file."""
    condition = request.headers.get("if-range")
    return condition is None or condition.strip() in (etag, modified)


def _listed(header: str) -> list[str]:
    return [part.strip() for part in header.split(",")]


def _later(modified: str, than: Optional[str]) -> bool:
    """True if the HTTP date `modified` is after `than`; False where `than` is none."""
    parsed = email.utils.parsedate(than) if than else None
    return parsed is not None and email.utils.parsedate(modified) > parsed


def _xml(status: int, code: str, message: str) -> Answer:
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>{code}</Code><Message>{message}</Message></Error>'
    return Answer(status, text.encode(), {"Content-Type": "application/xml"})
