# SPDX-License-Identifier: GPL-2.0-or-later
"""Words on the areas of a map, and beside them."""

from __future__ import annotations

from qgis.core import (
    QgsPalLayerSettings,
    QgsTextBufferSettings,
    QgsTextFormat,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt.QtGui import QColor, QFont


def label_areas(layer: QgsVectorLayer, expression: str, smallest: float) -> None:
    """Write what an expression gives on each area, dark with a white edge, at scales of 1:`smallest` and larger."""
    settings = QgsPalLayerSettings()
    settings.fieldName = expression
    settings.isExpression = True
    settings.scaleVisibility = True
    settings.minimumScale, settings.maximumScale = smallest, 0
    text = QgsTextFormat()
    text.setFont(QFont("Sans Serif"))
    text.setSize(8)
    text.setColor(QColor("#1c1c1c"))
    halo = QgsTextBufferSettings()
    halo.setEnabled(True)
    halo.setSize(0.8)
    halo.setColor(QColor("#ffffff"))
    text.setBuffer(halo)
    settings.setFormat(text)
    layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))
    layer.setLabelsEnabled(True)


def tell_areas(layer: QgsVectorLayer) -> None:
    """Have the text in the field `told` as the tip of an area, and an area called what its field `name` says."""
    layer.setMapTipTemplate(
        '<div style="font-family: sans-serif; width: 300px">'
        "[% replace(replace(replace(replace(\"told\", '&', '&amp;'), '<', '&lt;'), '>', '&gt;'), '\\n', '<br>') %]"
        "</div>"
    )
    layer.setDisplayExpression('"name"')
