# SPDX-License-Identifier: GPL-2.0-or-later
"""Styles of outcomes with the time that they took, and of records of an area that was drawn."""

from __future__ import annotations

from qgis.core import QgsCategorizedSymbolRenderer, QgsRendererCategory, QgsVectorLayer

from tools.style_parts import SNAP, category, dated, in_slots, marker, tip, value
from tools.style_tables import (
    BLACK,
    BLUE,
    CRIME_TYPES,
    GREEN,
    GREY,
    ORANGE,
    OUTCOME_GROUPS,
    OUTCOME_TIMES,
    PURPLE,
    STOP_TYPES,
)

_DRAWN = (
    "month_start:date&field=month&field=kind&field=category&field=crime_month&field=date&field=outcome"
    "&field=outcome_group&field=outcome_month&field=object_of_search&field=legislation&field=crime_id&field=location"
    "&field=fetched_at"
)
_TIMED = (
    "month_start:date&field=month&field=force&field=outcome&field=outcome_group&field=crime_month&field=crime_type"
    "&field=months_to_outcome:integer&field=time_class&field=why_no_time&field=location&field=place_kind"
    "&field=place:integer&field=lsoa_code&field=lsoa_name&field=lsoa_edition:integer&field=crime_id"
)


def outcome_times() -> QgsVectorLayer:
    """One feature an outcome, by the months from its crime."""
    layer = dated("Point", _TIMED)
    categories = [category(name, label, marker(colour, shape)) for name, label, colour, shape in OUTCOME_TIMES]
    layer.setRenderer(in_slots(QgsCategorizedSymbolRenderer("time_class", categories), columns=4))
    layer.setDisplayExpression('"outcome" || \', \' || "month"')
    months = (
        "[% CASE WHEN \"months_to_outcome\" IS NULL THEN 'Time from the crime not known: ' || "
        "replace(coalesce(\"why_no_time\", ''), '<', '&lt;') "
        "WHEN \"months_to_outcome\" = 0 THEN 'In the month of the crime' "
        "WHEN \"months_to_outcome\" < 0 THEN 'Before the month of the crime, as published' "
        "ELSE \"months_to_outcome\" || if(\"months_to_outcome\" = 1, ' month', ' months') || ' after the crime' END %]"
    )
    layer.setMapTipTemplate(
        tip(
            f"<b>{value('outcome')}</b><br>{value('crime_type', 'Crime type not known')}<br>{months}<br>"
            f"Month of the outcome: {value('month')}<br>{value('location')}",
            f"{SNAP} More outcomes may lie at the same point. No results of courts since June 2019.",
        )
    )
    return layer


def drawn_crimes() -> QgsVectorLayer:
    """Crimes of an area that was drawn, by type."""
    categories = [category(name, name, marker(colour, shape)) for name, colour, shape in CRIME_TYPES]
    return _drawn("category", [*categories, category(None, "Another type", marker(PURPLE, "pentagon"))], 4)


def drawn_outcomes() -> QgsVectorLayer:
    """Outcomes of an area that was drawn, by group."""
    categories = [category(group, label, marker(colour, shape)) for group, label, colour, shape in OUTCOME_GROUPS]
    return _drawn("outcome_group", [*categories, category(None, "Another outcome", marker(PURPLE, "pentagon"))], 3)


def drawn_stops() -> QgsVectorLayer:
    """Stops and searches of an area that was drawn, by kind of search."""
    categories = [category(name, name, marker(colour, shape)) for name, colour, shape in STOP_TYPES]
    return _drawn("category", [*categories, category(None, "Kind not given", marker(GREY, "pentagon"))], 2)


def drawn_records() -> QgsVectorLayer:
    """Records of an area that was drawn, by what they are."""
    kinds = (
        ("crimes", "Crimes and incidents", BLUE, "circle"),
        ("outcomes", "Outcomes", ORANGE, "square"),
        ("stops", "Stops and searches", GREEN, "triangle"),
    )
    categories = [category(kind, label, marker(colour, shape)) for kind, label, colour, shape in kinds]
    return _drawn("kind", [*categories, category(None, "Other records", marker(BLACK, "pentagon"))], 2)


def _drawn(field: str, categories: list[QgsRendererCategory], columns: int) -> QgsVectorLayer:
    layer = dated("Point", _DRAWN)
    layer.setRenderer(in_slots(QgsCategorizedSymbolRenderer(field, categories), columns))
    layer.setDisplayExpression('"category" || \', \' || "month"')
    layer.setMapTipTemplate(
        tip(
            f"<b>{value('category')}</b> ({value('kind')})<br>{value('month')}, {value('location')}<br>"
            f"Outcome: {value('outcome', 'not given')}",
            f"{SNAP} The service's answer of {value('fetched_at')}, not a row of a published file.",
        )
    )
    return layer
