# SPDX-License-Identifier: GPL-2.0-or-later
"""A print layout, A4 landscape: title, map, legend, scale, attribution, caveat and coverage; or one page an area."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

from qgis.core import (
    QgsFillSymbol,
    QgsLayoutExporter,
    QgsLayoutItemLabel,
    QgsLayoutItemLegend,
    QgsLayoutItemMap,
    QgsLayoutItemScaleBar,
    QgsLayoutPoint,
    QgsLayoutSize,
    QgsLegendStyle,
    QgsMapClippingRegion,
    QgsMapLayer,
    QgsMapLayerStyle,
    QgsPrintLayout,
    QgsProject,
    QgsRectangle,
    QgsRuleBasedRenderer,
    QgsScaleBarSettings,
    QgsUnitTypes,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QRectF, Qt
from qgis.PyQt.QtGui import QColor, QFont

from offline_cache.errors import CacheError

from ..text import tr

_MM = QgsUnitTypes.LayoutUnit.LayoutMillimeters
MAP_WIDTH = 204.0
_MAP = QRectF(10, 24, MAP_WIDTH, 164)
_SIDE = 219.0
_SIDE_WIDTH = 68.0
_BESIDE = QRectF(_SIDE, _MAP.top() + 86, _SIDE_WIDTH, _MAP.height() - 104)
_LEGEND_POINTS = {
    QgsLegendStyle.Style.Group: 9.5,
    QgsLegendStyle.Style.Subgroup: 9.5,
    QgsLegendStyle.Style.SymbolLabel: 8.5,
}
_LINE = 165
"""Letters of 9 points that fit into the width of the page."""
_MARGIN = 0.08
"""Of an area's extent, around it on its page."""


@dataclass(frozen=True)
class MapPage:
    """What a map page says; `extent` is in the project's CRS, `layers` lie topmost first.

    `explained` are the layers that the legend explains; None: all. `beside` stands under the legend.
    """

    name: str
    title: str
    subtitle: str
    foot: str
    layers: Sequence[QgsMapLayer]
    extent: QgsRectangle
    explained: Optional[Sequence[QgsMapLayer]] = None
    beside: str = ""


def make_layout(project: QgsProject, page: MapPage) -> QgsPrintLayout:
    """Make the page as a layout of the project, where the user can print and change it."""
    layout, _ = _made(project, page)
    project.layoutManager().addLayout(layout)
    return layout


def make_atlas(project: QgsProject, page: MapPage, areas: QgsVectorLayer, name_field: str) -> QgsPrintLayout:
    """Make one page for each feature of `areas`, which it is named after: its map shows points of this area only."""
    layout, shown = _made(project, page)
    atlas = layout.atlas()
    atlas.setEnabled(True)
    atlas.setCoverageLayer(areas)
    atlas.setPageNameExpression(f'"{name_field}"')
    atlas.setFilenameExpression(f"'{tr('page')} ' || @atlas_featurenumber")
    atlas.setSortFeatures(True)
    atlas.setSortExpression(f'"{name_field}"')
    shown.setAtlasDriven(True)
    shown.setAtlasScalingMode(QgsLayoutItemMap.AtlasScalingMode.Auto)
    shown.setAtlasMargin(_MARGIN)
    shown.setLayerStyleOverrides({areas.id(): _with_bold_outline(areas)})
    shown.setKeepLayerStyles(True)
    clipping = shown.atlasClippingSettings()
    clipping.setEnabled(True)
    clipping.setFeatureClippingType(QgsMapClippingRegion.FeatureClippingType.ClipPainterOnly)
    clipping.setRestrictToLayers(True)
    clipping.setLayersToClip([layer for layer in page.layers if _is_points(layer)])
    project.layoutManager().addLayout(layout)
    atlas.beginRender()
    atlas.seekTo(0)  # or the designer would show expressions until the preview is switched on
    return layout


def _made(project: QgsProject, page: MapPage) -> tuple[QgsPrintLayout, QgsLayoutItemMap]:
    layout = QgsPrintLayout(project)
    layout.initializeDefaults()
    layout.setName(page.name)
    _label(layout, page.title, QRectF(10, 7, 277, 9), 15, bold=True).setId("title")
    _label(layout, _one_line(page.subtitle), QRectF(10, 15.5, 277, 6), 9).setId("subtitle")
    shown = _map(layout, page)
    _legend(layout, page, shown)
    if page.beside:
        basis = _label(layout, page.beside, _BESIDE, 7.5)
        basis.setId("basis")
        basis.setVAlign(Qt.AlignmentFlag.AlignBottom)
    _scale_bar(layout, shown)
    _label(layout, page.foot, QRectF(10, 191, 277, 15), 8).setId("foot")
    return layout, shown


