# SPDX-License-Identifier: GPL-2.0-or-later
"""Lets the user draw an area on the map, and gives back the map tool that they had."""

from __future__ import annotations

from typing import Optional

from qgis.core import QgsGeometry
from qgis.gui import QgsMapTool
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QObject, pyqtSignal

from offline_cache.errors import CacheError

from ...text import tr
from ..ground import polygon_text
from ..surroundings import Surroundings
from .draw_tool import DrawTool


class Drawing(QObject):
    """`drawn` carries the polygon as the form has it; `changed` tells that drawing began or ended, `failed` why a
    polygon cannot be taken."""

    drawn = pyqtSignal(str)
    changed = pyqtSignal()
    failed = pyqtSignal(str)

    def __init__(self, around: Surroundings, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._around = around
        self._tool: Optional[DrawTool] = None
        self._before: Optional[QgsMapTool] = None

    @property
    def active(self) -> bool:
        """Whether the user is drawing."""
        return self._tool is not None

    def start(self) -> None:
        """Give the map the tool, and the keyboard."""
        canvas = self._around.canvas
        if canvas is None or self.active:
            return
        if not canvas.mapSettings().destinationCrs().isValid():
            self.failed.emit(tr("The map shows nothing yet. Add a layer or zoom to a place first."))
            return
        self._before, self._tool = canvas.mapTool(), DrawTool(canvas)
        self._tool.drawn.connect(self._take)
        self._tool.stopped.connect(self.stop)
        self._tool.lacking.connect(lambda: self.failed.emit(tr("A polygon has three corners at least: click them.")))
        canvas.setMapTool(self._tool)
        self._tool.deactivated.connect(self._left)
        canvas.activateWindow()
        canvas.setFocus()
        self.changed.emit()

    def stop(self) -> None:
        """Draw no more; what was begun is forgotten."""
        canvas, tool, before = self._around.canvas, self._tool, self._before
        if canvas is None or tool is None:
            return
        if before is not None and not sip.isdeleted(before):
            canvas.setMapTool(before)
        else:
            canvas.unsetMapTool(tool)
        self._left()

    def _take(self, polygon: QgsGeometry) -> None:
        canvas = self._around.canvas
        try:
            text = polygon_text(polygon, canvas.mapSettings().destinationCrs(), self._around.project) if canvas else ""
        except CacheError as error:
            self.failed.emit(str(error))
            return
        self.stop()
        self.drawn.emit(text)

    def _left(self) -> None:
        """Another tool is the map's now."""
        tool, self._tool, self._before = self._tool, None, None
        if tool is not None:
            tool.deleteLater()
            self.changed.emit()
