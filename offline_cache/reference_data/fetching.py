# SPDX-License-Identifier: GPL-2.0-or-later
"""Reference data from its official addresses into the same tables, by the same import, as from files."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Optional

from ..errors import BadFile, Cancelled, NetworkError, NetworkFault, reason
from ..importing import Progress, never, silent
from ..sources.ons import FeatureFile, Query, find_layer
from ..store import OfflineCache
from .importing import import_file, reference_files
from .report import ReferenceChange, ReferenceReport
from .wanted import Official, OfficialFile, OfficialTable, ReferenceWant, by_hand, is_held, official

if TYPE_CHECKING:
    from ..transport import Transport


def to_fetch(cache: OfflineCache, wants: tuple[ReferenceWant, ...], anew: bool = False) -> str:
    """What `fetch_reference` would ask for, in one sentence; nothing is sent."""
    wanted = official(wants)
    titles = lacking(cache, wants, anew)
    if not titles:
        return f"Nothing to fetch: {len(wanted)} of {len(wanted)} are held."
    return f"To fetch: {'; '.join(titles)}. {len(wanted) - len(titles)} of {len(wanted)} are held."


def lacking(cache: OfflineCache, wants: tuple[ReferenceWant, ...], anew: bool = False) -> tuple[str, ...]:
    """The titles of what would be asked for: what is not held, or with `anew` all of it."""
    return tuple(each.title for each in official(wants) if anew or not is_held(cache.connection, each))


def held_reference(wants: tuple[ReferenceWant, ...]) -> ReferenceReport:
    """The report on what is wanted where all of it is held (`lacking`): there is nothing to fetch."""
    return ReferenceReport((), tuple(each.title for each in official(wants)), notes=by_hand())


def fetch_reference(
    cache: OfflineCache,
    wants: tuple[ReferenceWant, ...],
    transport: Transport,
    progress: Callable[[Progress], None] = silent,
    cancelled: Callable[[], bool] = never,
    anew: bool = False,
) -> ReferenceReport:
    """Bring what is wanted from Nomis, gov.uk and ONS; what is held already is not asked for.

    Each file comes into the cache in one transaction, so that an interrupted run goes on where it stopped. A file that
    is no longer at its address is named in the report. Raises `NetworkError`, `Cancelled`, `BadFile`, `BadCache`.
    """
    changes: list[ReferenceChange] = []
    held: list[str] = []
    missing: list[str] = []
    wanted = official(wants)

    def tick() -> None:
        if cancelled():
            raise Cancelled

    try:
        with tempfile.TemporaryDirectory() as folder:
            for number, each in enumerate(wanted):
                tick()
                progress(Progress(number, len(wanted), each.title))
                if not anew and is_held(cache.connection, each):
                    held.append(each.title)
                    continue
                path = _fetched(transport, each, Path(folder), missing, tick)
                if path is not None:
                    changes += _imported(cache, path, tick)
    except OSError as error:
        raise BadFile(f"The temporary folder cannot be used ({reason(error)}). Make room there.") from error
    except Cancelled as error:
        raise Cancelled(
            f"Stopped: {len(changes)} parts of reference data came into the cache, whole. Fetch again to go on."
        ) from error
    cache.settle()
    progress(Progress(len(wanted), len(wanted), ""))
    return ReferenceReport(tuple(changes), tuple(held), tuple(missing), by_hand())


def _fetched(
    transport: Transport, wanted: Official, folder: Path, missing: list[str], tick: Callable[[], None]
) -> Optional[Path]:
    """The file on disk; None where it is no longer there, which is said."""
    try:
        return (
            _file(transport, wanted, folder)
            if isinstance(wanted, OfficialFile)
            else _table(transport, wanted, folder, tick)
        )
    except NetworkError as error:
        if error.fault is not NetworkFault.NOT_FOUND:
            raise
        missing.append(
            f"{wanted.title[0].upper() + wanted.title[1:]}: not at its address any more. Download the file from its "
            "publisher and import it, or look for a new version of the plugin."
        )
        return None


def _file(transport: Transport, wanted: OfficialFile, folder: Path) -> Path:
    base = transport.addresses.of(wanted.service)
    for name in wanted.names[:-1]:
        try:
            return transport.save(f"{base}/{wanted.folder}/{name}", folder / name)
        except NetworkError as error:
            if error.fault is not NetworkFault.NOT_FOUND:
                raise
    name = wanted.names[-1]
    return transport.save(f"{base}/{wanted.folder}/{name}", folder / name)


def _table(transport: Transport, wanted: OfficialTable, folder: Path, tick: Callable[[], None]) -> Path:
    layer, service = find_layer(transport, wanted.layer)
    path = folder / f"ONS {layer.service}.csv"
    query = Query("1=1", service.fields, False)
    counted = layer.count(transport, query)
    with FeatureFile(path, service.fields) as file:
        for page in layer.read(transport, query, wanted.layer.page, counted):
            tick()
            file.add(page)
    return path


def _imported(cache: OfflineCache, path: Path, tick: Callable[[], None]) -> list[ReferenceChange]:
    changes = [change for file in reference_files(path) for change in import_file(cache, file, tick=tick)]
    path.unlink()
    return changes
