# SPDX-License-Identifier: GPL-2.0-or-later
"""One run of `policeuk:stopsearchlayer`: which stops are asked for, their tables, what these rest on."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import QgsProcessingContext

from offline_cache.chosen_area import read_area
from offline_cache.errors import CacheError
from offline_cache.ledger import published_files
from offline_cache.model import Dataset, Month, Selection
from offline_cache.reader import reading
from offline_cache.reading_order import isolated
from offline_cache.stop_places import StopPlace, stop_places
from offline_cache.stop_tables import StopTables, refuse_area, stop_tables

from ...text import forces_phrase, gaps_phrases, many, months_phrase, number, redrawn, tr
from ..asking.selection_parameters import AREA, FROM, MONTHS_AT_FIRST, TO, forces_meant, months_swapped
from ..units.crimes import About, rights_and_labels

if TYPE_CHECKING:
    from ..running.base import PoliceUkAlgorithm


@dataclass(frozen=True)
class StopSearchRun:
    """Stops of a selection in tables, and the snap points that they lie on."""

    cache: Path
    selection: Selection
    tables: StopTables
    places: list[StopPlace]
    about: About


def run_stops(algorithm: PoliceUkAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext) -> StopSearchRun:
    """Read what is asked for; raises `CacheError` where nothing of it is held."""
    cache = algorithm.cache_path(parameters, context)
    with reading(cache) as connection:
        asked = replace(
            read_area(connection, algorithm.parameterAsString(parameters, AREA, context)),
            first=algorithm.month(parameters, FROM, context),
            last=algorithm.month(parameters, TO, context),
        )
        refuse_area(asked)
        selection = _settled(connection, asked)
        tables = stop_tables(connection, selection)
        return StopSearchRun(
            cache, selection, tables, stop_places(connection, selection), _about(connection, selection, tables)
        )


def _settled(connection: sqlite3.Connection, asked: Selection) -> Selection:
    """Open months: the last one held, and the 36 that end there, as far as any are held."""
    forces = forces_meant(connection, asked)
    held = sorted(
        {
            file.key.month
            for file in published_files(connection)
            if file.key.dataset is Dataset.STOPS and (forces is None or file.key.force in forces)
        }
    )
    if not held:
        raise CacheError(
            tr("The cache holds no stops and searches of this area. Import published files of its force first.")
        )
    last = asked.last or (max(asked.first, held[-1]) if asked.first else held[-1])
    first = asked.first or min(last, max(held[0], _before(last, MONTHS_AT_FIRST - 1)))
    if first > last:
        raise months_swapped(first, last)
    return replace(asked, first=first, last=last)


def _before(month: Month, count: int) -> Month:
    months = month.year * 12 + month.month - 1 - count
    return Month(months // 12, months % 12 + 1)


def _about(connection: sqlite3.Connection, selection: Selection, tables: StopTables) -> About:
    rights, labels = rights_and_labels(connection, selection)
    first, last = selection.first, selection.last
    when = months_phrase(first, last) if first and last else ""
    where = isolated(selection.area.name) if selection.area else forces_phrase(force.force for force in tables.forces)
    months = (first, last) if first and last else None
    missing = len(tables.coverage.missing)
    return About(
        tr("stops and searches"), where, when, tuple(_basis(selection, tables)), rights, missing, labels, months
    )


def _basis(selection: Selection, tables: StopTables) -> list[str]:
    held = tables.coverage
    lines = [
        tr("{files} of stops and searches.").format(files=many(held.files, tr("published file"), tr("published files")))
    ]
    lines += [tr("Missing, which is not zero: {gap}.").format(gap=gap) for gap in gaps_phrases(held.missing)]
    lines += [] if held.missing else [tr("No month is missing.")]
    if selection.area is not None:
        lines.append(
            tr("{n} more in the same files have no place: whether they lie here is not known.").format(
                n=number(held.unplaced)
            )
        )
    if held.snapshots:
        lines.append(tr("Snapshot of the service: {snapshots}.").format(snapshots=", ".join(held.snapshots)))
    else:
        lines.append(tr("The files do not say from which snapshot of the service they are."))
    other = sum(force.other_month for force in tables.forces)
    if other:
        lines.append(
            tr(
                "{n} have a time, which is in UTC, of another month than their file; they count in that of the file."
            ).format(n=many(other, tr("stop"), tr("stops")))
        )
    return [*lines, *held.notes, *([redrawn()] if held.spans_redrawing else [])]
