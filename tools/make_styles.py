# SPDX-License-Identifier: GPL-2.0-or-later
"""Writes resources/styles/*.qml through QGIS 3.22, whose files newer versions read; keep what it writes.

With QT_HASH_SEED=0 in the environment it writes attributes in the same order every time.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

from qgis.core import (
    QgsApplication,
    QgsCategorizedSymbolRenderer,
    QgsFillSymbol,
    QgsMapLayer,
    QgsProperty,
    QgsRendererCategory,
    QgsSingleSymbolRenderer,
    QgsSymbolLayer,
    QgsVectorLayer,
)

from tools.neighbourhood_styles import neighbourhoods, police_stations
from tools.outcome_styles import drawn_crimes, drawn_outcomes, drawn_records, drawn_stops, outcome_times
from tools.place_styles import by_month, heat, interest, places, rolling
from tools.stop_styles import stop_places, stops
from tools.style_parts import (
    SNAP,
    category,
    dated,
    form,
    in_slots,
    marker,
    tip,
    value,
)
from tools.style_tables import (
    ALIASES,
    BLACK,
    CRIME_TYPES,
    OLDER_TYPES,
    OUTCOME_GROUPS,
    PURPLE,
)

STYLES = Path(__file__).resolve().parent.parent / "policeuk_plugin" / "resources" / "styles"


def main() -> int:
    """Write every style file; exit code 0."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QgsApplication([], False)
    application.initQgis()
    STYLES.mkdir(parents=True, exist_ok=True)
    for name, make in STYLE_MAKERS.items():
        layer = make()
        for index, field_name in enumerate(layer.fields().names()):
            widget = layer.editorWidgetSetup(index)
            layer.setFieldAlias(index, ALIASES.get(field_name, ""))
            layer.setEditorWidgetSetup(index, widget)  # an alias takes it away
        part = QgsMapLayer.StyleCategory
        more = part.Forms | part.AttributeTable if name in _WITH_FORMS else part.Fields
        message, done = layer.saveNamedStyle(
            str(STYLES / f"{name}.qml"),
            part.Symbology | part.Labeling | part.MapTips | part.Temporal | part.Rendering | part.Fields | more,
        )
        print(message if not done else f"{name}.qml written")
    sys.stdout.flush()
    os._exit(0)  # exitQgis() crashes on 3.22 where layers are still referred to


def crimes() -> QgsVectorLayer:
    """One feature a crime, by type."""
    fields = "month_start:datetime&field=month&field=force&field=crime_type&field=outcome&field=outcome_group"
    layer = dated("Point", f"{fields}&field=location&field=place_kind&field=place:integer{_LSOA}")
    categories = [category(name, name, marker(colour, shape)) for name, colour, shape in CRIME_TYPES]
    older = QgsRendererCategory(OLDER_TYPES, marker(BLACK, "pentagon"), "Older names, to April 2013")
    other = category(None, "Another type", marker(PURPLE, "pentagon"))
    layer.setRenderer(in_slots(QgsCategorizedSymbolRenderer("crime_type", [*categories, older, other]), columns=4))
    layer.setDisplayExpression('"crime_type" || \', \' || "month"')
    layer.setMapTipTemplate(
        tip(
            f"<b>{value('crime_type')}</b><br>{value('month')}, {value('location')}<br>"
            f"Outcome: {value('outcome', 'not published')}",
            f"{SNAP} More crimes may lie at the same point.",
        )
    )
    of = ("crime_type", "month", "outcome", "outcome_group", "force", "crime_id")
    form(layer, {"The crime": of, "Where it was published": ("location", "place_kind", "lsoa_name", "lsoa_code")})
    return layer


def outcomes() -> QgsVectorLayer:
    """One feature an outcome, by group."""
    fields = "month_start:datetime&field=month&field=force&field=outcome&field=outcome_group"
    layer = dated("Point", f"{fields}&field=location&field=place_kind&field=place:integer{_LSOA}")
    categories = [category(group, label, marker(colour, shape)) for group, label, colour, shape in OUTCOME_GROUPS]
    other = category(None, "Another outcome", marker(PURPLE, "pentagon"))
    layer.setRenderer(in_slots(QgsCategorizedSymbolRenderer("outcome_group", [*categories, other]), columns=3))
    layer.setDisplayExpression('"outcome" || \', \' || "month"')
    layer.setMapTipTemplate(
        tip(
            f"<b>{value('outcome')}</b><br>Month of the outcome, not of the crime: {value('month')}<br>"
            f"{value('location')}",
            f"{SNAP} More outcomes may lie at the same point. No results of courts since June 2019.",
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
    from_afar = "\"kind\" = 'lsoa' and coalesce(@map_scale, 25000) > 100000"  # where towns would be all lines
    width = QgsProperty.fromExpression(
        f"if(\"kind\" = 'pfa', 0.6, if(\"kind\" = 'lsoa', if({from_afar}, 0.1, 0.15), 0.3))"
    )
    colour = QgsProperty.fromExpression(f"if({from_afar}, '120,120,120,160', '90,90,90,200')")
    symbol.symbolLayer(0).setDataDefinedProperty(QgsSymbolLayer.Property.PropertyStrokeWidth, width)
    symbol.symbolLayer(0).setDataDefinedProperty(QgsSymbolLayer.Property.PropertyStrokeColor, colour)
    layer.setRenderer(QgsSingleSymbolRenderer(symbol))
    layer.setDisplayExpression('"name"')
    layer.setMapTipTemplate(tip(f"<b>{value('name')}</b><br>{value('code')}", 'Edition of [% "edition" %]'))
    return layer


_LSOA = "&field=lsoa_code&field=lsoa_name&field=lsoa_edition:integer&field=crime_id"
_PLACES = ("interest", "places", "places_by_month", "places_rolling", "heat")
_WITH_FORMS = ("crimes", *_PLACES, "stops", "stop_places", "neighbourhoods", "police_stations")
STYLE_MAKERS: dict[str, Callable[[], QgsVectorLayer]] = {
    "crimes": crimes,
    "interest": interest,
    "places": places,
    "places_by_month": by_month,
    "places_rolling": rolling,
    "heat": heat,
    "outcomes": outcomes,
    "stops": stops,
    "stop_places": stop_places,
    "areas": areas,
    "neighbourhoods": neighbourhoods,
    "police_stations": police_stations,
    "outcome_times": outcome_times,
    "drawn_crimes": drawn_crimes,
    "drawn_outcomes": drawn_outcomes,
    "drawn_stops": drawn_stops,
    "drawn_records": drawn_records,
}


if __name__ == "__main__":
    sys.exit(main())
