# SPDX-License-Identifier: GPL-2.0-or-later
"""A selection in a few numbers with their coverage: what a user is told before anything is run."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import Optional

from .chosen_area import choose_lsoas, forces_of
from .coverage import file_shares
from .ledger import published_files
from .model import ASB, By, Coverage, Dataset, Month, Selection
from .partial import Holding
from .queries import CRIMES, counts, street_parameters

_SNAP_POINTS = f"""
    SELECT count(DISTINCT p.id), min(CAST(p.longitude AS REAL)), min(CAST(p.latitude AS REAL)),
      max(CAST(p.longitude AS REAL)), max(CAST(p.latitude AS REAL)) {CRIMES} AND p.geom IS NOT NULL
"""


@dataclass(frozen=True)
class SelectionSummary:
    """Numbers of a selection: `crimes` in all, of which those with a place lie on `snap_points`.

    `unplaced` crimes of these types have no place. They are among `crimes`, unless an area is selected: then they
    are those of the same files, of which it is not known whether they lie there. Of slices such crimes are not held:
    `unplaced_not_held` counts them, of all types. `by_type` counts every crime type of area and months. `bounds` are
    west, south, east and north of the snap points in WGS84 degrees, None without any. `held_by` gives the forces
    whose street file has all that is selected of each month, `partly_by` those of which it has a part; `forces` are
    those that the selection rests on.
    """

    selection: Selection
    crimes: int
    snap_points: int
    unplaced: int
    unplaced_not_held: int
    by_type: dict[str, int]
    bounds: Optional[tuple[float, float, float, float]]
    forces: tuple[str, ...]
    held_by: dict[Month, frozenset[str]]
    partly_by: dict[Month, frozenset[str]]
    coverage: Coverage


def summarise(connection: sqlite3.Connection, selection: Selection) -> SelectionSummary:
    """Count a selection; raises `CacheError` where its area cannot be looked up."""
    all_types = counts(connection, replace(selection, crime_types=(), with_asb=True), By.CRIME_TYPE)
    by_type = {str(name): int(count or 0) for name, count in all_types.rows}
    crimes = sum(count for name, count in by_type.items() if counted(name, selection))
    choose_lsoas(connection, selection.area)
    points, *bounds = connection.execute(_SNAP_POINTS, street_parameters(selection)).fetchone()
    held, partly = _held_by(connection, selection)
    forces = _forces(connection, selection)
    files_of = replace(selection, area=None, forces=forces)
    unplaced = counts(connection, files_of, By.FORCE).unplaced if forces else 0
    return SelectionSummary(
        selection=selection,
        crimes=crimes,
        snap_points=points,
        unplaced=unplaced,
        unplaced_not_held=all_types.coverage.unplaced_not_held,
        by_type=by_type,
        bounds=tuple(bounds) if points else None,
        forces=forces,
        held_by=held,
        partly_by=partly,
        coverage=all_types.coverage,
    )


def counted(crime_type: str, selection: Selection) -> bool:
    """Whether a crime type is within a selection."""
    if crime_type == ASB and not selection.with_asb:
        return False
    return not selection.crime_types or crime_type in selection.crime_types


_ByMonth = dict[Month, frozenset[str]]


def _held_by(connection: sqlite3.Connection, selection: Selection) -> tuple[_ByMonth, _ByMonth]:
    """The forces that have all that is selected of each month, and those that have a part."""
    files = [file for file in published_files(connection) if file.key.dataset is Dataset.STREET]
    found: dict[Month, dict[Holding, set[str]]] = {}
    for file, of in zip(files, file_shares(connection, selection, files)):
        holding = of.holding if file.published else Holding.NOTHING
        found.setdefault(file.key.month, defaultdict(set))[holding].add(file.key.force)
    held, partly = (
        {month: frozenset(forces[holding]) for month, forces in sorted(found.items())}
        for holding in (Holding.ALL, Holding.PART)
    )
    return held, partly


def _forces(connection: sqlite3.Connection, selection: Selection) -> tuple[str, ...]:
    if selection.area is not None:
        choose_lsoas(connection, selection.area)
        return forces_of(connection, selection.area)
    files = (file.key for file in published_files(connection))
    return selection.forces or tuple(sorted({key.force for key in files if key.dataset is Dataset.STREET}))
