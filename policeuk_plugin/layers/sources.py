# SPDX-License-Identifier: GPL-2.0-or-later
"""Where a layer reads: data source strings for OGR, and the subset strings that a selection becomes."""

from __future__ import annotations

from pathlib import Path

from offline_cache.model import ASB, Selection

from .holdings import HeldOutlines
from .kinds import SPECS, LayerKind

# OGR and not the spatialite provider, measured on QGIS 3.22, 3.40 and 3.44 with 120,000 crimes: it opens in
# 0.01 s (0.06 s), also while a writer holds a transaction (5 s) and before the statistics are written (1.2 s),
# and it opens a cache in WAL mode on read-only media (spatialite: invalid). Filters and windows take as long.
PROVIDER = "ogr"

_PLACES_OF = (
    "SELECT place AS id, location, place_kind, sum(n) AS crimes,"
    " group_concat(crime_type || ' ' || n, '; ') AS crime_types, geom"
    " FROM (SELECT place, location, place_kind, crime_type, count(*) AS n, geom FROM crime_points WHERE",
    "GROUP BY place, crime_type ORDER BY place, n DESC) GROUP BY place",
)


def source(cache: Path, kind: LayerKind, selection: Selection) -> str:
    """The data source of a layer, limited to the selection."""
    subset = subset_string(kind, selection)
    layer = f"{cache}|layername={SPECS[kind].table}"
    return f"{layer}|subset={subset}" if subset else layer


def area_source(cache: Path, areas: HeldOutlines) -> str:
    """The data source of the outlines of one kind and edition."""
    subset = f'"kind" = {quoted(areas.kind.value)} AND "edition" = {areas.edition:d}'
    return f"{cache}|layername={SPECS[LayerKind.AREAS].table}|subset={subset}"


def subset_string(kind: LayerKind, selection: Selection) -> str:
    """The filter of a layer in SQLite's words; '' for no limit.

    Places are counted anew within the limits, or their numbers would be of more than the map shows.
    Crime types limit crimes and places only: outcomes and stops have none.
    """
    limits = _limits(selection)
    if kind in (LayerKind.CRIMES, LayerKind.PLACES):
        limits += _type_limits(selection)
    where = " AND ".join(limits)
    if kind is LayerKind.PLACES and where:
        return " ".join((_PLACES_OF[0], where, _PLACES_OF[1]))
    return where


def quoted(text: str) -> str:
    """A text as an SQL literal: subset strings cannot be given values apart."""
    return "'" + text.replace("'", "''") + "'"


def _limits(selection: Selection) -> list[str]:
    limits = []
    if selection.first:
        limits.append(f'"month_start" >= {quoted(selection.first.start)}')
    if selection.last:
        limits.append(f'"month_start" <= {quoted(selection.last.start)}')
    if selection.forces:
        limits.append(f'"force" IN ({", ".join(map(quoted, selection.forces))})')
    return limits


def _type_limits(selection: Selection) -> list[str]:
    limits = []
    if selection.crime_types:
        limits.append(f'"crime_type" IN ({", ".join(map(quoted, selection.crime_types))})')
    if not selection.with_asb:
        limits.append(f'"crime_type" <> {quoted(ASB)}')
    return limits
