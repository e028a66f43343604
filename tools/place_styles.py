# SPDX-License-Identifier: GPL-2.0-or-later
"""The styles of snap points with their crimes: by leading type, of interest, through time, as heat; tips and forms."""

from __future__ import annotations

from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsDataDefinedSizeLegend,
    QgsField,
    QgsGradientColorRamp,
    QgsGradientStop,
    QgsGraduatedSymbolRenderer,
    QgsHeatmapRenderer,
    QgsMarkerSymbol,
    QgsProperty,
    QgsRendererRange,
    QgsUnitTypes,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QVariant
from qgis.PyQt.QtGui import QColor

from policeuk_plugin.layers.kinds import HEAT_FROM
from tools.style_parts import (
    COUNT,
    SNAP,
    by_type,
    category,
    count_labels,
    dated,
    form,
    icon_marker,
    in_order,
    place_marker,
    shrinking,
    symbol,
    tip,
    value,
)
from tools.style_tables import BLACK, HEAT, LEADING, LEADING_OTHER, LEADING_SEVERAL, PLACE_CLASSES, PLACE_KINDS

BY_MONTH = "crimes_by_month"
"""A field of the layer that nothing computes unless a tip, a form or a table shows it."""
_PLACE = (
    "Point?crs=EPSG:4326&field=location&field=place_kind&field=lsoa_code&field=lsoa_name"
    "&field=crimes:integer&field=crime_types&field=leading_type&field=crime_months"
)
_TIMED = (
    "month_start:datetime&field=month&field=force&field=types&field=location&field=place_kind&field=place:integer"
    "&field=lsoa_code&field=lsoa_name&field=lsoa_edition:integer&field=crimes:integer&field=crime_types"
)
_WHERE = ("location", "place_kind", "lsoa_name", "lsoa_code")
_COUNTS = ("crimes", "crime_types", BY_MONTH)


def places() -> QgsVectorLayer:
    """One feature a snap point, by its number of crimes and their leading type."""
    layer = _place_layer("places")
    categories = [category(list(names), label, _led(colour)) for names, label, colour in LEADING]
    several, other = _led(LEADING_SEVERAL, "90,90,90,230"), _led(LEADING_OTHER)
    renderer = QgsCategorizedSymbolRenderer(
        "leading_type",
        [*categories, category("several", "Several alike", several), category(None, "Another type", other)],
    )
    renderer.setSourceSymbol(_led("110,110,110,200"))
    renderer.setDataDefinedSizeLegend(_size_legend())
    layer.setRenderer(in_order(renderer, largest_first=True))
    layer.setDisplayExpression('"location" || \': \' || "crimes"')
    layer.setMapTipTemplate(
        tip(f"<b>{value('location')}</b> ({value('place_kind')})<br>{_counts()}", f"{SNAP} {_MONTHS_NOTE}")
    )
    form(layer, {"The snap point": _WHERE, "Crimes published here": ("leading_type", *_COUNTS)})
    return layer


def interest() -> QgsVectorLayer:
    """One feature a snap point that is no street, by its kind, with its number of crimes."""
    layer = _place_layer("interest")
    categories = [category(kind, kind, icon_marker(colour)) for kind, colour in PLACE_KINDS]
    renderer = QgsCategorizedSymbolRenderer(
        "place_kind", [*categories, category(None, "Another kind", icon_marker(BLACK))]
    )
    # Those with most crimes last: their icons lie on top.
    layer.setRenderer(in_order(renderer, largest_first=False))
    layer.setLabeling(count_labels())
    layer.setLabelsEnabled(True)
    layer.setDisplayExpression('"location" || \': \' || "crimes"')
    layer.setMapTipTemplate(
        tip(
            f"<b>{value('place_kind')}</b><br>{value('lsoa_name')}<br>{_counts()}",
            f"{SNAP} It stands for everything near it. {_MONTHS_NOTE}",
        )
    )
    form(layer, {"The point of interest": ("place_kind", "lsoa_name", "lsoa_code"), "Crimes published here": _COUNTS})
    return layer


def by_month() -> QgsVectorLayer:
    """One feature a snap point and month, by its number of crimes."""
    return _timed("places_by_month", _TIMED, f"Crimes of {value('month')} published here", "")


def rolling() -> QgsVectorLayer:
    """One feature a snap point and month, by its crimes of the twelve months that end there."""
    few = "'Of these 12 months only ' || \"months_held\" || ' are held: too low.'"
    held = f"[% if(\"months_held\" < 12, {few}, '') %]"
    fields = f"{_TIMED}&field=months_held:integer"
    return _timed("places_rolling", fields, f"Crimes of the 12 months to {value('month')} published here", held)


