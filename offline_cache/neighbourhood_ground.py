# SPDX-License-Identifier: GPL-2.0-or-later
"""What lies in the outlines of neighbourhoods.

Neighbourhoods are no sums of LSOAs: forces draw and redraw them, and they overlap. So rows lie in one by their snap
point, never by their LSOA.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Optional

from .errors import CacheError
from .export.geometry import box, geojson_geometry
from .inside import Bands
from .model import NEIGHBOURHOOD, Area
from .remembering import remembered
from .spatialite import point_of_blob

_OUTLINE = """
    SELECT o.geom, o.shape, substr(a.fetched_at, 1, 10) FROM neighbourhood_outline o JOIN answer a ON a.id = o.answer
    WHERE o.force = ? AND o.code = ? AND o.geom IS NOT NULL
"""
_WITHIN = """
    SELECT p.id, p.geom FROM idx_place_geom r JOIN place p ON p.id = r.pkid
    WHERE r.xmax >= ? AND r.xmin <= ? AND r.ymax >= ? AND r.ymin <= ?
"""
_NOT_VALID = "not valid"


@dataclass(frozen=True)
class HeldOutline:
    """The outline of a neighbourhood: SpatiaLite's BLOB (WGS84), how it stands, the day (UTC) it was fetched."""

    force: str
    code: str
    blob: bytes
    shape: str
    day: str


def is_neighbourhood(area: Optional[Area]) -> bool:
    """Whether an area is neighbourhoods."""
    return area is not None and area.kind == NEIGHBOURHOOD


def forces_of_neighbourhoods(area: Area) -> frozenset[str]:
    """The forces that drew these neighbourhoods, by slug."""
    return frozenset(code.partition("/")[0] for code in area.codes)


def outlines_of(connection: sqlite3.Connection, area: Area) -> tuple[HeldOutline, ...]:
    """The outlines of neighbourhoods; raises `CacheError` where one is no longer held."""
    return tuple(_outlines(connection, area))


def _outlines(connection: sqlite3.Connection, area: Area) -> Iterator[HeldOutline]:
    for text in area.codes:
        force, _, code = text.partition("/")
        row = connection.execute(_OUTLINE, (force, code)).fetchone()
        if row is None:
            raise CacheError(
                f"The cache holds no outline of the neighbourhood {text}: the force may have renamed it. Fetch "
                "neighbourhoods with 'neighbourhoods fetch', and choose it anew."
            )
        yield HeldOutline(force, code, *row)


def places_inside(connection: sqlite3.Connection, area: Area) -> tuple[int, ...]:
    """Rows of `place` that lie in one of these neighbourhoods or more, each once, in order."""
    return remembered(connection, ("places in", area), lambda: _places(connection, area))


def _places(connection: sqlite3.Connection, area: Area) -> tuple[int, ...]:
    found: set[int] = set()
    for outline in outlines_of(connection, area):
        west, south, east, north = box(outline.blob)
        polygons = [Bands(polygon) for polygon in geojson_geometry(outline.blob)["coordinates"]]
        for place, blob in connection.execute(_WITHIN, (west, east, south, north)):
            if place not in found and any(polygon.hold(*point_of_blob(blob)) for polygon in polygons):
                found.add(place)
    return tuple(sorted(found))


def outline_notes(connection: sqlite3.Connection, area: Optional[Area]) -> tuple[str, ...]:
    """Sentences on what a number of neighbourhoods rests on: whose outline, of which day; none for other areas."""
    if area is None or not is_neighbourhood(area):
        return ()
    outlines = outlines_of(connection, area)
    days = sorted({outline.day for outline in outlines})
    of = days[0] if len(days) == 1 else f"{days[0]} to {days[-1]}"
    notes = [
        f"Counted for {area.name} is what has its snap point in the outline as it was fetched on {of}, in all months: "
        "forces redraw their neighbourhoods, and what happened near the outline may have its snap point on the other "
        "side."
    ]
    crossing = [outline.code for outline in outlines if outline.shape == _NOT_VALID]
    if crossing:
        notes.append(
            f"The outline of {', '.join(crossing)} crosses itself: what lies where it overlaps itself is not counted."
        )
    return tuple(notes)


def ground_of(connection: sqlite3.Connection, area: Area) -> Any:
    """Neighbourhoods as one polygon (shapely, WGS84); raises `CacheError` where shapely or an outline is not there."""
    from .slice_outlines import polygon_of_blob

    first, *others = (polygon_of_blob(outline.blob) for outline in outlines_of(connection, area))
    for other in others:
        first = first.union(other)
    return first
