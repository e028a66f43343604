# SPDX-License-Identifier: GPL-2.0-or-later
"""What is held, what is missing and why. Missing is not zero."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from typing import Optional

from .chosen_area import choose_lsoas, forces_of
from .ledger import published_files
from .model import Area, Coverage, Dataset, Gap, Month, PublishedFile, Selection
from .neighbourhood_ground import outline_notes
from .partial import AreaLsoas, Holding, Share, share
from .reading_order import isolated
from .reference import known_gaps
from .remembering import remembered
from .row_tables import for_each_dataset

NOT_HELD = "not held: not published, or not imported"
PUBLISHED_EMPTY = "published without a single crime, which is not believed"

_NOT_CARRIED = for_each_dataset("""
    SELECT count(*)
    FROM place p
    JOIN $table r ON r.place = p.id
    JOIN published_file f ON f.id = r.file
    WHERE p.geom IS NOT NULL AND p.lsoa IN (SELECT lsoa FROM temp.doubtful_lsoa)
      AND EXISTS (
        SELECT 1 FROM temp.doubtful_lsoa d WHERE d.edition = coalesce(f.lsoa_edition, 0) AND d.lsoa = p.lsoa)
      AND instr(?, '|' || f.force || '|') > 0 AND f.dataset = ?
      AND (? IS NULL OR f.month_start >= ?) AND (? IS NULL OR f.month_start <= ?)
""")

# A slice holds no row without an LSOA, however many its file has.
_NOT_IN_SLICES = """
    SELECT coalesce(sum(f.no_lsoa_rows), 0) FROM published_file f
    WHERE f.scope IS NOT NULL AND instr(?, '|' || f.force || '|') > 0 AND f.dataset = ?
      AND (? IS NULL OR f.month_start >= ?) AND (? IS NULL OR f.month_start <= ?)
"""


def gaps(files: list[PublishedFile]) -> list[Gap]:
    """Months that are not held between the first and the last month held of each force.

    A dataset that a force has no file of is a gap only where it is known that it was not published.
    """
    held: dict[str, dict[Dataset, set[Month]]] = defaultdict(lambda: defaultdict(set))
    empty = set()
    for file in files:
        if file.key.dataset is Dataset.STREET and not file.published:
            empty.add((file.key.force, file.key.month))
        held[file.key.force][file.key.dataset].add(file.key.month)
    found = []
    for force, datasets in sorted(held.items()):
        months = set().union(*datasets.values())
        for dataset in Dataset:
            for month in Month.span(min(months), max(months)):
                if dataset is Dataset.STREET and (force, month) in empty:
                    found.append(Gap(force, month, dataset, _reason(force, month, empty=True)))
                elif month not in datasets.get(dataset, ()):
                    reason = known_gap(force, dataset, month)
                    if reason or dataset in datasets:
                        found.append(Gap(force, month, dataset, reason or NOT_HELD))
    return found


def _reason(force: str, month: Month, empty: bool, dataset: Dataset = Dataset.STREET) -> str:
    return known_gap(force, dataset, month) or (PUBLISHED_EMPTY if empty else NOT_HELD)


def _not_believed(file: PublishedFile) -> bool:
    """Whether a file says that there was no crime at all; a month without an outcome or a stop may be."""
    return file.key.dataset is Dataset.STREET and not file.published


def known_gap(force: str, dataset: Dataset, month: Month) -> Optional[str]:
    """Why the service has no such file, as far as is known (`reference/known_gaps.json`)."""
    for gap in known_gaps():
        first, last = gap["from"], gap["to"]
        within = (first is None or first <= str(month)) and (last is None or str(month) <= last)
        if within and gap["force"] == force and dataset.value in gap["datasets"]:
            return str(gap["fact"])
    return None


def known_limits(forces: set[str]) -> list[str]:
    """What else is known about the data of these forces, in sentences."""
    return [
        f"{gap['force'] or 'All forces'}, {gap['about']}: {gap['fact']}"
        for gap in known_gaps()
        if not gap["datasets"] and (gap["force"] is None or gap["force"] in forces)
    ]


def coverage(connection: sqlite3.Connection, selection: Selection, dataset: Dataset = Dataset.STREET) -> Coverage:
    """What numbers of `selection` rest on, of street-level crimes or another dataset; of all crime types.

    Months asked for that a chosen force lacks are missing; with none chosen, those of the forces that the
    area rests on, or of any force held. Without a first or last month, those held bound what is asked for.
    `unplaced` rows have no LSOA: whether they lie in the area is not known. Of a slice only some LSOAs are held:
    its month is partial, unless the selected area lies within them, and missing where none of the area is.
    """
    files = [file for file in published_files(connection) if file.key.dataset is dataset]
    empty = {(file.key.force, file.key.month) for file in files if _not_believed(file)}
    files = [file for file in files if not _not_believed(file)]
    forces = _forces(connection, selection, files)
    shares = file_shares(connection, selection, files)
    reasons = {(file.key.force, file.key.month): of.lacking for file, of in zip(files, shares)}
    there = [file for file, of in zip(files, shares) if of.holding is not Holding.NOTHING]
    chosen = [file for file in there if file.key.force in forces and _within(file.key.month, selection)]
    months = {file.key.month for file in files if file.key.force in forces} or {file.key.month for file in files}
    asked = months | {month for month in (selection.first, selection.last) if month}
    first = selection.first or min(asked, default=None)
    last = selection.last or max(asked, default=None)
    held = {(file.key.force, file.key.month): file for file in chosen}
    missing = [
        Gap(
            force,
            month,
            dataset,
            reasons.get((force, month)) or _reason(force, month, (force, month) in empty, dataset),
        )
        for force in forces
        for month in (Month.span(first, last) if first and last else [])
        if (force, month) not in held
    ]
    slices = [file for file in chosen if file.scope is not None]
    return Coverage(
        files=len(chosen),
        rows=sum(file.rows for file in chosen),
        unplaced=sum(file.unplaced for file in chosen),
        missing=tuple(missing),
        lsoa_editions=tuple(sorted({file.lsoa_edition for file in chosen if file.lsoa_edition})),
        snapshots=tuple(sorted({str(file.snapshot.month) for file in chosen if file.snapshot.exact})),
        first=min((month for _, month in held), default=None),
        last=max((month for _, month in held), default=None),
        not_carried=not_carried(connection, selection, dataset, forces),
        partial=tuple(
            Gap(force, month, dataset, reasons[force, month]) for force, month in sorted(held) if reasons[force, month]
        ),
        unplaced_not_held=sum(file.unplaced for file in slices),
        notes=outline_notes(connection, selection.area),
    )


def file_shares(connection: sqlite3.Connection, selection: Selection, files: list[PublishedFile]) -> list[Share]:
    """How much of a selection's area, or of all where it has none, each file has."""
    area, lsoas = selection.area, None
    if area and any(file.scope is not None for file in files):
        lsoas = remembered(connection, ("LSOAs of", area), lambda: AreaLsoas(connection, area))
    return [share(file, lsoas) for file in files]


