# SPDX-License-Identifier: GPL-2.0-or-later
"""Snap points with their crimes, counted anew within limits, and the set of crime types that months are counted by."""

from __future__ import annotations

from offline_cache.model import ASB, Selection

ALL, RECORDED = "all", "recorded crime"
"""Sets of the view `crime_type_sets`; each crime type is a set of its own."""

# Counted first and joined to names and points afterwards, which takes half the time of counting all at once; by one
# number for place and type, which sorts faster than two. Where rows are grouped SQLite keeps look-ups that nothing
# needs, so they are joined where a limit names them only.
# The columns of the view `counted_places` in its order, without its key: see `sources`.
_ANEW = (
    "SELECT p.name AS location, k.name AS place_kind, l.code AS lsoa_code, l.name AS lsoa_name, n.crimes AS crimes,"
    " n.crime_types AS crime_types, n.leading_type AS leading_type, n.crime_months AS crime_months, p.geom AS geom"
    " FROM (SELECT place, sum(n) AS crimes, group_concat(crime_type || ' ' || n, '; ') AS crime_types,"
    " CASE WHEN group_concat(n) || ',' LIKE max(n) || ',' || max(n) || ',%' THEN 'several' ELSE crime_type END"
    " AS leading_type, group_concat(months, ' ') AS crime_months"
    " FROM (SELECT place, crime_type, count(*) AS n, group_concat(substr(month_start, 1, 7), ' ') AS months"
    " FROM (SELECT f.month_start AS month_start, f.force AS force, f.lsoa_edition AS lsoa_edition, c.place AS place,"
    " c.type AS type, t.name AS crime_type",
    "FROM published_file f JOIN crime c ON c.file = f.id AND c.id BETWEEN f.first_row AND f.last_row"
    " CROSS JOIN crime_type t ON t.id = c.type",
    "WHERE",
    "GROUP BY place * 4294967296 + type ORDER BY place, n DESC, crime_type) GROUP BY place) n"
    " CROSS JOIN place p ON p.id = n.place AND p.geom IS NOT NULL"
    " LEFT JOIN place_kind k ON k.id = p.kind LEFT JOIN lsoa l ON l.id = p.lsoa",
)
_LOOKED_UP = {
    "lsoa_code": ("j.code AS lsoa_code", "JOIN lsoa j ON j.id = q.lsoa"),
    "place_kind": ("i.name AS place_kind", "JOIN place_kind i ON i.id = q.kind"),
}


def counted_anew(where: str) -> str:
    """The query of the places with the crimes that meet a condition on month, force, type, LSOA, place and its kind."""
    head, tables, then, end = _ANEW
    needed = [of for name, of in _LOOKED_UP.items() if name in where]
    columns = "".join(f", {column}" for column, _ in needed)
    joins = " ".join(["CROSS JOIN place q ON q.id = c.place" if needed else "", *(join for _, join in needed)])
    return f"{head}{columns} {tables} {joins}) {then} {where} {end}"


def type_sets(selection: Selection) -> tuple[str, ...]:
    """The sets of types that a selection's places are counted by through time: one, or each type chosen."""
    if selection.crime_types:
        return tuple(name for name in selection.crime_types if selection.with_asb or name != ASB)
    return (ALL,) if selection.with_asb else (RECORDED,)
