# SPDX-License-Identifier: GPL-2.0-or-later
"""A print layout, A4 landscape: title, map, legend, scale, attribution, caveat and coverage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from qgis.core import (
    QgsLayoutExporter,
    QgsLayoutItemLabel,
    QgsLayoutItemLegend,
    QgsLayoutItemMap,
    QgsLayoutItemScaleBar,
    QgsLayoutPoint,
    QgsLayoutSize,
    QgsMapLayer,
    QgsPrintLayout,
    QgsProject,
    QgsRectangle,
    QgsUnitTypes,
)
from qgis.PyQt.QtCore import QRectF
from qgis.PyQt.QtGui import QColor, QFont

from offline_cache.errors import CacheError

from ..text import tr

_MM = QgsUnitTypes.LayoutUnit.LayoutMillimeters
_MAP = QRectF(10, 24, 204, 164)
_SIDE = 219.0
_SIDE_WIDTH = 68.0


@dataclass(frozen=True)
class MapPage:
    """What a map page says; `extent` is in the project's CRS, `layers` lie topmost first."""

    name: str
    title: str
    subtitle: str
    foot: str
    layers: Sequence[QgsMapLayer]
    extent: QgsRectangle


def make_layout(project: QgsProject, page: MapPage) -> QgsPrintLayout:
    """Make the page as a layout of the project, where the user can print and change it."""
    layout = QgsPrintLayout(project)
    layout.initializeDefaults()
    layout.setName(page.name)
    _label(layout, page.title, QRectF(10, 7, 277, 9), 15, bold=True)
    _label(layout, page.subtitle, QRectF(10, 15.5, 277, 6), 9)
    shown = _map(layout, page)
    _legend(layout, page, shown)
    _scale_bar(layout, shown)
    _label(layout, page.foot, QRectF(10, 191, 277, 15), 8)
    project.layoutManager().addLayout(layout)
    return layout


def frame_of(extent: QgsRectangle) -> QgsRectangle:
    """What the page's map shows when it is to show `extent`: as much more as its shape needs, the centre kept."""
    shape = _MAP.width() / _MAP.height()
    width, height = max(extent.width(), extent.height() * shape), max(extent.height(), extent.width() / shape)
    return QgsRectangle.fromCenterAndSize(extent.center(), width, height)


def export_png(layout: QgsPrintLayout, path: Path, dpi: int = 150) -> None:
    """Write the page as a picture; raises `CacheError` where that cannot be done."""
    settings = QgsLayoutExporter.ImageExportSettings()
    settings.dpi = dpi
    settings.generateWorldFile = False
    result = QgsLayoutExporter(layout).exportToImage(str(path), settings)
    if result != QgsLayoutExporter.ExportResult.Success:
        raise CacheError(
            tr("The map {path} could not be written. Check that the folder may be written.").format(path=path)
        )


def _map(layout: QgsPrintLayout, page: MapPage) -> QgsLayoutItemMap:
    item = QgsLayoutItemMap(layout)
    item.attemptSetSceneRect(_MAP)
    item.setLayers(list(page.layers))
    item.setKeepLayerSet(True)
    item.zoomToExtent(page.extent)
    item.setFrameEnabled(True)
    item.setFrameStrokeColor(QColor("#999999"))
    item.setBackgroundColor(QColor("#ffffff"))
    layout.addLayoutItem(item)
    return item


def _legend(layout: QgsPrintLayout, page: MapPage, shown: QgsLayoutItemMap) -> None:
    legend = QgsLayoutItemLegend(layout)
    legend.setLinkedMap(shown)
    legend.setAutoUpdateModel(False)
    root = legend.model().rootGroup()
    root.clear()
    for layer in page.layers:
        root.addLayer(layer)
    legend.setSymbolHeight(3.5)
    legend.setSymbolWidth(6)
    layout.addLayoutItem(legend)
    legend.attemptMove(QgsLayoutPoint(_SIDE, _MAP.top() - 2, _MM))
    legend.adjustBoxSize()


def _scale_bar(layout: QgsPrintLayout, shown: QgsLayoutItemMap) -> None:
    bar = QgsLayoutItemScaleBar(layout)
    bar.setStyle("Single Box")
    bar.setLinkedMap(shown)
    # The item's own choice of units and of round segments for the map's scale.
    bar.applyDefaultSize(QgsUnitTypes.DistanceUnit.DistanceKilometers)
    bar.setUnitLabel("km")
    bar.setHeight(2)
    layout.addLayoutItem(bar)
    bar.attemptMove(QgsLayoutPoint(_SIDE, _MAP.bottom() - 12, _MM))


def _label(layout: QgsPrintLayout, text: str, box: QRectF, points: float, bold: bool = False) -> None:
    label = QgsLayoutItemLabel(layout)
    label.setText(text)
    font = QFont("Sans Serif")
    font.setPointSizeF(points)
    font.setBold(bold)
    label.setFont(font)
    layout.addLayoutItem(label)
    label.attemptMove(QgsLayoutPoint(box.x(), box.y(), _MM))
    label.attemptResize(QgsLayoutSize(box.width(), box.height(), _MM))
