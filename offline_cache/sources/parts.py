# SPDX-License-Identifier: GPL-2.0-or-later
"""The parts of an archive that remotezip asks for: the directory is kept, files side by side come in one request."""

from __future__ import annotations

import io
import re
from bisect import bisect_right
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, NamedTuple, Optional
from zipfile import BadZipFile, ZipInfo

from .origin import Arrived

if TYPE_CHECKING:
    from ..transport import RangeSession

# The three files of a force and month have some 600 kB. Not more at once: between two parts nothing is told.
JOINED = 2 * 1024 * 1024
_SPAN = re.compile(r"bytes=(\d+)-(\d+)\Z", re.ASCII)


class Part(NamedTuple):
    """An answer to remotezip: of what `session.get` gives it looks at these three."""

    headers: Mapping[str, str]
    raw: io.BytesIO

    def raise_for_status(self) -> None:
        """A session of ours hands no other status back."""


class PartSession:
    """What `remotezip.RemoteZip` reads an archive through.

    Until `expect` is called every part is one of the directory, and kept in `kept` (`Content-Range` and bytes by
    `Range`); with those of an earlier session the directory costs no request.
    """

    def __init__(self, ranges: RangeSession, address: str, kept: Optional[Mapping[str, tuple[str, bytes]]]) -> None:
        self.ranges = ranges
        self.address = address
        self.kept = dict(kept or {})
        self._arrived: Optional[Arrived] = None
        self._runs: list[tuple[int, int]] = []
        self._start, self._body = 0, b""

    def expect(self, members: Collection[ZipInfo], wanted: Collection[str], directory: int, arrived: Arrived) -> None:
        """From now on parts are members: those `wanted` are fetched together where they lie side by side.

        `members` are all there are, `directory` the first byte behind them.
        """
        self._arrived = arrived
        starts = sorted(members, key=lambda info: info.header_offset)
        ends = [*(info.header_offset for info in starts[1:]), directory]
        for info, end in zip(starts, ends):
            if info.filename not in wanted:
                continue
            first, last = self._runs[-1] if self._runs else (0, -1)
            if last == info.header_offset and end - first <= JOINED:
                self._runs[-1] = (first, end)
            else:
                self._runs.append((info.header_offset, end))

    def forget(self) -> None:
        """What came last is damaged: fetch it again."""
        self._body = b""

    def get(self, url: str, stream: bool, headers: Mapping[str, str]) -> Part:
        """The part that `Range` names."""
        wanted = headers["Range"]
        if wanted in self.kept:
            content_range, body = self.kept[wanted]
            return Part({"Content-Range": content_range}, io.BytesIO(body))
        span = _SPAN.match(wanted)
        if self._arrived is None or span is None:
            content_range, body = self._fetched(wanted)
            self.kept[wanted] = content_range, body
            return Part({"Content-Range": content_range}, io.BytesIO(body))
        first, last = int(span[1]), int(span[2])
        if first > last:
            raise BadZipFile("its directory is not true")
        if not self._start <= first <= last < self._start + len(self._body):
            self._body = b""  # not two of them at once
            self._start, end = self._run(first, last + 1)
            self._body = self._fetched(f"bytes={self._start}-{end - 1}")[1]
            self._arrived(len(self._body))
        inside = self._body[first - self._start : last + 1 - self._start]
        if len(inside) == len(self._body):
            self._body = b""
        return Part({"Content-Range": f"bytes {first}-{last}/*"}, io.BytesIO(inside))

    def _run(self, first: int, end: int) -> tuple[int, int]:
        """The run that holds these bytes; they alone where none does."""
        number = bisect_right(self._runs, (first, end)) - 1
        for run in self._runs[max(number, 0) : number + 2]:
            if run[0] <= first and end <= run[1]:
                return run
        return first, end

    def _fetched(self, wanted: str) -> tuple[str, bytes]:
        response = self.ranges.get(self.address, headers={"Range": wanted})
        self.address = response.url
        return response.headers["Content-Range"], response.raw.read()
