# SPDX-License-Identifier: GPL-2.0-or-later
"""LSOAs by the ground they cover: those that have ground in common with a polygon, or lie near a point."""

from __future__ import annotations

import math
import sqlite3
import struct
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .areas.containers import Format, find_area_files, unpack
from .areas.geojson import read_polygons as read_geojson
from .areas.geopackage import read_polygons as read_geopackage
from .areas.model import Polygons
from .areas.polygons import refuse_elsewhere
from .areas.projection import to_wgs84
from .errors import AreasLacking, BadCache, BadFile, CacheError, reason
from .export.geometry import geojson_geometry

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

FARTHEST = 100_000.0
"""Metres around a point that are still taken for a neighbourhood."""
_CORNERS = 128
_NOTED = 0.01
_EDITIONS = "SELECT DISTINCT edition FROM area WHERE kind = 'lsoa' AND geom IS NOT NULL ORDER BY edition DESC"
_NEAR = """
    SELECT a.code, a.geom FROM idx_area_geom r JOIN area a ON a.id = r.pkid
    WHERE a.kind = 'lsoa' AND a.edition = ? AND r.xmax >= ? AND r.ymax >= ? AND r.xmin <= ? AND r.ymin <= ?
"""


@dataclass(frozen=True)
class Covered:
    """The LSOAs of one edition that cover some ground, and a note where not all of it lies in one."""

    codes: frozenset[str]
    notes: tuple[str, ...] = ()


def polygon_of_file(path: Path) -> BaseGeometry:
    """All polygons of a file (GeoJSON or GeoPackage, also .gz and .zip) as one, in WGS84 degrees; raises `BadFile`."""
    files = find_area_files(path)
    if len(files) != 1:
        raise BadFile(f"{path.name} holds {len(files)} files. Give the one with the polygon.")
    name = files[0].name
    try:
        with tempfile.TemporaryDirectory() as folder:
            unpacked = unpack(files[0], Path(folder))
            if unpacked.format is Format.CSV:
                raise BadFile(f"{name} holds no polygon. Save it as GeoJSON or GeoPackage.")
            is_json = unpacked.format is Format.GEOJSON
            drawn, crs = read_geojson(unpacked.data, name) if is_json else read_geopackage(unpacked.path, name)
    except OSError as error:
        raise BadFile(f"{name} cannot be unpacked ({reason(error)}). Check the temporary folder.") from error
    convert = to_wgs84(crs, name)
    polygons = [polygon for part in drawn for polygon in convert(part)]
    if not polygons:
        raise BadFile(f"{name} holds no polygon that encloses anything. Draw one and save it again.")
    refuse_elsewhere(polygons, f"The polygon in {name}")
    return _valid(_shape(polygons), name)


def polygon_of_wkb(wkb: bytes) -> BaseGeometry:
    """A polygon that was drawn, as well-known binary in WGS84 degrees; raises `CacheError` for anything else."""
    shapely = _shapely()
    try:
        shape = shapely.wkb.loads(wkb)
    except Exception as error:  # shapely's own errors differ between its versions
        raise CacheError(f"What was drawn is no polygon ({reason(error)}). Draw it again.") from error
    if shape.geom_type not in ("Polygon", "MultiPolygon"):
        raise CacheError("What was drawn is no polygon. Draw it again.")
    west, south, east, north = (0.0, 0.0, 0.0, 0.0) if shape.is_empty else shape.bounds
    if not (-10 < west <= east < 3 and 49 < south <= north < 62):
        raise CacheError("What was drawn lies outside the United Kingdom. Draw it again.")
    return _valid(shape, "what was drawn")


def polygon_of_blob(blob: bytes) -> BaseGeometry:
    """A polygon of the cache, made valid; raises `CacheError` where it cannot be read or encloses nothing."""
    return _valid(_outline(blob), "an outline of the cache")


