# SPDX-License-Identifier: GPL-2.0-or-later
"""Writes resources/styles/*.qml through QGIS 3.22, whose files newer versions read; keep what it writes."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

from qgis.core import (
    Qgis,
    QgsApplication,
    QgsCategorizedSymbolRenderer,
    QgsFeatureRequest,
    QgsFillSymbol,
    QgsGraduatedSymbolRenderer,
    QgsMapLayer,
    QgsMarkerSymbol,
    QgsProperty,
    QgsRendererCategory,
    QgsRendererRange,
    QgsSingleSymbolRenderer,
    QgsSymbolLayer,
    QgsVectorLayer,
)

STYLES = Path(__file__).resolve().parent.parent / "policeuk_plugin" / "resources" / "styles"

# Okabe and Ito's colours: told apart with every kind of colour blindness. One colour a family of crime
# types, one shape a type within it, so that colour is never alone.
VERMILLION, BLUE, SKY, ORANGE = "#d55e00", "#0072b2", "#56b4e9", "#e69f00"
GREEN, PURPLE, GREY, BLACK = "#009e73", "#cc79a7", "#8c8c8c", "#333333"

CRIME_TYPES = (
    ("Violence and sexual offences", VERMILLION, "circle"),
    ("Robbery", VERMILLION, "triangle"),
    ("Possession of weapons", VERMILLION, "diamond"),
    ("Burglary", BLUE, "square"),
    ("Vehicle crime", BLUE, "circle"),
    ("Bicycle theft", BLUE, "triangle"),
    ("Shoplifting", SKY, "circle"),
    ("Theft from the person", SKY, "triangle"),
    ("Other theft", SKY, "square"),
    ("Criminal damage and arson", ORANGE, "square"),
    ("Public order", ORANGE, "circle"),
    ("Drugs", GREEN, "circle"),
    ("Other crime", PURPLE, "circle"),
    ("Anti-social behaviour", GREY, "circle"),
)
OLDER_TYPES = ["Violent crime", "Public disorder and weapons"]

OUTCOME_GROUPS = (
    ("charged", "Charged or taken to court", VERMILLION, "circle"),
    ("out of court", "Dealt with out of court", ORANGE, "triangle"),
    ("evidence or public interest", "Evidence or public interest lacking", SKY, "square"),
    ("no suspect identified", "No suspect identified", GREY, "circle"),
    ("under investigation", "Under investigation", GREEN, "diamond"),
    ("not available", "Outcome not available", BLACK, "diamond"),
)

STOP_TYPES = (
    ("Person search", BLUE, "circle"),
    ("Person and Vehicle search", PURPLE, "square"),
    ("Vehicle search", ORANGE, "triangle"),
)

# Upper limit, size in mm (about the root of the count), legend.
PLACE_CLASSES = (
    (4.5, 1.1, "1 to 4 crimes"),
    (9.5, 1.8, "5 to 9"),
    (24.5, 2.6, "10 to 24"),
    (49.5, 3.4, "25 to 49"),
    (99.5, 4.4, "50 to 99"),
    (1e9, 5.6, "100 or more"),
)

ALIASES = {
    "month_start": "Month (its first day)",
    "month": "Month",
    "force": "Force",
    "crime_type": "Crime type",
    "crime_types": "Crimes by type",
    "crimes": "Crimes",
    "outcome": "Outcome",
    "outcome_group": "Outcome, in groups",
    "location": "Snap point",
    "place_kind": "Kind of snap point",
    "place": "Number of the snap point",
    "lsoa_code": "LSOA code",
    "lsoa_name": "LSOA name",
    "lsoa_edition": "LSOA edition",
    "crime_id": "Crime ID",
    "date": "Date and time (UTC)",
    "type": "Kind of search",
    "object_of_search": "Object of search",
    "legislation": "Legislation",
    "gender": "Gender",
    "age_range": "Age range",
    "officer_defined_ethnicity": "Ethnicity, officer-defined",
    "self_defined_ethnicity": "Ethnicity, self-defined",
    "kind": "Kind of area",
    "edition": "Edition",
    "code": "Code",
    "name": "Name",
}

TOWN, COUNTY, SMALLEST = 4.4, 5.4, 0.4
"""Logarithms of the map scales between which markers shrink, and to which part."""

FRAME = '<div style="font-family: sans-serif; max-width: 320px">{}<br><i>{}</i></div>'
SNAP = "Snap point, not an address."


def main() -> int:
    """Write every style file; exit code 0."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QgsApplication([], False)
    application.initQgis()
    STYLES.mkdir(parents=True, exist_ok=True)
    for name, make in STYLE_MAKERS.items():
        layer = make()
        for field in layer.fields():
            layer.setFieldAlias(layer.fields().indexOf(field.name()), ALIASES.get(field.name(), ""))
        category = QgsMapLayer.StyleCategory
        message, done = layer.saveNamedStyle(
            str(STYLES / f"{name}.qml"),
            category.Symbology | category.MapTips | category.Temporal | category.Rendering | category.Fields,
        )
        print(message if not done else f"{name}.qml written")
    sys.stdout.flush()
    os._exit(0)  # exitQgis() crashes on 3.22 where layers are still referred to


