# SPDX-License-Identifier: GPL-2.0-or-later
"""The outlines of areas in the cache: their own, else put together of those of their LSOAs."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Optional

from qgis.core import QgsGeometry

from offline_cache.areas.model import PLURALS, AreaKind, AreaSet
from offline_cache.errors import AreasLacking
from offline_cache.export.geometry import package_blob
from offline_cache.model import NEIGHBOURHOOD, Area
from offline_cache.neighbourhood_ground import outlines_of as held_outlines

from ...analysis.errors import Cancelled, stop_if
from ...text import number, tr

if TYPE_CHECKING:
    from offline_cache.area_levels import Level

_OUTLINE = "SELECT geom FROM area WHERE kind = ? AND edition = ? AND code = ? AND geom IS NOT NULL"
_EDITIONS = "SELECT DISTINCT edition FROM area WHERE kind = 'lsoa' AND geom IS NOT NULL ORDER BY edition DESC"
_LICENCES = """
    SELECT DISTINCT licence FROM area_source WHERE content = 'outlines' AND kind IN (?, 'lsoa') ORDER BY licence
"""
_PACKAGE_HEAD = 40  # of a GeoPackage's BLOB with an envelope, before the WKB


def lsoa_editions_drawn(connection: sqlite3.Connection) -> tuple[int, ...]:
    """The editions of LSOAs that have outlines, the newest first."""
    return tuple(edition for (edition,) in connection.execute(_EDITIONS))


def outlines_of(
    connection: sqlite3.Connection, level: Level, cancelled: Cancelled
) -> tuple[dict[str, QgsGeometry], bool]:
    """Outlines by code, in WGS84 degrees, and whether they were put together of LSOAs.

    Raises `AreasLacking` where there is none at all; areas without one are not in the dictionary.
    """
    found = _drawn(connection, level.areas, level.names)
    if found:
        return found, False
    if level.areas.kind is not AreaKind.LSOA:
        for edition in lsoa_editions_drawn(connection):
            made = _made_of_lsoas(connection, level, edition, cancelled)
            if made:
                return made, True
    raise no_outlines(level.areas)


def no_outlines(areas: AreaSet) -> AreasLacking:
    """The refusal where areas have no outlines."""
    return AreasLacking(
        tr(
            "The cache has no outlines of these {areas}. Bring them in with 'Fetch areas' on the page Data, or with "
            "'areas fetch' or 'areas import' from a shell."
        ).format(areas=PLURALS[areas.kind])
    )


def licences_of(connection: sqlite3.Connection, kind: str) -> tuple[str, ...]:
    """Whose outlines they are."""
    return tuple(licence for (licence,) in connection.execute(_LICENCES, (kind,)))


def neighbourhood_outlines(connection: sqlite3.Connection, codes: Sequence[str]) -> dict[str, QgsGeometry]:
    """Outlines of neighbourhoods by `force/id`, in WGS84 degrees."""
    found = {}
    for held in held_outlines(connection, Area(NEIGHBOURHOOD, tuple(codes), "")):
        geometry = geometry_of(held.blob)
        if geometry is not None:
            found[f"{held.force}/{held.code}"] = geometry
    return found


def without_outline(number_of: int, areas: str) -> str:
    """A note on areas that cannot be drawn."""
    if number_of == 1:
        return tr("One of the {areas} has no outline held, so it is on no map.").format(areas=areas)
    return tr("{n} of the {areas} have no outline held, so they are on no map.").format(
        n=number(number_of), areas=areas
    )


def _drawn(connection: sqlite3.Connection, areas: AreaSet, codes: Iterable[str]) -> dict[str, QgsGeometry]:
    found = {}
    for code in codes:
        row = connection.execute(_OUTLINE, (areas.kind.value, areas.edition, code)).fetchone()
        geometry = geometry_of(row[0]) if row else None
        if geometry is not None:
            found[code] = geometry
    return found


def geometry_of(blob: bytes) -> Optional[QgsGeometry]:
    """A geometry of the cache; None for none."""
    geometry = QgsGeometry()
    geometry.fromWkb(package_blob(blob)[_PACKAGE_HEAD:])
    return None if geometry.isNull() or geometry.isEmpty() else geometry


def _made_of_lsoas(
    connection: sqlite3.Connection, level: Level, edition: int, cancelled: Cancelled
) -> dict[str, QgsGeometry]:
    """Areas of which the outlines of all LSOAs are held, each as the union of these."""
    lsoas = AreaSet(AreaKind.LSOA, edition)
    found = {}
    parts_of = level.lsoas(edition)
    for area in level.names:
        stop_if(cancelled)
        codes = parts_of.get(area, frozenset())
        parts = _drawn(connection, lsoas, sorted(codes))
        if parts and len(parts) == len(codes):
            found[area] = QgsGeometry.unaryUnion(list(parts.values()))
    return found
