# SPDX-License-Identifier: GPL-2.0-or-later
"""The object store behind the data site: the archives, and the zips that were made to order."""

from __future__ import annotations

import re
from pathlib import Path

from .messages import Answer, Request
from .ranges import Stored, file_answer, missing_key
from .releases import Releases

_ARCHIVE = re.compile(r"/archive/(\d{4}-\d{2})\.zip\Z")


class Store:
    """GET /archive/YYYY-MM.zip and /download/<40 hex>.zip, whole or by ranges."""

    def __init__(self, releases: Releases) -> None:
        self._releases = releases
        self._downloads: dict[str, Stored] = {}

    def keep(self, name: str, path: Path, modified: str) -> str:
        """Hold a zip made to order; gives its path on this host."""
        address = f"/download/{name}.zip"
        self._downloads[address] = Stored(path, f'"{name[:32]}"', modified)
        return address

    def forget_downloads(self) -> None:
        """The zips made to order live a short time only: now they are gone."""
        self._downloads.clear()

    def __call__(self, request: Request) -> Answer:
        """Answer one request."""
        if request.method not in ("GET", "HEAD"):
            return Answer(405, b"", {"Content-Type": "application/xml"})
        stored = self._downloads.get(request.path)
        match = _ARCHIVE.match(request.path)
        release = self._releases.of(match[1]) if match else None
        if release is not None:
            stored = release.stored
        return file_answer(request, stored) if stored else missing_key()
