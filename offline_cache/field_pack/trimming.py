# SPDX-License-Identifier: GPL-2.0-or-later
"""A cache trimmed to an area: rows, outlines, neighbourhoods and postcodes, in one file that opens on read-only media.

The ledger of a trimmed cache says of each file which LSOAs are kept, as that of any slice does, so what it answers
says what it rests on. Crimes of all types are kept: the ledger cannot say that a type is missing.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import struct
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from ..chosen_area import choose_lsoas
from ..errors import BadCache, CacheError, Cancelled, sqlite_sentences
from ..export.whole_file import replaced_when_whole
from ..model import Dataset, Month, Selection
from ..neighbourhood_ground import is_neighbourhood
from ..reader import reading, refuse_changed
from ..schema_version import make_schema
from .ground import Ground, ground_of_pack
from .model import Cancelled as IsCancelled
from .model import Progress, TrimReport
from .settling import settle_for_good
from .trimmed_answers import copy_answers, copy_postcodes, copy_revisions
from .trimmed_areas import copy_areas
from .trimmed_rows import MOST_STOPS, KeptFile, copy_published, kept_files

STOPPED = "Stopped. Nothing was made."
_ROWS_SHARE = 0.7
_STEPS = 10_000
_WITHOUT_LSOA = """
    SELECT count(*) FROM temp.chosen_place k JOIN place p ON p.id = k.id JOIN crime c ON c.place = p.id
    JOIN published_file f ON f.id = c.file
    WHERE p.lsoa = 0 AND (:first IS NULL OR f.month_start >= :first) AND (:last IS NULL OR f.month_start <= :last)
      AND f.published_rows > f.unplaced_rows + f.no_lsoa_rows
