# SPDX-License-Identifier: GPL-2.0-or-later
"""Writes resources/styles/nextmonths.qml through QGIS 3.22; keep what it writes."""

from __future__ import annotations

from qgis.core import QgsRendererCategory, QgsVectorLayer

from tools.unit_styles import classed, save_all
from tools.unit_symbols import class_veiled, filled

FIELDS = (
    "month&field=expected:double&field=lower:integer&field=upper:integer&field=rank:integer&field=share:double"
    "&field=class&field=year_before:integer&field=last_12:integer&field=places:integer"
    "&field=largest_place_share:double&field=near"
)
CLASSES = (
    ("first 1%", "84,39,143", "40,15,80", "First 1% of the ground"),
    ("first 5%", "117,107,177", "70,55,120", "The next 4%"),
    ("first 20%", "188,189,220", "120,115,170", "The next 15%"),
)
"""ColorBrewer's Purples: what is to come has a colour of its own, and holds in grey."""
ALIASES = {
    "month": "The next month",
    "expected": "Crimes expected",
    "lower": "Lower end of the interval",
    "upper": "Upper end of the interval",
    "rank": "Rank by what is expected",
    "share": "Share of what is expected",
    "class": "On which part of the ground",
    "year_before": "The same month a year before",
    "last_12": "Last 12 months",
    "places": "Snap points with crimes",
    "largest_place_share": "Share of the crimes on the fullest snap point",
    "near": "LSOA",
}
TIP = (
    '<div style="font-family: sans-serif; width: 260px">'
    "<b>[% \"lower\" || ' to ' || \"upper\" || ' expected in ' || "
    "format_date(to_date(\"month\" || '-01'), 'MMMM yyyy') %]</b>"
    "[% coalesce(', ' || replace(attribute($currentfeature, 'name'), '<', '&lt;'), "
    "', near ' || replace(attribute($currentfeature, 'near'), '<', '&lt;'), '') %]"
    '<br>[% format_number("expected", if("expected" < 1, 2, 1)) || \' on average\' || '
    "coalesce('; ' || \"year_before\" || ' a year before', '') || '; ' || \"last_12\" || ' in 12 months' %]."
    "<br><i>Goes on as it was. Snap points, not addresses.</i></div>"
)


def main() -> None:
    """Write the style."""
    save_all({"nextmonths": next_months})


def next_months() -> QgsVectorLayer:
    """Where most is expected in dark violet; the rest is a veil."""
    categories = [
        QgsRendererCategory(value, filled(colour, line, 4 - at), label)
        for at, (value, colour, line, label) in enumerate(CLASSES)
    ]
    categories.append(QgsRendererCategory(["rest", "none expected"], class_veiled("rest"), "Less is expected"))
    return classed(FIELDS, categories, ALIASES, TIP)


if __name__ == "__main__":
    main()
