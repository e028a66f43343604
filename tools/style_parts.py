# SPDX-License-Identifier: GPL-2.0-or-later
"""What the styles are made of: markers, labels, map tips."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qgis.core import (
    Qgis,
    QgsAttributeEditorContainer,
    QgsAttributeEditorField,
    QgsCategorizedSymbolRenderer,
    QgsEditFormConfig,
    QgsFeatureRenderer,
    QgsFeatureRequest,
    QgsMarkerSymbol,
    QgsPalLayerSettings,
    QgsProperty,
    QgsRendererCategory,
    QgsSimpleMarkerSymbolLayer,
    QgsSimpleMarkerSymbolLayerBase,
    QgsSvgMarkerSymbolLayer,
    QgsSymbolLayer,
    QgsTextBufferSettings,
    QgsTextFormat,
    QgsUnitTypes,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt.QtGui import QColor

from policeuk_plugin.layers.letters import plain_letters
from tools.style_tables import COUNTY, ICON_SIZES, SMALLEST, TOWN

FRAME = '<div style="font-family: sans-serif; max-width: 320px">{}<br><i>{}</i></div>'
SNAP = "Snap point, not an address."
COUNT = '[% "crimes" %]'
LABELLED_FROM, ICONS_FROM = 20_000, 60_000
"""Scales from which on points of interest have numbers, and icons: at smaller ones they would cover one another."""
SLOT = 1.5
"""Millimetres between the markers of two categories at one snap point."""
COUNTY_ICON = 100
"""Crimes from which on a point of interest has its icon at all scales."""


def dated(geometry: str, fields: str) -> QgsVectorLayer:
    """A layer whose features have a month, for the temporal controller."""
    layer = QgsVectorLayer(f"{geometry}?crs=EPSG:4326&field={fields}", "dated", "memory")
    time = layer.temporalProperties()
    time.setIsActive(True)
    time.setMode(Qgis.VectorTemporalMode.FeatureDateTimeInstantFromField)
    time.setStartField("month_start")
    return layer


def category(value: object, label: str, symbol: QgsMarkerSymbol) -> QgsRendererCategory:
    """An entry of a legend; `value` is None for all that have no entry of their own."""
    return QgsRendererCategory(value, symbol, label)


def marker(colour: str, shape: str) -> QgsMarkerSymbol:
    """The marker of a single row; shapes are about as large as one another."""
    larger = {"triangle": 2.0, "diamond": 2.0, "square": 1.45, "pentagon": 1.8, "cross_fill": 1.9}
    return symbol(shape, colour, larger.get(shape, 1.6), "255,255,255,160")


def place_marker(size: float) -> QgsMarkerSymbol:
    """A marker of `size` mm on a map of a town (1:40,000), smaller on one of a county: it would hide the rest.

    By expression, not by its size on the ground: the list of layers would draw that as large as its rows may be.
    """
    made = symbol("circle", "59,82,139,165", size, "255,255,255,220")
    made.setDataDefinedSize(QgsProperty.fromExpression(f"{size} * {shrinking()}"))
    return made


def icon_marker(colour: str) -> QgsMarkerSymbol:
    """An icon on a badge, in steps by the number of crimes; the plugin puts the picture into its place.

    On maps of a county only those with most crimes have it, the others a dot in the colour of their family.
    """
    enabled = QgsSymbolLayer.Property.PropertyLayerEnabled
    near = f'coalesce(@map_scale, 0) <= {ICONS_FROM} or coalesce("crimes", {COUNTY_ICON}) >= {COUNTY_ICON}'
    icon = QgsSvgMarkerSymbolLayer("policeuk", ICON_SIZES[-1][1])
    icon.setFillColor(QColor(colour))
    icon.setStrokeColor(QColor("#ffffff"))
    icon.setStrokeWidth(0.2)
    icon.setDataDefinedProperty(QgsSymbolLayer.Property.PropertySize, QgsProperty.fromExpression(icon_size()))
    icon.setDataDefinedProperty(enabled, QgsProperty.fromExpression(near))
    dot = QgsSimpleMarkerSymbolLayer(QgsSimpleMarkerSymbolLayerBase.Shape.Circle, 1.5)
    dot.setFillColor(QColor(colour))
    dot.setStrokeColor(QColor("#ffffff"))
    dot.setStrokeWidth(0.1)
    dot.setDataDefinedProperty(enabled, QgsProperty.fromExpression(f"not ({near})"))
    made = QgsMarkerSymbol()
    made.changeSymbolLayer(0, dot)
    made.appendSymbolLayer(icon)
    return made


def icon_size() -> str:
    """An icon's size in mm by its crimes; on maps of a county the smallest that can be read."""
    steps = " ".join(f'when "crimes" >= {count} then {size}' for count, size in ICON_SIZES[:-1])
    smallest = ICON_SIZES[-1][1]
    return f"case when @map_scale > {ICONS_FROM} then {smallest} {steps} else {smallest} end"


def shrinking() -> str:
    """The part of a marker's size that is left at the map's scale."""
    return f"scale_linear(log10(coalesce(@map_scale, 25000)), {TOWN}, {COUNTY}, 1, {SMALLEST})"