"""


def nothing(share: float) -> None:
    """Progress that nobody watches."""


def never() -> bool:
    """Work that nobody stops."""
    return False


def trim_cache(
    source: Path,
    target: Path,
    selection: Selection,
    progress: Progress = nothing,
    cancelled: IsCancelled = never,
) -> TrimReport:
    """Write to the new file `target` what the cache `source` holds of the selection's area, months and forces.

    Raises `CacheError` where `target` is there already or cannot be written, nothing of the selection is held, or
    it is stopped; then there is no `target`.
    """
    if os.path.lexists(target):
        raise CacheError(f"{target} is there already. Choose another name; nothing was changed.")
    with reading(source) as held, sqlite_sentences(source), _interrupted_by(held, cancelled):
        ground = ground_of_pack(held, selection)
        files = kept_files(held, selection, ground)
        if not any(file.dataset is Dataset.STREET for file in files):
            raise CacheError(
                "The cache holds no crimes of this area in these months. Choose others, or fetch the files first."
            )
        with replaced_when_whole(target) as part, _disk_of(target):
            report = _written(held, part, selection, ground, files, progress, cancelled)
            refuse_changed(held)
    progress(1.0)
    return report


def _written(
    held: sqlite3.Connection,
    part: Path,
    selection: Selection,
    ground: Ground,
    files: list[KeptFile],
    progress: Progress,
    cancelled: IsCancelled,
) -> TrimReport:
    done = 0

    def step() -> None:
        nonlocal done
        done += 1
        if cancelled():
            raise Cancelled(STOPPED)
        progress(_ROWS_SHARE * done / len(files))

    with _new_cache(part) as made, _interrupted_by(made, cancelled):
        try:
            rows = copy_published(held, made, files, ground, step)
        except struct.error as error:
            raise BadCache(
                "The cache holds a damaged geometry. Import the published files into a new cache."
            ) from error
        box = copy_areas(held, made, ground)
        progress(0.8)
        copy_answers(held, made, ground, box)
        copy_postcodes(held, made, ground, box)
        copy_revisions(held, made, [file.id for file in files])
        progress(0.9)
        settle_for_good(made)
        places = made.execute("SELECT count(*) FROM place").fetchone()[0]
    months = _street_months(files, ground)
    without = _without_lsoa(held, selection, ground)
    return TrimReport(
        files=len(files),
        crimes=rows[Dataset.STREET],
        outcomes=rows[Dataset.OUTCOMES],
        stops=rows[Dataset.STOPS],
        places=places,
        lsoas=None if ground.codes is None else tuple(sorted(ground.codes)),
        months=months,
        held_to=_street_months(kept_files(held, replace(selection, last=None), ground), ground)[-1],
        without_lsoa=without,
        size=part.stat().st_size,
        notes=tuple(_notes(held, selection, ground, files, without)),
    )


def _street_months(files: list[KeptFile], ground: Ground) -> tuple[Month, ...]:
    """The months of which street crimes are kept, in order: of those who police the area, where their files are.

    Others, such as British Transport Police, may reach on for months of which nearly nothing is known.
    """
    street = [file for file in files if file.dataset is Dataset.STREET]
    months = {file.month for file in street if file.force in ground.police} or {file.month for file in street}
    return tuple(map(Month.parse, sorted(months)))


def _without_lsoa(held: sqlite3.Connection, selection: Selection, ground: Ground) -> int:
    if not is_neighbourhood(selection.area) or ground.codes is None:
        return 0
    choose_lsoas(held, selection.area)
    limits = {
        "first": selection.first.start if selection.first else None,
        "last": selection.last.start if selection.last else None,
    }
    return int(held.execute(_WITHOUT_LSOA, limits).fetchone()[0])


def _notes(
    held: sqlite3.Connection, selection: Selection, ground: Ground, files: list[KeptFile], without: int
) -> Iterator[str]:
    yield from ground.notes
    if without:
        yield (f"{without:,} crimes inside name no LSOA, so they are not in the pack: it says so wherever it counts.")
    every = kept_files(held, selection, Ground(None, None, ground.forces, frozenset(), False, ()))
    wanted = [file.month for file in every if file.dataset is Dataset.STOPS]
    got = [file.month for file in files if file.dataset is Dataset.STOPS]
    if wanted and not ground.with_stops:
        yield (
            "Stops and searches are not in the pack: their files name no LSOA, so nobody can say which are of this "
            "area. A pack of a force or of a neighbourhood has them."
        )
    elif len(got) < len(wanted):
        since = f"from {min(got)} on" if got else "not at all"
        yield (
            f"Stops and searches are carried {since}: their files name no LSOA and are kept whole, as many as hold "
            f"{MOST_STOPS:,} rows."
        )


@contextlib.contextmanager
def _new_cache(path: Path) -> Iterator[sqlite3.Connection]:
    """A cache to be filled, in an empty file that only this program knows; at the end written and closed."""
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as made:
        made.execute("PRAGMA page_size = 4096")  # half the size of a large cache's: a pack has many small tables
        made.execute("PRAGMA journal_mode = OFF")  # a file that is not finished is thrown away
        made.execute("PRAGMA synchronous = OFF")
        made.execute("PRAGMA temp_store = MEMORY")
        made.execute("BEGIN")
        make_schema(made)
        yield made
        made.execute("COMMIT")
        made.execute("PRAGMA journal_mode = DELETE")


@contextlib.contextmanager
def _disk_of(target: Path) -> Iterator[None]:
    """Turn what SQLite says of a disk that has no room into a sentence about `target`, where alone it writes."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if "full" in str(error):
            raise CacheError(f"The disk is full: {target} was not made. Make room and try again.") from error
        raise


@contextlib.contextmanager
def _interrupted_by(connection: sqlite3.Connection, cancelled: IsCancelled) -> Iterator[None]:
    """End the statement that SQLite is at where the work is stopped; raises `Cancelled` then."""
    connection.set_progress_handler(lambda: int(cancelled()), _STEPS)
    try:
        yield
    except sqlite3.OperationalError as error:
        if cancelled():
            raise Cancelled(STOPPED) from error
        raise
    finally:
        connection.set_progress_handler(None, 0)
