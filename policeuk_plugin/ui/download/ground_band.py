# SPDX-License-Identifier: GPL-2.0-or-later
"""Shows on the map the ground that a download is about, for as long as its form is open."""

from __future__ import annotations

from typing import Optional

from qgis.core import QgsCoordinateReferenceSystem, QgsCsException, QgsGeometry, QgsWkbTypes
from qgis.gui import QgsMapCanvas, QgsRubberBand
from qgis.PyQt.QtCore import QObject, Qt
from qgis.PyQt.QtGui import QColor

from offline_cache.errors import CacheError

from ..ground import ground_of

_LINE, _FILL = QColor(213, 94, 0), QColor(213, 94, 0, 40)
"""Vermilion of a palette for the colour-blind: no layer of ours is drawn in it as an area."""
_WIDTH = 2


def dress(band: QgsRubberBand) -> QgsRubberBand:
    """Give it the colours of ground that is pointed at."""
    band.setStrokeColor(_LINE)
    band.setFillColor(_FILL)
    band.setWidth(_WIDTH)
    band.setLineStyle(Qt.PenStyle.SolidLine)
    return band


class GroundBand(QObject):
    """Nothing is shown where there is no map."""

    def __init__(self, canvas: Optional[QgsMapCanvas], parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._band: Optional[QgsRubberBand] = None
        self._ground: Optional[QgsGeometry] = None
        if canvas is not None:
            canvas.destinationCrsChanged.connect(self._draw)

    @property
    def shown(self) -> bool:
        """Whether there is something of it on the map."""
        return self._ground is not None

    def show(self, extent: str, geometry: str) -> None:
        """Show this ground, texts as the form has them; '' and '' for none."""
        try:
            found = ground_of(extent, geometry)
        except CacheError:
            found = None
        self._ground = None
        if found is not None:
            self._ground = QgsGeometry()
            self._ground.fromWkb(found)
        self._draw()

    def clear(self) -> None:
        """Show nothing."""
        self.show("", "")

    def shut_down(self) -> None:
        """Before the panel goes away: nothing of it stays on the map."""
        self.clear()
        band, self._band = self._band, None
        if band is not None and self._canvas is not None:
            self._canvas.scene().removeItem(band)

    def _draw(self) -> None:
        if self._canvas is None or (self._band is None and self._ground is None):
            return
        if self._band is None:
            self._band = dress(QgsRubberBand(self._canvas, QgsWkbTypes.GeometryType.PolygonGeometry))
        self._band.reset(QgsWkbTypes.GeometryType.PolygonGeometry)
        if self._ground is not None:
            try:
                self._band.setToGeometry(self._ground, QgsCoordinateReferenceSystem("EPSG:4326"))
            except QgsCsException:  # the map's CRS does not reach there
                self._band.reset(QgsWkbTypes.GeometryType.PolygonGeometry)
