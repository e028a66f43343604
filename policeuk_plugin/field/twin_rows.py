# SPDX-License-Identifier: GPL-2.0-or-later
"""Rows of the twin that no layer of the cache has: outcomes counted by place, and names to search for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from qgis.core import QgsGeometry, QgsPointXY
from qgis.PyQt.QtCore import QVariant

from offline_cache.export.geometry import box
from offline_cache.reader import reading

Columns = Sequence[tuple[str, int]]
Rows = Iterator[tuple[QgsGeometry, Sequence[object]]]

_TEXT, _WHOLE = QVariant.String, QVariant.Int
_OUTCOMES = (
    "SELECT location, place_kind, lsoa_code, lsoa_name, outcome_group, sum(n) AS outcomes,"
    " group_concat(outcome || ' ' || n, '; ') AS outcome, min(first) AS first, max(last) AS last, geom FROM ("
    "SELECT place, location, place_kind, lsoa_code, lsoa_name, outcome_group, outcome, count(*) AS n,"
    " min(month) AS first, max(month) AS last, geom FROM outcome_points",
    "GROUP BY place, outcome_group, outcome ORDER BY place, outcome_group, n DESC, outcome)"
    " GROUP BY place, outcome_group",
)
_NAMED = """
    SELECT p.name AS name, k.name AS kind, l.name AS part, p.geom
    FROM place p LEFT JOIN place_kind k ON k.id = p.kind LEFT JOIN lsoa l ON l.id = p.lsoa
    WHERE p.geom IS NOT NULL AND p.name <> '' GROUP BY lower(p.name), l.name ORDER BY p.name, l.name
"""
_POSTCODES = "SELECT code, longitude, latitude FROM postcode WHERE longitude IS NOT NULL AND ended = '' ORDER BY code"
_STATIONS = "SELECT name, address, geom FROM police_stations WHERE geom IS NOT NULL ORDER BY name"
_TEAMS = """
    SELECT name, longitude, latitude FROM neighbourhood_detail WHERE longitude IS NOT NULL ORDER BY name
"""


def outcomes_by_place(cache: Path, where: str) -> tuple[Columns, Rows]:
    """One row a snap point and group of outcomes with how many they are; `where` is the layer's own filter."""
    texts = ("location", "place_kind", "lsoa_code", "lsoa_name", "outcome_group")
    columns = [(name, _TEXT) for name in texts]
    columns += [("outcomes", _WHOLE), ("outcome", _TEXT), ("first_month", _TEXT), ("last_month", _TEXT)]
    head, tail = _OUTCOMES
    return columns, _outcomes(cache, " ".join([head, f"WHERE {where}" if where else "", tail]))


def places_to_search(cache: Path) -> tuple[Columns, Rows]:
    """Names of streets, points of interest, postcodes, stations and neighbourhoods with a point each (WGS84)."""
    return [("name", _TEXT), ("kind", _TEXT), ("part", _TEXT)], _named(cache)


def _outcomes(cache: Path, query: str) -> Rows:
    with reading(cache) as connection:
        for *values, point in connection.execute(query):
            yield _at(*box(point)[:2]), values


def _named(cache: Path) -> Rows:
    with reading(cache) as connection:
        for name, kind, part, point in connection.execute(_NAMED):
            yield _at(*box(point)[:2]), (name, kind, part)
        for name, address, point in connection.execute(_STATIONS):
            yield _at(*box(point)[:2]), (name, "Police station", address)
        for name, x, y in connection.execute(_TEAMS):
            yield _at(x, y), (name, "Neighbourhood", "")
        for code, x, y in connection.execute(_POSTCODES):
            yield _at(x, y), (f"{code[:-3]} {code[-3:]}", "Postcode", "")


def _at(x: float, y: float) -> QgsGeometry:
    return QgsGeometry.fromPointXY(QgsPointXY(x, y))
