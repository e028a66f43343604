# SPDX-License-Identifier: GPL-2.0-or-later
"""Downloads to a file from a server that holds one file, with its faults."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest

from offline_cache.errors import CacheError, NetworkError
from offline_cache.transport import Transport
from tests.transport_patience import HASTY
from tests.wire import Answer, Asked, Said, Then, Wire, said, wired

FILE = bytes(range(256)) * 1000
ONCE = dataclasses.replace(HASTY, repeats={})


def store(
    data: bytes = FILE, etag: str = '"a"', cut: int = 0, ranges: bool = True, **more: str
) -> Callable[[Asked], Said]:
    """A server with one file; `cut`: it breaks off after so many bytes of each body."""

    def answer(asked: Asked) -> Said:
        fields, start = {"ETag": etag, "Accept_Ranges": "bytes", **more}, 0
        validator = etag or more.get("Last_Modified", "")
        if ranges and "range" in asked.headers and asked.headers.get("if-range", validator) == validator:
            start = int(asked.headers["range"][6:].rstrip("-"))
            if start >= len(data):
                return said(416, Content_Range=f"bytes */{len(data)}")
            fields["Content_Range"] = f"bytes {start}-{len(data) - 1}/{len(data)}"
        whole = said(206 if "Content_Range" in fields else 200, data[start:], **fields)
        if not cut or len(data) - start <= cut:
            return whole
        return Said(whole.data[: len(whole.data) - (len(data) - start) + cut], Then.CLOSE)

    return answer


def saved(path: Path, *answers: Answer, tries: int = 1) -> Wire:
    """The server, after `tries` runs of a program that does not repeat; only the last one may succeed."""
    with wired(*answers) as wire:
        for attempt in range(tries):
            with Transport(wire.addresses, patience=ONCE) as transport:
                if attempt + 1 < tries:
                    with pytest.raises(NetworkError):
                        transport.save(wire.url + "/store/x.zip", path)
                else:
                    assert transport.save(wire.url + "/store/x.zip", path) == path
        return wire


def failed(path: Path, *answers: Answer) -> CacheError:
    with wired(*answers) as wire, Transport(wire.addresses, patience=ONCE) as transport:
        with pytest.raises(CacheError) as refused:
            transport.save(wire.url + "/store/x.zip", path)
        return refused.value


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


PARTS = {"x.zip.part", "x.zip.part.json"}