def crimes() -> QgsVectorLayer:
    """One feature a crime, by type."""
    fields = "month_start:datetime&field=month&field=force&field=crime_type&field=outcome&field=outcome_group"
    layer = _dated("Point", f"{fields}&field=location&field=place_kind&field=place:integer{_LSOA}")
    categories = [_category(name, name, _marker(colour, shape)) for name, colour, shape in CRIME_TYPES]
    older = QgsRendererCategory(OLDER_TYPES, _marker(BLACK, "pentagon"), "Older names, to April 2013")
    other = _category(None, "Another type", _marker(PURPLE, "pentagon"))
    layer.setRenderer(QgsCategorizedSymbolRenderer("crime_type", [*categories, older, other]))
    layer.setDisplayExpression('"crime_type" || \', \' || "month"')
    layer.setMapTipTemplate(
        _tip(
            f"<b>{_value('crime_type')}</b><br>{_value('month')}, {_value('location')}<br>"
            f"Outcome: {_value('outcome', 'not published')}",
            f"{SNAP} More crimes may lie at the same point.",
        )
    )
    return layer


def places() -> QgsVectorLayer:
    """One feature a snap point, by its number of crimes."""
    layer = QgsVectorLayer(
        f"Point?crs=EPSG:4326&field=location&field=place_kind{_LSOA}&field=crimes:integer&field=crime_types",
        "places",
        "memory",
    )
    ranges, low = [], 0.0
    for high, size, label in PLACE_CLASSES:
        ranges.append(QgsRendererRange(low, high, _place_marker(size), label))
        low = high
    renderer = QgsGraduatedSymbolRenderer("crimes", ranges)
    renderer.setOrderBy(
        QgsFeatureRequest.OrderBy([QgsFeatureRequest.OrderByClause('"crimes"', False)])
    )  # the largest first: smaller ones stay to be seen
    renderer.setOrderByEnabled(True)
    layer.setRenderer(renderer)
    layer.setDisplayExpression('"location" || \': \' || "crimes"')
    layer.setMapTipTemplate(
        _tip(
            f"<b>{_value('location')}</b> ({_value('place_kind')})<br>"
            f'Crimes published here: <b>[% "crimes" %]</b><br>{_value("crime_types")}',
            SNAP,
        )
    )
    return layer


def outcomes() -> QgsVectorLayer:
    """One feature an outcome, by group."""
    fields = "month_start:datetime&field=month&field=force&field=outcome&field=outcome_group"
    layer = _dated("Point", f"{fields}&field=location&field=place_kind&field=place:integer{_LSOA}")
    categories = [_category(value, label, _marker(colour, shape)) for value, label, colour, shape in OUTCOME_GROUPS]
    other = _category(None, "Another outcome", _marker(PURPLE, "pentagon"))
    layer.setRenderer(QgsCategorizedSymbolRenderer("outcome_group", [*categories, other]))
    layer.setDisplayExpression('"outcome" || \', \' || "month"')
    layer.setMapTipTemplate(
        _tip(f"<b>{_value('outcome')}</b><br>Month of the outcome: {_value('month')}, {_value('location')}", SNAP)
    )
    return layer


