# SPDX-License-Identifier: GPL-2.0-or-later
"""A route from a layer of lines or from text, in metres of the national grid; what cannot be used is said."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsFeatureRequest,
    QgsGeometry,
    QgsPointXY,
    QgsProcessingFeatureSource,
    QgsRectangle,
    QgsWkbTypes,
)

from offline_cache.errors import CacheError, shown

from ...analysis.errors import Cancelled, stop_if
from ...text import tr
from ..running.moving import moved_points
from ..running.reference_systems import WGS84, grid_for
from ..units.geometry_sources import Left, checked_crs

_LINE = QgsWkbTypes.GeometryType.LineGeometry
_UNKNOWN = QgsWkbTypes.GeometryType.UnknownGeometry
_HEAD = 9  # bytes before the coordinates of a line in WKB
_OFTEN = 64
_AT_ONCE = 200
_TEXT = re.compile(r"\s*(?P<wkt>[A-Za-z]+\s*\(.*\))\s*\[(?P<crs>[A-Za-z]+:\d+)\]\s*\Z", re.DOTALL)
HOW = "LINESTRING(-0.42 51.87, -0.40 51.88) [EPSG:4326]"


@dataclass(frozen=True)
class Route:
    """Lines in metres of `crs`: vertices `x`, `y` (v,), of which line k has those from `start[k]` to `start[k + 1]`."""

    x: np.ndarray
    y: np.ndarray
    start: np.ndarray
    crs: QgsCoordinateReferenceSystem
    centre: QgsPointXY
    name: str
    notes: tuple[str, ...]

    @property
    def segments(self) -> np.ndarray:
        """Straight parts, (m, 4)."""
        inner = np.ones(max(self.x.size - 1, 0), dtype=bool)
        inner[self.start[1:-1] - 1] = False  # from the end of a line to the start of the next
        return np.column_stack([self.x[:-1], self.y[:-1], self.x[1:], self.y[1:]])[inner]

    @property
    def length(self) -> float:
        """Metres along all lines; where they lie on one another each counts."""
        parts = self.segments
        return float(np.hypot(parts[:, 2] - parts[:, 0], parts[:, 3] - parts[:, 1]).sum())

    @property
    def box(self) -> QgsRectangle:
        """Around all of it."""
        return QgsRectangle(self.x.min(), self.y.min(), self.x.max(), self.y.max())

    def lines(self, at_once: int = _AT_ONCE) -> Iterator[QgsGeometry]:
        """The lines as geometries, some to each."""
        for begin in range(0, self.start.size - 1, at_once):
            lines = []
            for line in range(begin, min(begin + at_once, self.start.size - 1)):
                part = slice(self.start[line], self.start[line + 1])
                lines.append([QgsPointXY(*at) for at in zip(self.x[part].tolist(), self.y[part].tolist())])
            yield QgsGeometry.fromMultiPolylineXY(lines)


def route_of_layer(
    source: QgsProcessingFeatureSource, context: QgsCoordinateTransformContext, cancelled: Cancelled
) -> Route:
    """The lines of a layer; raises `CacheError` without CRS, features or anything but lines, or outside the UK."""
    layer = tr("The route {name}").format(name=source.sourceName())
    crs = checked_crs(source, layer)
    if QgsWkbTypes.geometryType(source.wkbType()) not in (_LINE, _UNKNOWN):
        raise CacheError(tr("{layer} is no layer of lines. Choose one.").format(layer=layer))
    request = QgsFeatureRequest().setSubsetOfAttributes([])
    flag = QgsProcessingFeatureSource.Flag.FlagSkipGeometryValidityChecks
    geometries = (feature.geometry() for feature in source.getFeatures(request, flag))
    return _route(geometries, crs, layer, source.sourceName(), context, cancelled)


def route_of_text(
    text: str, systems: dict[str, QgsCoordinateReferenceSystem], context: QgsCoordinateTransformContext
) -> Route:
    """The line that a text writes, such as `HOW`; `systems` were made in the main thread. Raises `CacheError`."""
    authid = crs_of_text(text)
    match = _TEXT.match(text)
    crs = systems.get(authid)
    if match is None or crs is None or not crs.isValid():
        raise CacheError(
            tr("{text} is no line with its CRS. Write the route as {how}.").format(text=shown(text), how=HOW)
        )
    geometry = QgsGeometry.fromWkt(match["wkt"])
    if geometry.isNull():
        raise CacheError(tr("{text} is no geometry. Write the route as {how}.").format(text=shown(text), how=HOW))
    return _route([geometry], crs, tr("The route"), tr("a line that was written"), context, lambda: False)


def crs_of_text(text: str) -> str:
    """The CRS that a text names, '' where it names none."""
    match = _TEXT.match(text)
    return match["crs"].upper() if match else ""


def _route(
    geometries: Iterable[QgsGeometry],
    crs: QgsCoordinateReferenceSystem,
    layer: str,
    name: str,
    context: QgsCoordinateTransformContext,
    cancelled: Cancelled,
) -> Route:
    left, vertices, sizes = Left(), array("d"), array("q")
    for at, geometry in enumerate(geometries):
        if at % _OFTEN == 0:
            stop_if(cancelled)
        _take(geometry, layer, left, vertices, sizes)
    table = np.frombuffer(vertices, dtype=float).reshape(-1, 2) if vertices else np.zeros((0, 2))
    if table.shape[0] == 0:
        raise CacheError(tr("{layer} has no line that can be used. Choose a layer of lines.").format(layer=layer))
    centre = _centre(table, crs, layer, context)
    grid = _grid(centre, layer)
    x, y = moved_points(table[:, 0], table[:, 1], QgsCoordinateTransform(crs, grid, context), cancelled)
    x, y, start, lost = _only_finite(x, y, np.frombuffer(sizes, dtype=np.int64))
    left.elsewhere += lost
    if start.size < 2:
        raise CacheError(tr("{layer} cannot be placed on the map. Check its CRS.").format(layer=layer))
    return Route(x, y, start, grid, centre, name, tuple(left.lines(layer)))


def _take(geometry: QgsGeometry, layer: str, left: Left, vertices: array[float], sizes: array[int]) -> None:
    """The vertices of a feature's lines, without heights, measures and curves."""
    if geometry.isNull() or geometry.isEmpty():
        left.without_geometry += 1
        return
    if geometry.type() != _LINE:
        raise CacheError(tr("{layer} has features that are no lines. Choose a layer of lines.").format(layer=layer))
    shape = geometry.constGet()
    plain = shape.segmentize() if shape.hasCurvedSegments() else shape.clone()
    plain.dropZValue()
    plain.dropMValue()
    flat = QgsGeometry(plain)
    taken = 0
    for part in flat.constParts():
        points = bytes(part.asWkb())[_HEAD:]
        if len(points) >= 32:
            vertices.frombytes(points)
            sizes.append(len(points) // 16)
            taken += 1
    if not taken:
        left.without_geometry += 1


def _centre(
    table: np.ndarray, crs: QgsCoordinateReferenceSystem, layer: str, context: QgsCoordinateTransformContext
) -> QgsPointXY:
    """A vertex in the middle, in WGS84 degrees, which a few far ones do not move."""
    fine = table[np.isfinite(table).all(axis=1)]
    if fine.shape[0]:
        middle = fine[np.argsort(fine[:, 0] + fine[:, 1], kind="stable")[[fine.shape[0] // 2]]]
        transform = QgsCoordinateTransform(crs, QgsCoordinateReferenceSystem(WGS84), context)
        (x,), (y,) = moved_points(middle[:, 0], middle[:, 1], transform)
        if np.isfinite([x, y]).all():
            return QgsPointXY(float(x), float(y))
    raise CacheError(tr("{layer} cannot be placed on the map. Check its CRS.").format(layer=layer))


def _grid(centre: QgsPointXY, layer: str) -> QgsCoordinateReferenceSystem:
    try:
        return grid_for(centre)
    except CacheError as error:
        raise CacheError(
            tr(
                "{layer} lies outside the United Kingdom (its middle at longitude {x:.2f}, latitude {y:.2f}), of which "
                "the service publishes nothing: nothing is known, which is not zero. Check its CRS."
            ).format(layer=layer, x=centre.x(), y=centre.y())
        ) from error


def _only_finite(x: np.ndarray, y: np.ndarray, sizes: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, int]:
    """The lines all of whose vertices could be placed, with the starts of each; and how many could not."""
    line = np.repeat(np.arange(sizes.size), sizes)
    bad = np.zeros(sizes.size, dtype=bool)
    bad[line[~np.isfinite(x)]] = True
    kept = ~bad[line]
    start = np.concatenate([[0], np.cumsum(sizes[~bad])]).astype(np.int64)
    return x[kept], y[kept], start, int(bad.sum())
