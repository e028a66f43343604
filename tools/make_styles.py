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
    QgsFeatureRequest,
    QgsFillSymbol,
    QgsGraduatedSymbolRenderer,
    QgsMapLayer,
    QgsProperty,
    QgsRendererCategory,
    QgsRendererRange,
    QgsSingleSymbolRenderer,
    QgsSymbolLayer,
    QgsVectorLayer,
)

from tools.outcome_styles import drawn_crimes, drawn_outcomes, drawn_records, drawn_stops, outcome_times
from tools.stop_styles import stop_places, stops
from tools.style_parts import (
    COUNT,
    SNAP,
    by_type,
    category,
    count_labels,
    dated,
    icon_marker,
    in_slots,
    marker,
    place_marker,
    tip,
    value,
)
from tools.style_tables import (
    ALIASES,
    BLACK,
    CRIME_TYPES,
    OLDER_TYPES,
    OUTCOME_GROUPS,
    PLACE_CLASSES,
    PLACE_KINDS,
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
        more = part.Forms if name in _WITH_FORMS else part.Fields
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
    return layer


def places() -> QgsVectorLayer:
    """One feature a snap point, by its number of crimes."""
    layer = QgsVectorLayer(_PLACE, "places", "memory")
    ranges, low = [], 0.0
    for high, size, label in PLACE_CLASSES:
        ranges.append(QgsRendererRange(low, high, place_marker(size), label))
        low = high
    renderer = QgsGraduatedSymbolRenderer("crimes", ranges)
    renderer.setOrderBy(
        QgsFeatureRequest.OrderBy([QgsFeatureRequest.OrderByClause('"crimes"', False)])
    )  # the largest first: smaller ones stay to be seen
    renderer.setOrderByEnabled(True)
    layer.setRenderer(renderer)
    layer.setDisplayExpression('"location" || \': \' || "crimes"')
    layer.setMapTipTemplate(
        tip(
            f"<b>{value('location')}</b> ({value('place_kind')})<br>"
            f"Crimes published here: <b>{COUNT}</b><br>{by_type()}",
            SNAP,
        )
    )
    return layer


def interest() -> QgsVectorLayer:
    """One feature a snap point that is no street, by its kind, with its number of crimes."""
    layer = QgsVectorLayer(_PLACE, "interest", "memory")
    categories = [category(kind, kind, icon_marker(kind, colour)) for kind, colour in PLACE_KINDS]
    renderer = QgsCategorizedSymbolRenderer(
        "place_kind", [*categories, category(None, "Another kind", icon_marker("other", BLACK))]
    )
    # Those with most crimes last: their icons lie on top.
    renderer.setOrderBy(QgsFeatureRequest.OrderBy([QgsFeatureRequest.OrderByClause('"crimes"', True)]))
    renderer.setOrderByEnabled(True)
    layer.setRenderer(renderer)
    layer.setLabeling(count_labels())
    layer.setLabelsEnabled(True)
    layer.setDisplayExpression('"location" || \': \' || "crimes"')
    layer.setMapTipTemplate(
        tip(
            f"<b>{value('place_kind')}</b><br>{value('lsoa_name')}<br>"
            f"Crimes published here: <b>{COUNT}</b><br>{by_type()}",
            f"{SNAP} It stands for everything near it.",
        )
    )
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


_PLACE = (
    "Point?crs=EPSG:4326&field=location&field=place_kind&field=lsoa_code&field=lsoa_name"
    "&field=crimes:integer&field=crime_types"
)
_LSOA = "&field=lsoa_code&field=lsoa_name&field=lsoa_edition:integer&field=crime_id"
_WITH_FORMS = ("stops", "stop_places")
STYLE_MAKERS: dict[str, Callable[[], QgsVectorLayer]] = {
    "crimes": crimes,
    "interest": interest,
    "places": places,
    "outcomes": outcomes,
    "stops": stops,
    "stop_places": stop_places,
    "areas": areas,
    "outcome_times": outcome_times,
    "drawn_crimes": drawn_crimes,
    "drawn_outcomes": drawn_outcomes,
    "drawn_stops": drawn_stops,
    "drawn_records": drawn_records,
}


if __name__ == "__main__":
    sys.exit(main())