def circle(longitude: float, latitude: float, metres: float) -> BaseGeometry:
    """The ground within some metres of a point in WGS84 degrees, to 1 in 1,000; raises `CacheError`."""
    if not 0 < metres <= FARTHEST:
        raise CacheError(f"A distance of {metres:g} m cannot be used. Give 1 to {FARTHEST:,.0f} metres.")
    angle = math.radians(latitude)
    # Metres a degree on the WGS84 ellipsoid, by the usual series.
    north = 111_132.954 - 559.822 * math.cos(2 * angle) + 1.175 * math.cos(4 * angle)
    east = 111_412.84 * math.cos(angle) - 93.5 * math.cos(3 * angle) + 0.118 * math.cos(5 * angle)
    reach = metres / math.cos(math.pi / _CORNERS)  # the polygon's sides touch the circle from outside
    turns = [2 * math.pi * corner / _CORNERS for corner in range(_CORNERS)]
    ring = [(longitude + reach * math.sin(turn) / east, latitude + reach * math.cos(turn) / north) for turn in turns]
    return _shapely().geometry.Polygon(ring)


def lsoas_covering(connection: sqlite3.Connection, ground: BaseGeometry) -> Covered:
    """The LSOAs that have ground in common with a polygon, by the outlines of the newest edition that has any there.

    Raises `CacheError` where no outlines of LSOAs are held, or none there.
    """
    editions = [edition for (edition,) in connection.execute(_EDITIONS)]
    if not editions:
        raise AreasLacking(
            "The cache has no outlines of LSOAs to tell which lie there. Bring them in with 'areas fetch --force' and "
            "the force's name, or download them from the ONS Open Geography portal and import them with 'areas import'."
        )
    for edition in editions:
        covered = _covering(connection, ground, edition)
        if covered.codes:
            return covered
    raise AreasLacking(
        "None of the LSOAs whose outlines the cache holds lies there. At sea, in Scotland and in Northern Ireland "
        "there are none; for other places bring outlines in with 'areas fetch --force' and the force's name."
    )


def _covering(connection: sqlite3.Connection, ground: BaseGeometry, edition: int) -> Covered:
    shapely = _shapely()
    prepared = shapely.prepared.prep(ground)
    codes: set[str] = set()
    inside = 0.0
    for code, blob in connection.execute(_NEAR, (edition, *ground.bounds)):
        outline = _outline(blob)
        if not prepared.intersects(outline):
            continue
        common = _mended(outline).intersection(ground).area
        if common > 0:  # a neighbour along a shared border has none
            codes.add(code)
            inside += common
    share = 1 - inside / ground.area
    if codes and share > _NOTED:
        return Covered(
            frozenset(codes),
            (
                f"{share:.0%} of the ground lies in no LSOA whose outline the cache holds: at sea, in Scotland or "
                "Northern Ireland, or where outlines are not held.",
            ),
        )
    return Covered(frozenset(codes))


def _outline(blob: bytes) -> Any:
    try:
        return _shapely().geometry.shape(geojson_geometry(blob))
    except struct.error as error:
        raise BadCache(
            "The cache holds a damaged geometry. Import the published files and areas into a new cache."
        ) from error


def _shape(polygons: Polygons) -> Any:
    """The polygons as one geometry."""
    shapely = _shapely()
    rings = [[list(zip(ring[0::2], ring[1::2])) for ring in polygon] for polygon in polygons]
    return shapely.ops.unary_union([_mended(shapely.geometry.Polygon(outer, holes)) for outer, *holes in rings])


def _valid(shape: Any, name: str) -> Any:
    mended = _mended(shape)
    if mended.is_empty or not mended.area > 0:
        raise CacheError(
            f"{name[:1].upper()}{name[1:]} holds no polygon that encloses anything. Draw one and save it again."
        )
    return mended


def _mended(shape: Any) -> Any:
    if shape.is_valid:
        return shape
    mend = getattr(_shapely().validation, "make_valid", None)  # shapely 1.7 has none
    return mend(shape) if mend is not None else shape.buffer(0)


def _shapely() -> Any:
    """Shapely's modules; raises `CacheError` where it is not there."""
    try:
        import shapely
        import shapely.geometry
        import shapely.ops
        import shapely.prepared
        import shapely.validation
        import shapely.wkb
    except (ImportError, OSError) as error:  # OSError: shapely without its GEOS
        raise CacheError(
            "Which LSOAs lie there cannot be told: this Python has no shapely. Use the Python of QGIS, or name the "
            "LSOAs."
        ) from error
    return shapely
