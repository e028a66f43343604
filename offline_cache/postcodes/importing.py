# SPDX-License-Identifier: GPL-2.0-or-later
"""Bring files of postcodes into the cache, each in one transaction."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path

from ..areas.fields import storable
from ..errors import BadFile, Cancelled
from ..importing import Progress, never, silent
from ..store import OfflineCache
from .keeping import WRITE, forget_replaced, new_source
from .layouts import Layout, PostcodeTable, postcode_table
from .reading import Kept, batches
from .text import is_northern_irish

# One without an LSOA leaves those alone that have one: what they are counted by would be lost.
_ADD = """
    INSERT INTO postcode VALUES (?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (code) DO UPDATE SET longitude = excluded.longitude, latitude = excluded.latitude,
      ended = excluded.ended, source = excluded.source WHERE lsoa_2011 = '' AND lsoa_2021 = ''
"""
_SAME = """
    SELECT entries FROM postcode_source WHERE crc = ? AND northern_ireland = ?
    AND entries = (SELECT count(*) FROM postcode p WHERE p.source = postcode_source.id)
"""
_COUNT = "UPDATE postcode_source SET entries = (SELECT count(*) FROM postcode WHERE source = ?1) WHERE id = ?1"


@dataclass(frozen=True)
class PostcodeChange:
    """What importing one file of postcodes did; `northern_ireland` postcodes were left out of it."""

    source: str
    layout: str
    written: int
    northern_ireland: int
    unchanged: bool
    licence: str

    def lines(self) -> list[str]:
        """The change for reading."""
        kind = "unchanged" if self.unchanged else "new"
        lines = [f"{self.source}: {_postcodes(self.written)} of {self.layout} ({kind})", self.licence]
        if self.northern_ireland:
            lines.append(
                f"{self.source}: {_postcodes(self.northern_ireland)} of Northern Ireland (BT) left out: their use is "
                "free for non-commercial purposes only. --northern-ireland brings them in."
            )
        return lines


def _postcodes(number: int) -> str:
    return f"{number:,} {'postcode' if number == 1 else 'postcodes'}"


def import_postcodes(
    cache: OfflineCache,
    paths: Sequence[Path],
    progress: Callable[[Progress], None] = silent,
    cancelled: Callable[[], bool] = never,
    northern_ireland: bool = False,
) -> tuple[PostcodeChange, ...]:
    """Import ONSPD (or NSPL) and Code-Point Open, CSVs or zips, in bounded memory.

    A newer file replaces postcode by postcode. Those of Northern Ireland come only where asked for. Each file is
    written wholly or not at all; raises `BadFile` for the first that cannot be used (those before it stay),
    `Cancelled`, `BadCache`.
    """
    changes = []
    for number, path in enumerate(paths):
        table = postcode_table(Path(path))

        def tick(rows: int, at: int = number, name: str = storable(Path(path).name)) -> None:
            if cancelled():
                raise Cancelled(
                    f"Stopped: {at} of {len(paths)} files of postcodes are in the cache, each whole. Import again to "
                    "go on."
                )
            progress(Progress(at, len(paths), f"{name}: {rows:,} postcodes"))

        changes.append(_import(cache, Path(path), table, tick, northern_ireland))
    cache.settle()
    progress(Progress(len(paths), len(paths), ""))
    return tuple(changes)


def _import(
    cache: OfflineCache, path: Path, table: PostcodeTable, tick: Callable[[int], None], northern_ireland: bool
) -> PostcodeChange:
    crc = 0
    for file in table.files:
        crc = zlib.crc32(file.crc.to_bytes(4, "big"), crc) if len(table.files) > 1 else file.crc
    day = datetime.now(timezone.utc).strftime("%Y-%m-%d")
    name = storable(path.name)
    held = cache.connection.execute(_SAME, (crc, int(northern_ireland))).fetchone()
    with cache.transaction() as connection:
        if held:
            licence = connection.execute("SELECT licence FROM postcode_source WHERE crc = ?", (crc,)).fetchone()[0]
            return PostcodeChange(name, table.layout.value, held[0], 0, True, licence)
        source = new_source(connection, name, crc, northern_ireland, day)
        left_out = _write(connection, table, source, tick, northern_ireland)
        connection.execute(_COUNT, (source,))
        written, licence = connection.execute(
            "SELECT entries, licence FROM postcode_source WHERE id = ?", (source,)
        ).fetchone()
        forget_replaced(connection)
    return PostcodeChange(name, table.layout.value, written, left_out, False, licence)


def _write(
    connection: sqlite3.Connection,
    table: PostcodeTable,
    source: int,
    tick: Callable[[int], None],
    northern_ireland: bool,
) -> int:
    """Write all rows; how many of Northern Ireland were left out."""
    statement = WRITE if table.layout is Layout.DEGREES and _has_lsoas(table) else _ADD
    left_out = done = 0
    for _, rows in batches(table):
        kept: list[Kept] = [row for row in rows if northern_ireland or not is_northern_irish(row[0])]
        left_out += len(rows) - len(kept)
        connection.executemany(statement, [(*row, source) for row in kept])
        done += len(rows)
        tick(done)
    if not done:
        raise BadFile(f"{table.files[0].name} has no postcodes. Download it again.")
    return left_out


def _has_lsoas(table: PostcodeTable) -> bool:
    return "lsoa_2011" in table.columns or "lsoa_2021" in table.columns
