# SPDX-License-Identifier: GPL-2.0-or-later
"""What a CSV of reference data holds, told from its columns, never from its name."""

from __future__ import annotations

import sqlite3
from itertools import islice
from typing import Optional

from ..areas.census import census_columns
from ..areas.fields import area_columns
from ..areas.model import AreaKind, Contents
from ..areas.tables import figure_columns, read_table
from ..errors import BadFile
from .area_classes import (
    CLUSTERS,
    OUTPUT_AREAS,
    read_clusters,
    read_output_areas,
    read_regions,
    read_rural_urban,
)
from .attribute_table import measure_columns, read_attributes
from .cells import is_number
from .census_shares import census_shares, read_census
from .code_columns import CodeColumn, code_column
from .csv_table import Table, Tick, read_csv
from .deprivation import is_deprivation, read_deprivation
from .official_table import is_official, read_official
from .parts import Reading
from .peer_table import is_ons_list, is_peer_list, read_ons_lists, read_peer_list

_LOOKED_AT = 200
_READ = (
    "Census tables, indices of deprivation, area classes, look-ups, lists of peers (area,peer), ONS's tables of "
    "recorded crime (P1, C2), and any table with a column of ONS's codes (such as LSOA21CD) and columns of numbers"
)


def read_reference(data: bytes, file: str, connection: sqlite3.Connection, tick: Tick) -> Reading:
    """Everything that the CSV holds; names in lists of peers are those that the cache knows. Raises `BadFile`."""
    table = read_csv(data, file, tick)
    if is_official(table):
        return read_official(table)
    if is_ons_list(table):
        return read_ons_lists(table)
    if is_peer_list(table):
        return read_peer_list(table, connection)
    if table.has("ladcd", "rgnnm"):
        return read_regions(table)
    column = code_column(table)
    if column is None:
        raise BadFile(f"{file} is no reference data that is known here. What is read: {_READ}.")
    return _classed(table, column) or _measured(table, column, data)


def _classed(table: Table, column: CodeColumn) -> Optional[Reading]:
    if table.has(*OUTPUT_AREAS):
        return read_output_areas(table, column)
    if table.has(*CLUSTERS):
        return read_clusters(table, column)
    if table.column("ruc21_code", "ruc21cd", "ruc11_code", "ruc11cd") >= 0 and column.areas.kind is AreaKind.LSOA:
        return read_rural_urban(table, column)
    return read_deprivation(table, column) if is_deprivation(table) else None


def _measured(table: Table, column: CodeColumn, data: bytes) -> Reading:
    """Census shares, figures, attributes; a look-up where a table has none of them."""
    figures = _has_figures(table, column)
    taken = set(figure_columns(table.header).values()) if figures else set()
    contents = (read_table(data, table.file),) if figures else ()
    if census_shares(table):
        shares = read_census(table, column)
        return Reading((*contents, *shares.parts), shares.notes)
    if census_columns(table.header) is None and _has_measures(table, column, taken):
        attributes = read_attributes(table, column, taken)
        return Reading((*contents, *attributes.parts), attributes.notes)
    return Reading(contents or (_look_up(table, data),))


def _look_up(table: Table, data: bytes) -> Contents:
    if len(area_columns(table.header)) < 2:
        raise BadFile(
            f"{table.file} names areas but has no column of numbers beside them that could be compared. What is read: "
            f"{_READ}."
        )
    return read_table(data, table.file)


def _has_figures(table: Table, column: CodeColumn) -> bool:
    """Whether the table has residents or households of LSOAs, which rates are of."""
    of_lsoas = column.areas.kind is AreaKind.LSOA and column.stated
    return (of_lsoas and bool(figure_columns(table.header))) or census_columns(table.header) is not None


def _has_measures(table: Table, column: CodeColumn, taken: set[int]) -> bool:
    possible = [position for position in measure_columns(table, column) if position not in taken]
    rows = list(islice(table.rows(), _LOOKED_AT))
    return any(is_number(row[position]) for position in possible for _, row in rows)
