# SPDX-License-Identifier: GPL-2.0-or-later
"""Names of streets on the map of a field pack, so that it can be read without a background map."""

from __future__ import annotations

from qgis.core import (
    QgsMarkerSymbol,
    QgsPalLayerSettings,
    QgsSingleSymbolRenderer,
    QgsTextBufferSettings,
    QgsTextFormat,
    QgsUnitTypes,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt.QtGui import QColor

from ..layers.letters import plain_letters

FROM_SCALE = 20_000
"""Scale from which on, to larger ones, names are drawn."""
# Crimes are published 'on or near' a street; the name of the street is what is read on a map. Before July 2022
# names came in capitals.
_NAME = """with_variable('street', regexp_replace("name", '^(?i)on or near ', ''), if("kind" <> 'Street', NULL,
  if(upper(@street) = @street AND NOT regexp_match(@street, '[0-9]'), replace(title(@street), '''S', '''s'),
  @street)))"""


def name_streets(layer: QgsVectorLayer) -> None:
    """Have a layer of places with `name` and `kind` draw the names of its streets, and no points."""
    layer.setRenderer(QgsSingleSymbolRenderer(QgsMarkerSymbol.createSimple({"size": "0", "outline_style": "no"})))
    text = plain_letters(QgsTextFormat())
    text.setSize(7)
    text.setSizeUnit(QgsUnitTypes.RenderUnit.RenderPoints)
    text.setColor(QColor("#5a5a5a"))
    halo = QgsTextBufferSettings()
    halo.setEnabled(True)
    halo.setSize(0.6)
    halo.setColor(QColor("#ffffff"))
    text.setBuffer(halo)
    settings = QgsPalLayerSettings()
    settings.fieldName = _NAME
    settings.isExpression = True
    settings.placement = QgsPalLayerSettings.Placement.AroundPoint
    settings.dist = 0.3
    settings.distUnits = QgsUnitTypes.RenderUnit.RenderMillimeters
    settings.priority = 2
    settings.scaleVisibility = True
    settings.minimumScale, settings.maximumScale = FROM_SCALE, 1
    settings.setFormat(text)
    layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))
    layer.setLabelsEnabled(True)