def in_slots(renderer: QgsCategorizedSymbolRenderer, columns: int) -> QgsCategorizedSymbolRenderer:
    """Give each category a slot of its own in a small square around the snap point, row by row as in the legend.

    Hundreds of rows lie on one point: without slots a map shows the last one drawn and hides the rest. In a
    legend, where there is no feature, there is no slot. No size by expression: that takes half as long again.
    """
    no_feature = f'"{renderer.classAttribute()}" is null'
    count = len(renderer.categories())
    rows = -(-count // columns)
    for index, found in enumerate(renderer.categories()):
        right = (index % columns - (columns - 1) / 2) * SLOT
        down = (index // columns - (rows - 1) / 2) * SLOT
        placed = found.symbol().clone()
        offset = f"if({no_feature}, array(0, 0), array({right:.2f} * {shrinking()}, {down:.2f} * {shrinking()}))"
        placed.symbolLayer(0).setDataDefinedProperty(
            QgsSymbolLayer.Property.PropertyOffset, QgsProperty.fromExpression(offset)
        )
        renderer.updateCategorySymbol(index, placed)
    return renderer


def in_order(renderer: QgsFeatureRenderer, largest_first: bool) -> QgsFeatureRenderer:
    """Draw by the number of crimes: the largest first, where smaller ones are to be seen on them, or last."""
    clause = QgsFeatureRequest.OrderByClause('"crimes"', not largest_first)
    renderer.setOrderBy(QgsFeatureRequest.OrderBy([clause]))
    renderer.setOrderByEnabled(True)
    return renderer


def grouped_form(layer: QgsVectorLayer, groups: Mapping[str, Sequence[str]]) -> None:
    """Lay the form out in groups; fields in none of them are left out."""
    config = layer.editFormConfig()
    config.setLayout(QgsEditFormConfig.EditorLayout.TabLayout)
    config.clearTabs()
    for title, fields in groups.items():
        box = QgsAttributeEditorContainer(title, config.invisibleRootContainer())
        box.setIsGroupBox(True)
        for field in fields:
            box.addChildElement(QgsAttributeEditorField(field, layer.fields().indexOf(field), box))
        config.addTab(box)
    layer.setEditFormConfig(config)


def form(layer: QgsVectorLayer, groups: Mapping[str, Sequence[str]]) -> None:
    """As `grouped_form`; fields in none of the groups are left out of the table, too."""
    grouped_form(layer, groups)
    shown = {field for fields in groups.values() for field in fields}
    table = layer.attributeTableConfig()
    table.update(layer.fields())
    columns = table.columns()
    for column in columns:
        column.hidden = column.name not in shown
    table.setColumns(columns)
    layer.setAttributeTableConfig(table)


def count_labels() -> QgsVectorLayerSimpleLabeling:
    """The number of crimes under each icon, on maps of a town and nearer."""
    text = plain_letters(QgsTextFormat())
    text.setSize(7.5)
    text.setColor(QColor("#222222"))
    halo = QgsTextBufferSettings()
    halo.setEnabled(True)
    halo.setSize(0.7)
    halo.setColor(QColor("#ffffff"))
    text.setBuffer(halo)
    settings = QgsPalLayerSettings()
    settings.fieldName = "crimes"
    settings.setFormat(text)
    settings.placement = QgsPalLayerSettings.Placement.OverPoint
    settings.quadOffset = QgsPalLayerSettings.QuadrantPosition.QuadrantBelow
    settings.offsetUnits = QgsUnitTypes.RenderUnit.RenderMillimeters
    below = QgsProperty.fromExpression(f"array(0, ({icon_size()}) / 2)")
    settings.dataDefinedProperties().setProperty(QgsPalLayerSettings.Property.OffsetXY, below)
    settings.scaleVisibility = True
    settings.minimumScale = LABELLED_FROM
    settings.maximumScale = 0
    return QgsVectorLayerSimpleLabeling(settings)


def by_type() -> str:
    """The crimes of a place, a line a type."""
    return value("crime_types", line_breaks=True)


def symbol(shape: str, colour: str, size: float, outline: str) -> QgsMarkerSymbol:
    """A simple marker of `size` mm; colours as QGIS writes them."""
    return QgsMarkerSymbol.createSimple(
        {
            "name": shape,
            "color": colour,
            "size": str(size),
            "outline_color": outline,
            "outline_width": "0.1",
        }
    )


def value(field: str, empty: str = "", line_breaks: bool = False) -> str:
    """An expression that shows a field as text: published names may hold characters that HTML gives a meaning."""
    text = f"coalesce(nullif(\"{field}\", ''), '{empty}')"
    shown = f"replace({text}, map('&', '&amp;', '<', '&lt;', '>', '&gt;'))"
    return f"[% replace({shown}, '; ', '<br>') %]" if line_breaks else f"[% {shown} %]"


def tip(body: str, foot: str) -> str:
    """A map tip: what is published, and what to keep in mind of it."""
    return FRAME.format(body, foot)
