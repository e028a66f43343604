# SPDX-License-Identifier: GPL-2.0-or-later
"""A layer as a table: crimes, outcomes and stops in the service's own columns and values, row for row."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from ..layouts import HEADERS, Layout
from ..model import Dataset, Selection
from ..queries import street_parameters
from .choices import ExportLayer
from .features import features
from .rows import PUBLISHED_ROWS, Row, batches, columns_of, query, selected_files

_LAYOUTS = {
    ExportLayer.CRIMES: Layout.STREET,
    ExportLayer.OUTCOMES: Layout.OUTCOMES,
    ExportLayer.STOPS: Layout.STOPS,
}


@dataclass(frozen=True)
class Table:
    """Column names, and batches of rows that agree with them."""

    columns: tuple[str, ...]
    batches: Iterator[list[Row]]


def published_table(connection: sqlite3.Connection, selection: Selection, layer: ExportLayer) -> Table:
    """The layer without geometry: by force and month, and in the order of the published file within.

    Where all files of the selection are of 2012, with easting and northing, so is the table; where only some
    are, it has the later columns, with coordinates computed from the grid. Places come with their published
    coordinates; areas without their outlines, which no spreadsheet can hold.
    """
    if layer in _LAYOUTS:
        return _as_published(connection, selection, layer)
    if layer is ExportLayer.PLACES:
        selected_files(connection, selection, Dataset.STREET)
        sql, parameters = query("csv_places"), street_parameters(selection)
        return Table(columns_of(connection, sql, parameters), batches(connection, sql, [parameters]))
    areas = features(connection, selection, layer)
    columns = tuple(column.name for column in areas.columns)
    return Table(columns, ([row[2:] for row in batch] for batch in areas.batches))


def _as_published(connection: sqlite3.Connection, selection: Selection, layer: ExportLayer) -> Table:
    layout = _LAYOUTS[layer]
    files = selected_files(connection, selection, layout.dataset)
    if all(file["layout"] == Layout.STREET_2012.value for file in files):
        layout = Layout.STREET_2012
    return Table(HEADERS[layout], batches(connection, query(PUBLISHED_ROWS[layout]), files))