def lacking(connection: sqlite3.Connection, selection: Selection, dataset: Dataset) -> list[Gap]:
    """The files of a dataset, of the selected forces and months, of which not all that is selected is held."""
    files = [file for file in published_files(connection) if file.key.dataset is dataset]
    forces = _forces(connection, selection, files)
    files = [file for file in files if file.key.force in forces and _within(file.key.month, selection)]
    shares = file_shares(connection, selection, files)
    return [
        Gap(file.key.force, file.key.month, dataset, of.lacking)
        for file, of in zip(files, shares)
        if of.holding is not Holding.ALL
    ]


def not_carried(connection: sqlite3.Connection, selection: Selection, dataset: Dataset, forces: tuple[str, ...]) -> int:
    """Rows with a place of which it is not known whether they lie in the selected area; see `choose_lsoas`.

    Of the files of these forces in the selected months, and of all crime types.
    """
    if selection.area is None:
        return 0
    choose_lsoas(connection, selection.area)
    names = f"|{'|'.join(forces)}|"
    limits = [month.start if month else None for month in (selection.first, selection.last)]
    parameters = (names, dataset.value, limits[0], limits[0], limits[1], limits[1])
    held = int(connection.execute(_NOT_CARRIED[dataset], parameters).fetchone()[0])
    return held + int(connection.execute(_NOT_IN_SLICES, parameters).fetchone()[0])


def _forces(connection: sqlite3.Connection, selection: Selection, files: list[PublishedFile]) -> tuple[str, ...]:
    if selection.forces:
        return selection.forces
    if selection.area:
        choose_lsoas(connection, selection.area)
        return forces_of(connection, selection.area)
    return tuple(sorted({file.key.force for file in files}))


def _within(month: Month, selection: Selection) -> bool:
    first, last = selection.first, selection.last
    return (first is None or first <= month) and (last is None or month <= last)


def not_carried_line(number: int, rows: str, area: Area) -> str:
    """A sentence about rows (`crimes`, `outcomes`) of which it is not known whether they lie in the area."""
    return (
        f"{number:,} more {rows} in the same files have a place, but no LSOA or one that cannot be carried to "
        f"{isolated(area.name)} exactly: whether they lie there is not known."
    )


def not_held_line(number: int, rows: str) -> str:
    """A sentence about rows (`crimes`) without a place in files of which only slices are held."""
    return (
        f"Of the {number:,} {rows} without a place in the files held as slices it is not known whether they lie here."
    )
