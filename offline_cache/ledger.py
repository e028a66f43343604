# SPDX-License-Identifier: GPL-2.0-or-later
"""The ledger of published files in the cache: what is held, of which edition, from where."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable
from typing import Any, Optional

from .errors import BadCache, shown
from .model import Dataset, FileKey, Month, PublishedFile, Snapshot
from .reference import lsoa_edition
from .row_tables import for_each_dataset

_FILES = """
    SELECT force, substr(month_start, 1, 7), dataset, last_row - first_row + 1, published_rows, unplaced_rows,
      no_lsoa_rows, lsoa_edition, edition_inferred, source, snapshot, snapshot_exact, crc, fetched_at, scope
    FROM published_file
"""
_ALL = _FILES + "ORDER BY force, month_start, dataset"
_ONE = _FILES + "WHERE force = ? AND month_start = ? AND dataset = ?"

_CODES = for_each_dataset("""
    SELECT DISTINCT l.code
    FROM published_file f
    JOIN $table r ON r.id BETWEEN f.first_row AND f.last_row
    JOIN place p ON p.id = r.place
    JOIN lsoa l ON l.id = p.lsoa
    WHERE f.id = ? AND l.id > 0
""")


def published_files(connection: sqlite3.Connection) -> list[PublishedFile]:
    """All files held, by force, month and dataset."""
    return [_file(row) for row in connection.execute(_ALL)]


def published_file(connection: sqlite3.Connection, key: FileKey) -> Optional[PublishedFile]:
    """One file as it is held, None where it is not."""
    row = connection.execute(_ONE, (key.force, key.month.start, key.dataset.value)).fetchone()
    return _file(row) if row else None


def _file(row: tuple[Any, ...]) -> PublishedFile:
    force, month, dataset, rows, published, unplaced, without_lsoa, edition, inferred, *origin, scope = row
    source, snapshot, exact, crc, fetched = origin
    return PublishedFile(
        key=FileKey(force, Month.parse(month), Dataset(dataset)),
        rows=rows,
        published=published,
        unplaced=unplaced,
        without_lsoa=without_lsoa,
        lsoa_edition=edition,
        edition_inferred=bool(inferred),
        source=source,
        snapshot=Snapshot(Month.parse(snapshot), bool(exact)),
        crc=crc,
        fetched_at=fetched,
        scope=_codes(scope),
    )


def _codes(scope: Optional[str]) -> Optional[tuple[str, ...]]:
    """The LSOA codes of a scope as it is stored, None for a whole file."""
    if scope is None:
        return None
    try:
        codes = json.loads(scope)
    except ValueError:
        codes = None
    if not isinstance(codes, list) or not codes or not all(isinstance(code, str) for code in codes):
        raise BadCache(
            f"The ledger of the cache is damaged: {shown(scope)} is no list of LSOAs. "
            "Import the published files into a new cache."
        )
    return tuple(codes)


def settled_edition(codes: Iterable[str], known: dict[str, int]) -> Optional[int]:
    """Edition that the LSOA codes of one file settle: that of the codes which only one edition has (service B.9).

    `known` adds the codes of areas in the cache; None where no code settles it.
    """
    found = Counter(edition for edition in (known.get(code) or lsoa_edition(code) for code in codes) if edition)
    return max(found, key=lambda edition: (found[edition], edition), default=None)


def infer_editions(connection: sqlite3.Connection) -> None:
    """Give files whose own codes settle nothing the edition of the other files of their snapshot.

    Files without any LSOA code (Northern Ireland, the grid files of 2012) keep none.
    """
    known = known_codes(connection)
    undecided = connection.execute(
        "SELECT id, dataset, snapshot, lsoa_edition, published_rows > unplaced_rows + no_lsoa_rows FROM published_file"
        " WHERE (lsoa_edition IS NULL OR edition_inferred = 1) AND dataset <> 'stop-and-search'"
    ).fetchall()
    for file, dataset, snapshot, before, has_codes in undecided:
        codes = {code for (code,) in connection.execute(_CODES[Dataset(dataset)], (file,))}
        edition = settled_edition(codes, known)
        inferred = edition is None and bool(codes or has_codes)  # a slice may have none of its file's codes
        if inferred:
            edition = _snapshot_edition(connection, snapshot, before)
        connection.execute(
            "UPDATE published_file SET lsoa_edition = ?, edition_inferred = ? WHERE id = ?",
            (edition, int(inferred and edition is not None), file),
        )


def _snapshot_edition(connection: sqlite3.Connection, snapshot: str, before: Optional[int]) -> Optional[int]:
    """The one edition of a snapshot; that inferred `before` where a newer release has taken the others over."""
    editions = connection.execute(
        "SELECT DISTINCT lsoa_edition FROM published_file"
        " WHERE snapshot = ? AND edition_inferred = 0 AND lsoa_edition IS NOT NULL",
        (snapshot,),
    ).fetchall()
    return editions[0][0] if len(editions) == 1 else before if not editions else None


def known_codes(connection: sqlite3.Connection) -> dict[str, int]:
    """Edition by code, for LSOAs in the cache whose codes ONS never issued (invented ones, as in the sample)."""
    return dict(
        connection.execute(
            "SELECT code, edition FROM area WHERE kind = 'lsoa' AND CAST(substr(code, 2) AS INTEGER) > 1900000"
        )
    )