def stops() -> QgsVectorLayer:
    """One feature a stop and search, by kind."""
    fields = "month_start:datetime&field=month&field=force&field=date&field=type&field=object_of_search"
    people = "&field=gender&field=age_range&field=officer_defined_ethnicity&field=self_defined_ethnicity"
    layer = _dated("Point", f"{fields}&field=outcome&field=legislation{people}&field=place:integer")
    categories = [_category(name, name, _marker(colour, shape)) for name, colour, shape in STOP_TYPES]
    other = _category(None, "Kind not given", _marker(GREY, "pentagon"))
    layer.setRenderer(QgsCategorizedSymbolRenderer("type", [*categories, other]))
    layer.setDisplayExpression('"type" || \', \' || "date"')
    layer.setMapTipTemplate(
        _tip(
            f"<b>{_value('type')}</b>, {_value('date')}<br>For: {_value('object_of_search', 'not given')}<br>"
            f"Outcome: {_value('outcome', 'not given')}",
            SNAP,
        )
    )
    return layer


def areas() -> QgsVectorLayer:
    """Outlines only: what lies below stays to be seen."""
    layer = QgsVectorLayer(
        "MultiPolygon?crs=EPSG:4326&field=kind&field=edition:integer&field=code&field=name", "areas", "memory"
    )
    outline = {"style": "no", "outline_color": "90,90,90,200", "outline_width": "0.2", "outline_style": "solid"}
    symbol = QgsFillSymbol.createSimple(outline)
    width = QgsProperty.fromExpression("if(\"kind\" = 'pfa', 0.6, if(\"kind\" = 'lsoa', 0.15, 0.3))")
    symbol.symbolLayer(0).setDataDefinedProperty(QgsSymbolLayer.Property.PropertyStrokeWidth, width)
    layer.setRenderer(QgsSingleSymbolRenderer(symbol))
    layer.setDisplayExpression('"name"')
    layer.setMapTipTemplate(_tip(f"<b>{_value('name')}</b><br>{_value('code')}", 'Edition of [% "edition" %]'))
    return layer


_LSOA = "&field=lsoa_code&field=lsoa_name&field=lsoa_edition:integer&field=crime_id"
STYLE_MAKERS: dict[str, Callable[[], QgsVectorLayer]] = {
    "crimes": crimes,
    "places": places,
    "outcomes": outcomes,
    "stops": stops,
    "areas": areas,
}


def _dated(geometry: str, fields: str) -> QgsVectorLayer:
    layer = QgsVectorLayer(f"{geometry}?crs=EPSG:4326&field={fields}", "dated", "memory")
    time = layer.temporalProperties()
    time.setIsActive(True)
    time.setMode(Qgis.VectorTemporalMode.FeatureDateTimeInstantFromField)
    time.setStartField("month_start")
    return layer


def _category(value: object, label: str, symbol: QgsMarkerSymbol) -> QgsRendererCategory:
    return QgsRendererCategory(value, symbol, label)


def _marker(colour: str, shape: str) -> QgsMarkerSymbol:
    larger = {"triangle": 2.1, "diamond": 2.1, "square": 1.6, "pentagon": 2.0}
    return _symbol(shape, colour, larger.get(shape, 1.7), "255,255,255,160")


def _place_marker(size: float) -> QgsMarkerSymbol:
    """A marker of `size` mm on a map of a town (1:25,000), smaller on one of a county: it would hide the rest.

    Not so for single crimes: a size by expression takes twice as long to draw.
    """
    symbol = _symbol("circle", "59,82,139,165", size, "255,255,255,220")
    shrunk = f"{size} * scale_linear(log10(coalesce(@map_scale, 25000)), {TOWN}, {COUNTY}, 1, {SMALLEST})"
    symbol.setDataDefinedSize(QgsProperty.fromExpression(shrunk))
    return symbol


def _symbol(shape: str, colour: str, size: float, outline: str) -> QgsMarkerSymbol:
    return QgsMarkerSymbol.createSimple(
        {
            "name": shape,
            "color": colour,
            "size": str(size),
            "outline_color": outline,
            "outline_width": "0.1",
        }
    )


def _value(field: str, empty: str = "") -> str:
    """An expression that shows a field as text: published names may hold characters that HTML gives a meaning."""
    text = f"coalesce(nullif(\"{field}\", ''), '{empty}')"
    return f"[% replace({text}, map('&', '&amp;', '<', '&lt;', '>', '&gt;')) %]"


def _tip(body: str, foot: str) -> str:
    return FRAME.format(body, foot)


if __name__ == "__main__":
    sys.exit(main())
