# SPDX-License-Identifier: GPL-2.0-or-later
"""Notes on the map: those that are kept, and the one that is being drawn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Optional

from qgis.core import QgsGeometry, QgsPointXY, QgsWkbTypes
from qgis.gui import QgsRubberBand
from qgis.PyQt.QtCore import QObject
from qgis.PyQt.QtGui import QColor

from offline_cache.field_notes.model import FieldNote
from offline_cache.field_notes.shapes import Place, Shape

from .field_map import FieldMap

_INK, _FILL, _HALO = QColor("#b3005e"), QColor(179, 0, 94, 45), QColor("#ffffff")
_REACH = 22
_KINDS = {
    Shape.POINT: QgsWkbTypes.GeometryType.PointGeometry,
    Shape.LINE: QgsWkbTypes.GeometryType.LineGeometry,
    Shape.AREA: QgsWkbTypes.GeometryType.PolygonGeometry,
}


class FieldPins(QObject):
    """The colour is one that no result has."""

    def __init__(self, shown: FieldMap, parent: QObject) -> None:
        super().__init__(parent)
        self._map = shown
        self._bands = {shape: _band(shown, shape) for shape in (Shape.AREA, Shape.LINE, Shape.POINT)}
        self._drawn = {shape: _band(shown, shape) for shape in (Shape.AREA, Shape.LINE, Shape.POINT)}
        self._notes: tuple[FieldNote, ...] = ()

    def show(self, notes: Iterable[FieldNote]) -> None:
        """Draw these notes."""
        self._notes = tuple(notes)
        for shape, band in self._bands.items():
            band.reset(_KINDS[shape])
            for note in self._notes:
                if note.shape is shape:
                    geometry = self.on_map(note)
                    if not geometry.isEmpty():
                        band.addGeometry(geometry, None)

    def draw(self, shape: Shape, places: Sequence[Place]) -> None:
        """Draw what is being drawn, corner by corner."""
        self.draw_nothing()
        points = [QgsPointXY(*place) for place in places]
        for kind in {shape, Shape.POINT}:
            band = self._drawn[kind]
            for point in points:
                moved = self._map.to_map(QgsGeometry.fromPointXY(point))
                if not moved.isEmpty():
                    band.addPoint(moved.asPoint())

    def draw_nothing(self) -> None:
        """It is drawn."""
        for shape, band in self._drawn.items():
            band.reset(_KINDS[shape])

    def on_map(self, note: FieldNote) -> QgsGeometry:
        """A note's geometry in the CRS of the map."""
        geometry = QgsGeometry()
        if note.geometry is not None:
            geometry.fromWkb(note.geometry)
        return self._map.to_map(geometry)

    def at(self, place: QgsPointXY) -> Optional[FieldNote]:
        """The note under a finger, a place in the CRS of the map."""
        reach = self._map.canvas.mapUnitsPerPixel() * _REACH
        spot = QgsGeometry.fromPointXY(place)
        near = [(self.on_map(note).distance(spot), at) for at, note in enumerate(self._notes)]
        away, found = min(near, default=(-1.0, -1))
        return self._notes[found] if 0 <= away <= reach else None

    def shut_down(self) -> None:
        """Nothing of it stays on the map."""
        for band in (*self._bands.values(), *self._drawn.values()):
            self._map.canvas.scene().removeItem(band)


def _band(shown: FieldMap, shape: Shape) -> QgsRubberBand:
    band = QgsRubberBand(shown.canvas, _KINDS[shape])
    band.setStrokeColor(_INK)
    band.setFillColor(_INK if shape is Shape.POINT else _FILL)
    band.setSecondaryStrokeColor(_HALO)
    band.setWidth(3)
    if shape is Shape.POINT:
        band.setIcon(QgsRubberBand.IconType.ICON_FULL_DIAMOND)
        band.setIconSize(16)
    return band
