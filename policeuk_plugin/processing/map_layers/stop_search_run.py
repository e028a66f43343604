# SPDX-License-Identifier: GPL-2.0-or-later
"""One run of `policeuk:stopsearchlayer`: which stops are asked for, their tables, what these rest on."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import QgsProcessingContext

from offline_cache.model import Dataset, Selection
from offline_cache.reader import reading
from offline_cache.reading_order import isolated
from offline_cache.stop_places import StopPlace, stop_places
from offline_cache.stop_tables import StopTables, refuse_area, stop_tables

from ...text import forces_phrase, gaps_phrases, many, months_phrase, number, redrawn, tr
from ..asking.selection_parameters import months_held, months_meant, read_area_and_months
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
        asked = read_area_and_months(algorithm, parameters, context, connection)
        refuse_area(asked)
        first, last = months_meant(asked, months_held(connection, asked, Dataset.STOPS))
        selection = replace(asked, first=first, last=last)
        tables = stop_tables(connection, selection)
        return StopSearchRun(
            cache, selection, tables, stop_places(connection, selection), _about(connection, selection, tables)
        )


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
            tr("{n} a time (UTC) in another month than that of their file, in which they count.").format(
                n=many(other, tr("stop has"), tr("stops have"))
            )
        )
    return [*lines, *held.notes, *([redrawn()] if held.spans_redrawing else [])]
