# SPDX-License-Identifier: GPL-2.0-or-later
"""Bring files of reference data into the cache, each in one transaction."""

from __future__ import annotations

import re
import sqlite3
import tempfile
from collections.abc import Callable, Sequence
from datetime import datetime, timezone
from pathlib import Path
from typing import Optional

from ..areas.containers import AreaFile, Format, Unpacked, find_area_files, unpack
from ..areas.importing import import_file as import_area_file
from ..areas.model import AreaKind
from ..areas.writing import HELD, forget_empty_sources
from ..errors import BadFile, Cancelled, reason
from ..importing import Progress, never, silent
from ..model import ChangeKind
from ..sources.regular import is_folder
from ..store import OfflineCache
from .csv_table import Tick, read_csv
from .describing import describe_part, set_of
from .gone_codes import gone_codes
from .parts import Part, PeerPart, Reading
from .peer_table import is_peer_list, read_peer_list
from .reading import read_reference
from .report import ReferenceChange, ReferenceReport
from .writing import write_part

# Of the tables of the Census 2021 Nomis packs one file for every kind of area.
_NOMIS = re.compile(r"census2021-ts\d{3}\w*-(\w+)\.csv\Z", re.IGNORECASE)

_SUFFIXES = (".csv", ".csv.gz", ".zip", ".geojson", ".gpkg")

Read = Callable[[bytes, str, sqlite3.Connection, Tick], Reading]


def import_reference(
    cache: OfflineCache,
    paths: Sequence[Path],
    progress: Callable[[Progress], None] = silent,
    cancelled: Callable[[], bool] = never,
) -> ReferenceReport:
    """Import reference data of every sort (CSV, also .gz and .zip), and whatever `import_areas` reads.

    What a file is, its columns say. Each file is written wholly or not at all; what it covers replaces what is held,
    area by area; a file that is held as it is changes nothing. Raises `BadFile` for the first file that cannot be used
    (those before it stay), `Cancelled`, `BadCache`.
    """
    return _import(
        cache, [file for path in paths for file in reference_files(Path(path))], read_reference, progress, cancelled
    )


def import_peers(
    cache: OfflineCache,
    path: Path,
    name: str = "",
    kind: Optional[AreaKind] = None,
    cancelled: Callable[[], bool] = never,
) -> ReferenceReport:
    """Import one list of peers (`area,peer[,rank]`) under a name, else as its file says; raises as `import_reference`.

    Areas are written as codes or names; without `kind` what they are is told from the codes or names.
    """

    def read(data: bytes, file: str, connection: sqlite3.Connection, tick: Tick) -> Reading:
        table = read_csv(data, file, tick)
        if not is_peer_list(table):
            raise BadFile(f"{file} is no list of peers. Give it columns 'area' and 'peer', and 'rank' if you like.")
        return read_peer_list(table, connection, name, kind)

    return _import(cache, reference_files(Path(path)), read, silent, cancelled)


def _import(
    cache: OfflineCache,
    files: Sequence[AreaFile],
    read: Read,
    progress: Callable[[Progress], None],
    cancelled: Callable[[], bool],
) -> ReferenceReport:
    changes: list[ReferenceChange] = []
    done = 0

    def tick() -> None:
        if cancelled():
            raise Cancelled(
                f"Stopped: {done} of {len(files)} files of reference data are in the cache, each whole. Import again "
                "to go on."
            )

    for file in files:
        progress(Progress(done, len(files), file.name))
        tick()
        changes += import_file(cache, file, read, tick)
        done += 1
    cache.settle()
    progress(Progress(len(files), len(files), ""))
    return ReferenceReport(tuple(changes))


def import_file(
    cache: OfflineCache, file: AreaFile, read: Read = read_reference, tick: Tick = lambda: None
) -> list[ReferenceChange]:
    """Import one file in one transaction; `cache.settle()` is the caller's. Raises as `import_reference`."""
    try:
        with tempfile.TemporaryDirectory() as folder:
            unpacked = unpack(file, Path(folder))
    except OSError as error:
        raise BadFile(f"{file.name} cannot be unpacked ({reason(error)}). Check the temporary folder.") from error
    if unpacked.format is not Format.CSV:
        change = import_area_file(cache, file, tick)
        return [ReferenceChange.of_areas(change)]
    reading = read(unpacked.data, file.name, cache.connection, tick)
    return _write(cache, file.name, unpacked, reading, tick)


