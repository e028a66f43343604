# SPDX-License-Identifier: GPL-2.0-or-later
"""A download to a file that goes on where it stopped, also in another run."""

from __future__ import annotations

import contextlib
import dataclasses
import itertools
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Optional

from ..errors import CacheError, NetworkError
from .addresses import host_of
from .bodies import length_of, looks_like_page, parts_of
from .faults import cut, login_page, unreadable
from .partial import PartFile, full, opened_part
from .ranges import content_range, strong
from .retrying import delay, worth_repeating

if TYPE_CHECKING:
    from requests import Response

    from .transport import Transport

Progress = Callable[[int, Optional[int]], None]
# Nothing that the services have is longer: the largest archive has 2.6 GB.
LONGEST = 16 * 1024**3
# Bytes that make another attempt the first one again.
_PROGRESS = 64 * 1024
# As long as nothing fails a download may take: `Patience.read` bounds each part.
_FOR_EVER = 30 * 86400.0


def save(transport: Transport, url: str, path: Path, progress: Optional[Progress] = None) -> Path:
    """Download `url` to `path`, which is there at the end wholly or as it was; gives `path`.

    What has come lies in `path` + ".part" until then, and is gone on with as long as it is the same file (by its
    ETag or date). `progress` hears of bytes and of all bytes, if these are known. `CacheError` where the disk is
    full or somebody else saves there. The folder is made where it is gone.
    """
    with opened_part(path) as part:
        attempt, furthest = 0, part.size
        while True:
            try:
                _go_on(transport, url, part, progress)
                part.finish()
                return path
            except NetworkError as error:
                attempt += 1
                if part.size >= furthest + _PROGRESS:
                    attempt, furthest = 1, part.size
                if not worth_repeating(error, attempt, transport.patience):
                    raise
                seconds = delay(error, attempt, transport.patience)
            transport.pause(seconds)


def _go_on(transport: Transport, url: str, part: PartFile, progress: Optional[Progress]) -> None:
    """One attempt at the rest of the file."""
    headers = {"Accept-Encoding": "identity"}
    # One byte again, so that an answer always has something to say, also where all has come.
    start = max(0, part.size - 1) if part.belongs_to(url) else 0
    if start:
        headers.update({"Range": f"bytes={start}-", "If-Range": part.validator})
    response = transport.once(url, headers, passed=(416,))
    try:
        start, total = _agreed(response, part, start)
        _refuse_too_much(response, part, start, total)
    except CacheError:
        response.close()
        raise
    patience = dataclasses.replace(transport.patience, whole=_FOR_EVER)
    with contextlib.closing(parts_of(response, patience, transport.cancelled)) as parts:
        first = next(parts, b"")
        if start == 0:
            _refuse_page(response, first)
            part.begin(url, _validator(response))
        part.cut_to(start)
        for data in itertools.chain((first,), parts):
            if part.size + len(data) > (LONGEST if total is None else total):
                raise unreadable(host_of(response.url), "it does not end where it should")
            part.write(data)
            if progress:
                progress(part.size, total)
    if total is not None and part.size != total:
        raise cut(host_of(response.url))


def _agreed(response: Response, part: PartFile, start: int) -> tuple[int, Optional[int]]:
    """Where the body of an answer begins in the file, and the length of the file if it is known."""
    host = host_of(response.url)
    if response.headers.get("Content-Encoding", "identity").strip().lower() not in ("identity", ""):
        raise unreadable(host, "it is packed in a way that was not asked for")
    if response.status_code == 206:
        given = content_range(response)
        same = _validator(response) in ("", part.validator)
        if start and same and given is not None and given[0] == start and given[2] is not None:
            return start, given[2]
    elif response.status_code == 200:
        return 0, length_of(response)
    elif response.status_code != 416:
        raise unreadable(host, f"status {response.status_code} is not what was asked for")
    # Another file, or parts that do not fit: from the beginning, at the next attempt.
    part.forget()
    raise cut(host)


def _validator(response: Response) -> str:
    """What tells this file from a later one at the same address (RFC 9110, 13.1.5); empty where nothing does."""
    etag, date = response.headers.get("ETag", ""), response.headers.get("Last-Modified", "")
    return etag if strong(etag) else date if date.isascii() and date.isprintable() else ""


def _refuse_page(response: Response, first: bytes) -> None:
    """Raise where a web page came, or nothing; what came before is not written over by one."""
    if "html" in response.headers.get("Content-Type", "").lower() or looks_like_page(first):
        raise login_page(host_of(response.url))
    if not first:
        raise unreadable(host_of(response.url), "it is empty")


def _refuse_too_much(response: Response, part: PartFile, start: int, total: Optional[int]) -> None:
    """Raise before the first byte where the rest cannot find room."""
    if total is None:
        return
    if total > LONGEST:
        raise unreadable(host_of(response.url), "it is longer than any archive")
    if shutil.disk_usage(part.path.parent).free + part.size - start < total - start:
        raise full(part.path, total - start)
