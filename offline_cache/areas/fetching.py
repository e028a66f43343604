# SPDX-License-Identifier: GPL-2.0-or-later
"""Areas from the ONS service into the same tables, by the same import, as from files."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import BadFile, CacheError, Cancelled, NetworkError, NetworkFault, reason
from ..importing import Progress, never, silent
from ..store import OfflineCache
from .containers import AreaFile
from .holding import has_figures, is_held
from .importing import import_file
from .model import AreaChange, AreasReport
from .part_file import PartFile
from .wanted import AreasWanted, AreaWant, Part, parts_of

if TYPE_CHECKING:
    from ..transport import Transport

FIGURES_BY_HAND = (
    "The map service of ONS has no residents or households. Download the tables TS001 and TS041 of the Census 2021 "
    "from nomisweb.co.uk (sources, Census 2021 bulk), unzip them, and import the two files whose names end in "
    "-lsoa.csv."
)


def fetch_areas(
    cache: OfflineCache,
    wanted: AreasWanted,
    transport: Transport,
    progress: Callable[[Progress], None] = silent,
    cancelled: Callable[[], bool] = never,
) -> AreasReport:
    """Bring what is wanted from ONS; what is held already is not asked for, and needs no network.

    Progress counts areas. Each part (a look-up; the outlines of one kind and force) comes into the cache in one
    transaction, so that an interrupted run goes on where it stopped. A layer that ONS no longer has is named in the
    report, unless others rest on it. Raises `CacheError` (also for figures alone, which ONS's map service does not
    have), `NetworkError`, `Cancelled`, `BadFile`, `BadCache`.
    """
    parts = parts_of(wanted)
    fetch = _Fetch(cache, wanted, transport, progress, cancelled)
    fetch.notes += _about_figures(cache, wanted, parts)
    try:
        with tempfile.TemporaryDirectory() as folder:
            for part in parts:
                fetch.part(part, Path(folder))
    except OSError as error:
        raise BadFile(f"The temporary folder cannot be used ({reason(error)}). Make room there.") from error
    except Cancelled as error:
        raise Cancelled(
            f"Stopped: {len(fetch.changes)} of {len(parts) - len(fetch.held)} parts came into the cache, each whole. "
            "Fetch again to go on."
        ) from error
    cache.settle()
    progress(Progress(fetch.done, fetch.done, ""))
    return AreasReport(tuple(fetch.changes), tuple(fetch.held), tuple(fetch.missing), tuple(fetch.notes))


def held_report(cache: OfflineCache, wanted: AreasWanted) -> AreasReport:
    """The report on what is wanted where all of it is held (`holding.lacking`): there is nothing to fetch."""
    parts = parts_of(wanted)
    return AreasReport((), tuple(part.title for part in parts), notes=_about_figures(cache, wanted, parts))


def _about_figures(cache: OfflineCache, wanted: AreasWanted, parts: tuple[Part, ...]) -> tuple[str, ...]:
    """A note where figures are wanted and not held; `CacheError` where nothing else is wanted."""
    if AreaWant.FIGURES not in wanted.what or has_figures(cache.connection):
        return ()
    if not parts:
        raise CacheError(FIGURES_BY_HAND)
    return (FIGURES_BY_HAND,)


class _Fetch:
    """One run: what has come, what was held, what ONS no longer has, and how many areas that makes."""

    def __init__(
        self,
        cache: OfflineCache,
        wanted: AreasWanted,
        transport: Transport,
        progress: Callable[[Progress], None],
        cancelled: Callable[[], bool],
    ) -> None:
        self.cache, self.wanted, self.transport = cache, wanted, transport
        self.progress, self.cancelled = progress, cancelled
        self.changes: list[AreaChange] = []
        self.held: list[str] = []
        self.missing: list[str] = []
        self.notes: list[str] = []
        self.done = self.total = 0

    def part(self, part: Part, folder: Path) -> None:
        """Fetch and import one part, unless it is held."""
        self._stop_if_cancelled()
        if not self.wanted.anew and is_held(self.cache.connection, part):
            self.held.append(part.title)
            return
        file = PartFile(self.cache.connection, self.transport, part, self.wanted, self._tell)
        try:
            path = file.written(folder)
        except NetworkError as error:
            if error.fault is not NetworkFault.NOT_FOUND or part.needed:
                raise
            self.missing.append(str(error))
            return
        self.notes += file.notes
        if path is None:
            self.held.append(part.title)
            return
        self.changes.append(import_file(self.cache, AreaFile(path), self._stop_if_cancelled))
        path.unlink()

    def _stop_if_cancelled(self) -> None:
        if self.cancelled():
            raise Cancelled

    def _tell(self, title: str, done: int, more: int) -> None:
        self._stop_if_cancelled()
        self.done += done
        self.total = max(self.total + more, self.done)
        self.progress(Progress(self.done, self.total, title))
