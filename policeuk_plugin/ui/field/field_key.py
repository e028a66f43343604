# SPDX-License-Identifier: GPL-2.0-or-later
"""The key of the map: what its colours and signs mean, of the layers that are switched on."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from qgis.core import (
    QgsLayerTreeGroup,
    QgsLegendSymbolItem,
    QgsMarkerSymbol,
    QgsProject,
    QgsRenderContext,
    QgsSymbolLayerUtils,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QSize, Qt
from qgis.PyQt.QtGui import QPixmap
from qgis.PyQt.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from .field_style import label, strong

_SIGN = QSize(26, 18)
_WIDE, _MOST = 270, 16
_MM_PER_INCH = 25.4


class FieldKey(QScrollArea):
    """Lies over the map; hidden where there is nothing to explain."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("policeukFieldKey")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.has_any = False

    def show_of(self, project: QgsProject) -> None:
        """Explain the layers that are switched on."""
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(10, 8, 10, 8)
        layout.setSpacing(3)
        explained = [(layer, items) for layer, items in _explained(project.layerTreeRoot()) if items]
        explained.sort(key=lambda one: len(one[1]) == 1)  # what has classes needs explaining most
        for layer, items in explained:
            if len(items) > 1:
                layout.addWidget(strong(label(body, "", layer.name())))
            layout.addLayout(_rows(body, items, layer))
        self.setWidget(body)
        self.has_any = bool(explained)

    def fit(self, width: int, height: int) -> None:
        """As high as it needs, within these pixels."""
        body = self.widget()
        if body is None:
            return
        wide = min(_WIDE, width)
        layout = body.layout()
        for part in (body, *body.findChildren(QLabel)):
            part.ensurePolished()  # before it is first shown its letters are not those of the window
        frame = 2 * self.frameWidth()
        hint, bar = body.sizeHint().height(), self.verticalScrollBar().sizeHint().width()
        needed = frame + (layout.heightForWidth(wide - frame) if layout is not None else hint)
        fits = needed <= height
        if not fits and layout is not None:  # the bar that scrolls takes its room from the words
            needed = frame + layout.heightForWidth(wide - frame - bar)
        body.setMaximumHeight(needed)
        policy = Qt.ScrollBarPolicy.ScrollBarAlwaysOff if fits else Qt.ScrollBarPolicy.ScrollBarAlwaysOn
        self.setVerticalScrollBarPolicy(policy)
        self.resize(wide, max(min(needed, height), 0))


def _explained(group: QgsLayerTreeGroup) -> Iterator[tuple[QgsVectorLayer, list[QgsLegendSymbolItem]]]:
    for node in group.findLayers():
        layer = node.layer()
        if node.isVisible() and isinstance(layer, QgsVectorLayer) and layer.renderer() is not None:
            items = [item for item in layer.renderer().legendSymbolItems() if item.symbol() is not None]
            yield layer, [item for item in items if item.label() or len(items) == 1][:_MOST]


def _rows(parent: QWidget, items: Sequence[QgsLegendSymbolItem], layer: QgsVectorLayer) -> QGridLayout:
    """Signs and words; a layer with one sign is explained by its name, unless there is nothing to be seen of it."""
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 4)
    grid.setVerticalSpacing(1)
    grid.setColumnStretch(1, 1)
    for row, item in enumerate(items):
        picture = _picture(parent, item, layer.opacity())
        if len(items) == 1 and not _is_seen(picture):
            continue
        sign = QLabel(parent)
        sign.setPixmap(picture)
        grid.addWidget(sign, row, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter)
        grid.addWidget(label(parent, "", item.label() if len(items) > 1 else layer.name()), row, 1)
    return grid


def _picture(parent: QWidget, item: QgsLegendSymbolItem, opacity: float) -> QPixmap:
    """The sign as large and as pale as on the map, also where the screen has several dots a pixel."""
    ratio = parent.devicePixelRatioF()
    context = QgsRenderContext()
    context.setScaleFactor(parent.logicalDpiX() * ratio / _MM_PER_INCH)
    context.setFlag(QgsRenderContext.Flag.Antialiasing)
    symbol, size = item.symbol().clone(), _SIGN * ratio
    symbol.setOpacity(symbol.opacity() * opacity)
    if isinstance(symbol, QgsMarkerSymbol):  # the largest are larger than the usual sign
        dots = math.ceil(symbol.size(context)) + 2
        size = size.expandedTo(QSize(dots, dots))
    picture = QgsSymbolLayerUtils.symbolPreviewPixmap(symbol, size, 0, context)
    picture.setDevicePixelRatio(ratio)
    return picture


def _is_seen(picture: QPixmap) -> bool:
    image = picture.toImage()
    return any(image.pixelColor(x, y).alpha() for x in range(image.width()) for y in range(image.height()))
