# SPDX-License-Identifier: GPL-2.0-or-later
"""What reference data is held: from where, of which edition, of which year, under which licence."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Optional

from ..areas.model import AreaContent, AreaSet
from .measures import held_measures

_SOURCES = """
    SELECT id, content, kind, edition, detail, source, licence, imported_at FROM area_source
    WHERE content <> 'outlines' ORDER BY content, kind, edition, imported_at, id
"""
_COUNTED = {
    AreaContent.LOOK_UP: "SELECT source, count(DISTINCT code) FROM area_in_area GROUP BY source",
    AreaContent.EXACT_FIT: "SELECT source, count(DISTINCT lsoa11) FROM lsoa_exact_fit GROUP BY source",
    AreaContent.FIGURES: "SELECT source, count(DISTINCT code) FROM area_figure GROUP BY source",
    AreaContent.ATTRIBUTES: "SELECT source, max(n) FROM (SELECT source, count(*) AS n FROM area_attribute"
    " GROUP BY measure, source) GROUP BY source",
    AreaContent.CLASSES: "SELECT source, count(DISTINCT code) FROM area_class GROUP BY source",
    AreaContent.PEERS: "SELECT l.source, count(DISTINCT p.area) FROM peer_list l JOIN peer p ON p.list = l.id"
    " GROUP BY l.source",
    AreaContent.OFFICIAL: "SELECT c.source, count(DISTINCT CASE WHEN c.kind = s.kind THEN c.code END)"
    " FROM official_count c JOIN area_source s ON s.id = c.source GROUP BY c.source",
}
_YEARS = "SELECT source, max(year) FROM area_measure GROUP BY source HAVING min(year) = max(year)"
_PERIODS = "SELECT source, max(period_end) FROM official_count GROUP BY source"


@dataclass(frozen=True)
class ReferenceStatus:
    """One part of one file: `areas` are still held as it has them. `edition` is that of the areas or of the list.

    `of` is the time of the data: a year, or the last month of a period; '' where the file does not say.
    """

    content: str
    kind: str
    edition: int
    of: str
    detail: str
    areas: int
    source: str
    licence: str
    imported_at: str


@dataclass(frozen=True)
class MeasureStatus:
    """A measure of a set of areas, as it can be asked for; `circular` ones are never used to choose peers."""

    name: str
    title: str
    year: Optional[int]
    source: str
    circular: bool
    from_lsoas: bool


def reference_status(connection: sqlite3.Connection) -> list[ReferenceStatus]:
    """One entry for each part of each file, look-ups and figures of `areas import` among them."""
    held = {content: dict(connection.execute(sql).fetchall()) for content, sql in _COUNTED.items()}
    times: dict[int, object] = {**dict(connection.execute(_YEARS)), **dict(connection.execute(_PERIODS))}
    return [
        ReferenceStatus(
            content=content,
            kind=kind,
            edition=edition,
            of=str(times.get(number) or ""),
            detail=detail,
            areas=held[AreaContent(content)].get(number, 0),
            source=source,
            licence=licence,
            imported_at=imported,
        )
        for number, content, kind, edition, detail, source, licence, imported in connection.execute(_SOURCES).fetchall()
    ]


def measure_status(connection: sqlite3.Connection, areas: AreaSet) -> list[MeasureStatus]:
    """The measures that areas of a set can be compared by, or shown with."""
    return [
        MeasureStatus(
            held.measure.name,
            held.measure.title,
            held.measure.year,
            held.measure.source,
            held.measure.circular,
            held.measure.from_lsoas,
        )
        for held in held_measures(connection, areas).values()
    ]
