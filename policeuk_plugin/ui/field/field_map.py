# SPDX-License-Identifier: GPL-2.0-or-later
"""The map of field mode: a canvas and a project of its own, so that the user's project is never touched."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Optional

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsCsException,
    QgsGeometry,
    QgsLayerTreeModel,
    QgsPointXY,
    QgsProject,
    QgsRectangle,
)
from qgis.gui import QgsLayerTreeMapCanvasBridge, QgsMapCanvas
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor, QKeyEvent, QResizeEvent
from qgis.PyQt.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from offline_cache.errors import CacheError
from offline_cache.field_pack import names

from ...field.contents import MY_AREA
from ...layers.project import BRITISH_GRID, WGS84, grid_context
from ...text import tr
from . import field_style as style
from .field_cross import FieldCross
from .field_dropped import drop_files, drop_layers
from .field_here import tips_at
from .field_key import FieldKey
from .field_said import FieldSaid
from .field_tool import FieldTool

_STEP = 1.6
_ROOM = 0.06
_NEAR = 400.0
"""Metres around a place that is shown by itself."""
_ZOOMS = {Qt.Key.Key_Plus: 1 / _STEP, Qt.Key.Key_Equal: 1 / _STEP, Qt.Key.Key_Minus: _STEP}


class FieldMap(QWidget):
    """`note_wanted`: a note is to be begun; `corner_wanted`: the cross is on a corner of the one that is drawn."""

    note_wanted = pyqtSignal()
    corner_wanted = pyqtSignal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("policeukFieldMap")
        self.project = QgsProject()
        self.canvas = QgsMapCanvas(self)
        self.canvas.setObjectName("policeukFieldCanvas")
        self.canvas.setProject(self.project)
        self.canvas.setCanvasColor(QColor("#ffffff"))
        self.canvas.enableAntiAliasing(True)
        self.canvas.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.canvas.setAccessibleName(tr("Map: arrow keys move it, plus and minus zoom"))
        self.tool = FieldTool(self.canvas)
        self.canvas.setMapTool(self.tool)
        self.tool.tapped.connect(self._tell)
        self._bridge = QgsLayerTreeMapCanvasBridge(self.project.layerTreeRoot(), self.canvas, self)
        self._bridge.setAutoSetupOnFirstLayer(False)
        self._model = QgsLayerTreeModel(self.project.layerTreeRoot(), self)
        self._home = QgsRectangle()
        self.theme = ""
        self.key, self.cross = FieldKey(self.canvas), FieldCross(self.canvas)
        self.said = FieldSaid(self.canvas)
        self.said.changed.connect(self._arrange)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(style.GAP)
        layout.addWidget(self.canvas, 1)
        layout.addLayout(self._build_buttons())

    def open_project(self, path: Path, refused: Collection[str] = ()) -> None:
        """Show the project of a pack, without the layers and views of the files `refused`.

        Raises `CacheError` where QGIS cannot read it; the map is empty then.
        """
        if not self.project.read(str(path)):
            error = self.project.error() or tr("it is damaged")
            self.clear()
            text = tr("The map of this pack, {path}, cannot be opened: {error}. Make the pack again.")
            raise CacheError(text.format(path=path.name, error=error))
        drop_files(self.project, refused)
        # Anew: the machine that the pack was made on may have had another grid.
        self.project.setTransformContext(grid_context(QgsCoordinateTransformContext()))
        drop_layers(self.project, names.NOTES)  # drawn from the notebook itself, which may lie elsewhere
        crs = self.project.crs()
        self.canvas.setDestinationCrs(crs if crs.isValid() else QgsCoordinateReferenceSystem(BRITISH_GRID))
        self._bridge.setCanvasLayers()
        self._home = self._first_extent()
        self._explain()
        self.go_home()

    def clear(self) -> None:
        """Show nothing: of a pack whose map cannot be shown, and never that of the one before."""
        self.project.clear()
        self.theme = ""
        self._home = QgsRectangle()
        self.said.close_it()
        self._bridge.setCanvasLayers()
        self._explain()

    def themes(self) -> list[str]:
        """Names of the views that the pack has."""
        return list(self.project.mapThemeCollection().mapThemes())

    def show_theme(self, name: str) -> bool:
        """Show a view of the pack; says whether there is one of this name."""
        themes = self.project.mapThemeCollection()
        if not themes.hasMapTheme(name):
            return False
        themes.applyTheme(name, self.project.layerTreeRoot(), self._model)
        self.theme = name
        self.said.close_it()
        self._explain()
        return True

    def set_home(self, extent: QgsRectangle) -> None:
        """The places of the pack, in WGS84 degrees; the map goes where all of them and of its outline is seen."""
        box = self._to_map(extent) or QgsRectangle()
        box.combineExtentWith(self._outline())
        if not box.isEmpty():
            box.grow(_ROOM * max(box.width(), box.height()))
            self._home = box
            self.go_home()

    def go_home(self) -> None:
        """Show the whole area, beside the key where there is room for both."""
        if self._home.isEmpty():
            return
        width, height = max(self.canvas.width(), 1), max(self.canvas.height(), 1)
        covered = self.key.width() + 16 if self._key_is_seen() else 0
        if covered > width / 2:
            covered = 0
        unit = max(self._home.width() / (width - covered), self._home.height() / height)
        east = self._home.xMaximum() + ((width - covered) * unit - self._home.width()) / 2
        middle, half = self._home.center().y(), height * unit / 2
        self.canvas.setExtent(QgsRectangle(east - width * unit, middle - half, east, middle + half))
        self.canvas.refresh()

    def show_place(self, longitude: float, latitude: float) -> None:
        """Show a place in WGS84 degrees, in the middle of the map."""
        here = self.to_map(QgsGeometry.fromPointXY(QgsPointXY(longitude, latitude)))
        if not here.isEmpty():
            box = here.boundingBox()
            box.grow(_NEAR)
            self.canvas.setExtent(box)
            self.canvas.refresh()

    def show_extent(self, extent: QgsRectangle) -> None:
        """Show an extent in WGS84 degrees."""
        box = self._to_map(extent)
        if box is not None:
            box.grow(max(_ROOM * max(box.width(), box.height()), _NEAR / 4))
            self.canvas.setExtent(box)
            self.canvas.refresh()

    def draw_corners(self, drawing: bool) -> None:
        """While a line or area is drawn the first button under the map adds its corners."""
        self._drawing = drawing
        self.note_button.setText(tr("Add cor&ner") if drawing else tr("+ &Note here"))

    def middle(self) -> QgsPointXY:
        """The place under the cross, in WGS84 degrees."""
        back = QgsCoordinateTransform(self._crs(), QgsCoordinateReferenceSystem(WGS84), self.project)
        return back.transform(self.canvas.extent().center())

    def to_map(self, geometry: QgsGeometry) -> QgsGeometry:
        """A geometry in WGS84 degrees in the CRS of the map; empty where the map does not reach there."""
        moved = QgsGeometry(geometry)
        try:
            moved.transform(QgsCoordinateTransform(QgsCoordinateReferenceSystem(WGS84), self._crs(), self.project))
        except QgsCsException:
            return QgsGeometry()
        return moved

    def shut_down(self) -> None:
        """Before the window goes away: let go of every file of the pack."""
        self.canvas.stopRendering()
        self.canvas.unsetMapTool(self.tool)
        self._bridge.setAutoSetupOnFirstLayer(False)
        self.project.clear()

    def keyPressEvent(self, event: Optional[QKeyEvent]) -> None:  # noqa: N802 - Qt's name
        """Plus and minus zoom; arrows are QGIS's own."""
        if event is not None and event.key() in _ZOOMS:
            self.canvas.zoomByFactor(_ZOOMS[Qt.Key(event.key())])
        elif event is not None:
            super().keyPressEvent(event)

    def resizeEvent(self, event: Optional[QResizeEvent]) -> None:  # noqa: N802 - Qt's name
        """What lies over the map moves with it."""
        super().resizeEvent(event)
        self._arrange()

    def _build_buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(style.GAP)
        self.note_button = style.button(self, "policeukFieldNoteHere", tr("+ &Note here"), tr("Alt+N"))
        self.home_button = style.button(self, "policeukFieldHome", tr("Show m&y area"), tr("The whole area (Alt+Y)"))
        self.key_button = style.button(self, "policeukFieldKeyButton", tr("&Key"), tr("What the colours mean (Alt+K)"))
        self.out_button = style.button(self, "policeukFieldOut", "−", tr("Zoom out (minus)"))
        self.in_button = style.button(self, "policeukFieldIn", "+", tr("Zoom in (plus)"))
        self.key_button.setCheckable(True)
        self.key_button.setChecked(True)
        for made in (self.out_button, self.in_button):
            made.setFixedWidth(64)
            made.setAccessibleName(made.toolTip())
        self.note_button.clicked.connect(self._press)
        self.home_button.clicked.connect(self.go_home)
        self.key_button.toggled.connect(lambda _: self._arrange())
        self.out_button.clicked.connect(lambda: self.canvas.zoomByFactor(_STEP))
        self.in_button.clicked.connect(lambda: self.canvas.zoomByFactor(1 / _STEP))
        row.addWidget(self.note_button, 2)
        row.addWidget(self.home_button, 2)
        row.addWidget(self.key_button, 1)
        row.addWidget(self.out_button)
        row.addWidget(self.in_button)
        return row

    def _press(self) -> None:
        (self.corner_wanted if self._drawing else self.note_wanted).emit()

    _drawing = False

    def _crs(self) -> QgsCoordinateReferenceSystem:
        return self.canvas.mapSettings().destinationCrs()

    def _to_map(self, extent: QgsRectangle) -> Optional[QgsRectangle]:
        """By its corners: of boxes QGIS 3.40 takes another transformation than of points, 100 m away, where the
        context knows one of the two directions alone."""
        corners = self.to_map(QgsGeometry.fromRect(extent))
        return None if corners.isEmpty() else corners.boundingBox()

    def _outline(self) -> QgsRectangle:
        """Where the outline of the area lies, on the map; empty where the pack has none."""
        for layer in self.project.mapLayers().values():
            if layer.isValid() and layer.source().endswith(f"layername={MY_AREA}") and not layer.extent().isEmpty():
                ground = QgsGeometry.fromRect(layer.extent())
                try:
                    ground.transform(QgsCoordinateTransform(layer.crs(), self._crs(), self.project))
                except QgsCsException:
                    return QgsRectangle()
                return QgsRectangle(ground.boundingBox())
        return QgsRectangle()

    def _first_extent(self) -> QgsRectangle:
        """What the project wants to be seen, else all of its layers."""
        wanted = self.project.viewSettings().defaultViewExtent()
        return QgsRectangle(self.project.viewSettings().fullExtent() if wanted.isNull() else wanted)

    def _tell(self, at: QgsPointXY) -> None:
        self.said.tell(tips_at(self.canvas, self.project, at))

    def _explain(self) -> None:
        self.key.show_of(self.project)
        self._arrange()

    def _key_is_seen(self) -> bool:
        return self.key.has_any and self.key_button.isChecked()

    def _arrange(self) -> None:
        width, height = self.canvas.width(), self.canvas.height()
        self.said.fit(width, height)
        self.key.fit(width // 2, height - (self.said.height() if self.said.isVisibleTo(self.canvas) else 0) - 16)
        self.key.move(8, 8)
        self.key.setVisible(self._key_is_seen())
        self.cross.fit(width, height)
