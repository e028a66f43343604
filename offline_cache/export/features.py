# SPDX-License-Identifier: GPL-2.0-or-later
"""A layer as features: every row with its geometry, or none, under plain names; blanks are NULL."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from ..errors import CacheError
from ..model import Dataset, Selection
from ..queries import street_parameters
from .choices import ExportLayer
from .rows import Parameters, Row, batches, columns_of, query, selected_files

# Types of GeoPackage; all else is text. A month as DATE shows the wrong month in QGIS 3.22.
_TYPES = {
    "month_start": "DATETIME",
    **dict.fromkeys(("lsoa_edition", "crimes", "edition", "residents", "households"), "INTEGER"),
}


@dataclass(frozen=True)
class Column:
    """A column of a feature table, with its type in a GeoPackage."""

    name: str
    type: str


@dataclass(frozen=True)
class FeatureTable:
    """Features in WGS84 degrees: each row is an id, a SpatiaLite BLOB or None, and one value a column."""

    layer: ExportLayer
    columns: tuple[Column, ...]
    geometry_type: str
    batches: Iterator[list[Row]]


def features(connection: sqlite3.Connection, selection: Selection, layer: ExportLayer) -> FeatureTable:
    """Features of the layer, with unique ids. Raises `CacheError` where nothing of the selection is held."""
    sql = query(layer.value)
    bound: list[Parameters] = [street_parameters(selection)]
    if layer is ExportLayer.AREAS:
        _refuse_no_areas(connection)
    else:
        files = selected_files(connection, selection, layer.dataset or Dataset.STREET)
        bound = bound if layer is ExportLayer.PLACES else files
    names = columns_of(connection, sql, bound[0])[2:]
    columns = tuple(Column(name, _TYPES.get(name, "TEXT")) for name in names)
    geometry = "MULTIPOLYGON" if layer is ExportLayer.AREAS else "POINT"
    return FeatureTable(layer, columns, geometry, batches(connection, sql, bound))


def _refuse_no_areas(connection: sqlite3.Connection) -> None:
    if not connection.execute("SELECT 1 FROM area LIMIT 1").fetchone():
        raise CacheError("The cache holds no areas. Import outlines with 'areas import' first.")