def _one_line(text: str) -> str:
    """A text as far as it fits above the map; layers and areas may have names of any length."""
    return text if len(text) <= _LINE else text[: _LINE - 2].rstrip() + " …"


def _with_bold_outline(areas: QgsVectorLayer) -> str:
    """The style of the areas with a bold line around the one that the page is of."""
    clone = areas.clone()
    renderer = QgsRuleBasedRenderer.convertFromRenderer(areas.renderer())
    outline = QgsFillSymbol.createSimple({"style": "no", "outline_color": "#222222", "outline_width": "0.9"})
    root = renderer.rootRule()
    for rule in root.children():
        rule.setLabel(rule.label() or areas.name())
    root.appendChild(QgsRuleBasedRenderer.Rule(outline, 0, 0, "$id = @atlas_featureid", tr("the area of this page")))
    clone.setRenderer(renderer)
    style = QgsMapLayerStyle()
    style.readFromLayer(clone)
    return str(style.xmlData())


def _is_points(layer: QgsMapLayer) -> bool:
    return isinstance(layer, QgsVectorLayer) and layer.geometryType() == QgsWkbTypes.GeometryType.PointGeometry


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
    item.setId("map")
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
    legend.setId("legend")
    legend.setLinkedMap(shown)
    legend.setAutoUpdateModel(False)
    root = legend.model().rootGroup()
    root.clear()
    for layer in page.layers if page.explained is None else page.explained:
        root.addLayer(layer)
    for part, points in _LEGEND_POINTS.items():
        legend.setStyle(part, _sized(legend.style(part), points))
    legend.setSymbolHeight(3.5)
    legend.setSymbolWidth(6)
    legend.setBoxSpace(0)
    layout.addLayoutItem(legend)
    legend.attemptMove(QgsLayoutPoint(_SIDE, _MAP.top(), _MM))
    legend.adjustBoxSize()


def _sized(style: QgsLegendStyle, points: float) -> QgsLegendStyle:
    if hasattr(style, "setTextFormat"):  # from QGIS 3.30 on
        words = style.textFormat()
        words.setSize(points)
        style.setTextFormat(words)
    else:
        font = QFont("Sans Serif")
        font.setPointSizeF(points)
        style.setFont(font)
    return style


def _scale_bar(layout: QgsPrintLayout, shown: QgsLayoutItemMap) -> None:
    bar = QgsLayoutItemScaleBar(layout)
    bar.setStyle("Single Box")
    bar.setLinkedMap(shown)
    # Round numbers in about this width, at each scale of an atlas anew.
    bar.setUnits(QgsUnitTypes.DistanceUnit.DistanceKilometers)
    bar.setUnitLabel("km")
    bar.setNumberOfSegments(2)
    bar.setNumberOfSegmentsLeft(0)
    bar.setSegmentSizeMode(QgsScaleBarSettings.SegmentSizeMode.SegmentSizeFitWidth)
    bar.setMinimumBarWidth(25)
    bar.setMaximumBarWidth(55)
    bar.setHeight(2)
    words = bar.textFormat()
    words.setSize(8.5)
    bar.setTextFormat(words)
    layout.addLayoutItem(bar)
    bar.attemptMove(QgsLayoutPoint(_SIDE, _MAP.bottom() - 12, _MM))


def _label(layout: QgsPrintLayout, text: str, box: QRectF, points: float, bold: bool = False) -> QgsLayoutItemLabel:
    label = QgsLayoutItemLabel(layout)
    label.setText(text)
    font = QFont("Sans Serif")
    font.setPointSizeF(points)
    font.setBold(bold)
    label.setFont(font)
    label.setHAlign(Qt.AlignmentFlag.AlignLeft)
    layout.addLayoutItem(label)
    label.attemptMove(QgsLayoutPoint(box.x(), box.y(), _MM))
    label.attemptResize(QgsLayoutSize(box.width(), box.height(), _MM))
    return label