def heat() -> QgsVectorLayer:
    """Where the places with many crimes are, on maps of a county."""
    layer = _place_layer("heat")
    renderer = QgsHeatmapRenderer()
    renderer.setRadius(5.5)
    renderer.setRadiusUnit(QgsUnitTypes.RenderUnit.RenderMillimeters)
    renderer.setWeightExpression('"crimes"')
    renderer.setRenderQuality(2)
    clear = QColor(HEAT[0][1])
    clear.setAlpha(0)
    stops = [QgsGradientStop(share, QColor(colour)) for share, colour in HEAT[:-1]]
    renderer.setColorRamp(QgsGradientColorRamp(clear, QColor(HEAT[-1][1]), False, stops))
    layer.setRenderer(renderer)
    layer.setOpacity(0.75)
    layer.setScaleBasedVisibility(True)
    layer.setMaximumScale(HEAT_FROM)
    layer.setMinimumScale(0)
    layer.setDisplayExpression('"location" || \': \' || "crimes"')
    layer.setMapTipTemplate(
        tip(f"<b>{value('location')}</b><br>Crimes published here: <b>{COUNT}</b>", f"{SNAP} Zoom in for the places.")
    )
    form(layer, {"The snap point": _WHERE, "Crimes published here": _COUNTS})
    return layer


_MONTHS_NOTE = "Months without a number: none published here, or not held."


def _counts() -> str:
    months = value(BY_MONTH, line_breaks=True)
    return f"Crimes published here: <b>{COUNT}</b><br>{by_type()}<br><b>By month</b><br>{months}"


def _place_layer(name: str) -> QgsVectorLayer:
    layer = QgsVectorLayer(_PLACE, name, "memory")
    layer.addExpressionField(_months(), QgsField(BY_MONTH, QVariant.Type.String, "text"))
    return layer


def _timed(name: str, fields: str, heading: str, note: str) -> QgsVectorLayer:
    layer = dated("Point", fields)
    layer.setName(name)
    ranges, low = [], 0.0
    for high, size, label in PLACE_CLASSES:
        ranges.append(QgsRendererRange(low, high, place_marker(size), label))
        low = high
    layer.setRenderer(in_order(QgsGraduatedSymbolRenderer("crimes", ranges), largest_first=True))
    layer.setDisplayExpression('"location" || \', \' || "month" || \': \' || "crimes"')
    layer.setMapTipTemplate(
        tip(
            f"<b>{value('location')}</b> ({value('place_kind')})<br>{heading}: <b>{COUNT}</b><br>{by_type()}",
            f"{SNAP} {note}",
        )
    )
    held = ("months_held",) if note else ()
    form(layer, {"The snap point": _WHERE, "Crimes published here": ("month", "crimes", "crime_types", *held, "force")})
    return layer


def _led(colour: str, outline: str = "255,255,255,220") -> QgsMarkerSymbol:
    made = symbol("circle", colour, 2.6, outline)
    steps = " ".join(f'when "crimes" < {high} then {size}' for high, size, _ in PLACE_CLASSES[:-1])
    size = f"case {steps} else {PLACE_CLASSES[-1][1]} end"
    made.setDataDefinedSize(QgsProperty.fromExpression(f"({size}) * {shrinking()}"))
    return made


def _size_legend() -> QgsDataDefinedSizeLegend:
    """The sizes on a map of a town, one below the other."""
    legend = QgsDataDefinedSizeLegend()
    legend.setLegendType(QgsDataDefinedSizeLegend.LegendType.LegendSeparated)
    legend.setTitle("Crimes at the snap point")
    legend.setClasses([QgsDataDefinedSizeLegend.SizeClass(size, label) for _, size, label in PLACE_CLASSES])
    return legend


def _months() -> str:
    """By year, with the months that have crimes: such as 2025: 12 (Jan 3, Sep 9)."""
    names = "substr('JanFebMarAprMayJunJulAugSepOctNovDec', 3 * to_int(@element) - 2, 3)"
    here = _occurring("@year || '-' || @element")
    numbers = ", ".join(f"'{month:02d}'" for month in range(1, 13))
    months = (
        f"array_to_string(array_filter(array_foreach(array({numbers}), if({here} > 0, {names} || ' ' || {here}, '')),"
        " @element <> ''), ', ')"
    )
    whole = _occurring("@year || '-'")
    line = f"with_variable('year', @element, @year || ': ' || {whole} || ' (' || {months} || ')')"
    years = "array_sort(array_distinct(array_foreach(string_to_array(\"crime_months\", ' '), left(@element, 4))))"
    return f"if(coalesce(\"crime_months\", '') = '', '', array_to_string(array_foreach({years}, {line}), '; '))"


def _occurring(part: str) -> str:
    """How often a part of a month occurs among the months of the crimes."""
    whole = "(' ' || \"crime_months\")"
    return f"to_int((length({whole}) - length(replace({whole}, ' ' || {part}, ''))) / length(' ' || {part}))"