def reference_files(path: Path) -> list[AreaFile]:
    """The files of areas at a path, or in a folder but not in folders of it; of a zip of Nomis those of LSOAs.

    Raises `BadFile`.
    """
    if is_folder(path):
        return [file for inside in _in_folder(path) for file in reference_files(inside)]
    files = find_area_files(path)
    nomis = {file: match[1].casefold() for file in files if (match := _NOMIS.search(file.name))}
    if "lsoa" in nomis.values():
        return [file for file in files if nomis.get(file) == "lsoa"]
    return files


def _in_folder(folder: Path) -> list[Path]:
    try:
        found = sorted(path for path in folder.iterdir() if path.name.lower().endswith(_SUFFIXES))
    except OSError as error:
        raise BadFile(f"{folder} cannot be read ({reason(error)}). Check the folder.") from error
    files = [path for path in found if not path.name.startswith(".") and not is_folder(path)]
    if not files:
        raise BadFile(f"The folder {folder} holds no file that is read ({', '.join(_SUFFIXES)}). Name the files.")
    return files


def _write(cache: OfflineCache, name: str, unpacked: Unpacked, reading: Reading, tick: Tick) -> list[ReferenceChange]:
    """Write all parts in one transaction, but for those that are held as they are."""
    held = set()
    for number, part in enumerate(reading.parts):
        tick()
        if _is_held(cache.connection, part, unpacked.crc):
            held.add(number)
    tick()
    kinds = dict.fromkeys(held, ChangeKind.UNCHANGED)
    if len(held) < len(reading.parts):
        with cache.transaction() as connection:
            for number, part in enumerate(reading.parts):
                if number not in held:
                    replaced = _write_one(connection, part, name, unpacked.crc, tick)
                    kinds[number] = ChangeKind.REVISED if replaced else ChangeKind.ADDED
            forget_empty_sources(connection)
            tick()
    changes = []
    for number, part in enumerate(reading.parts):
        described = describe_part(part)
        notes = described.notes + gone_codes(cache.connection, part)
        notes += reading.notes if number == len(reading.parts) - 1 else ()
        list_name, peers = (part.name, len(part.peers)) if isinstance(part, PeerPart) else ("", 0)
        what = (name, described.content, set_of(part), described.detail)
        changes.append(ReferenceChange(*what, kinds[number], described.areas, notes, list_name, peers))
    return changes


def _write_one(connection: sqlite3.Connection, part: Part, name: str, crc: int, tick: Tick) -> int:
    """Write a part with its line in the ledger; gives how many rows it replaced."""
    described, of = describe_part(part), set_of(part)
    now = datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    cursor = connection.execute(
        "INSERT INTO area_source (content, kind, edition, detail, source, crc, entries, licence, imported_at)"
        " VALUES (?, ?, ?, ?, ?, ?, 0, ?, ?)",
        (
            *(described.content.value, of.kind.value, of.edition, described.detail),
            *(name, crc, described.licence, now),
        ),
    )
    source = int(cursor.lastrowid or 0)
    written, replaced = write_part(connection, part, source, tick)
    connection.execute("UPDATE area_source SET entries = ? WHERE id = ?", (written, source))
    return replaced


def _is_held(connection: sqlite3.Connection, part: Part, crc: int) -> bool:
    """Whether the same part of the same file is in the cache, and no newer file has replaced any of its rows."""
    described, of = describe_part(part), set_of(part)
    sources = connection.execute(
        "SELECT id, entries FROM area_source WHERE crc = ? AND content = ? AND kind = ? AND edition = ? AND detail = ?",
        (crc, described.content.value, of.kind.value, of.edition, described.detail),
    ).fetchall()
    count = HELD[described.content]
    return any(connection.execute(count, (source,)).fetchone()[0] == entries for source, entries in sources)
