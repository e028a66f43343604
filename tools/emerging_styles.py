# SPDX-License-Identifier: GPL-2.0-or-later
"""Writes resources/styles/emerging.qml through QGIS 3.22; keep what it writes."""

from __future__ import annotations

from qgis.core import (
    QgsFillSymbol,
    QgsRendererCategory,
    QgsVectorLayer,
)

from tools.unit_styles import classed, save_all
from tools.unit_symbols import class_veiled, filled, hatched, quiet_symbol

FIELDS = (
    "pattern&field=class&field=months_hot:integer&field=months_cold:integer&field=months_held:integer&field=steps"
    "&field=crimes:integer&field=last_count:integer&field=last_expected:double&field=last_q:double"
    "&field=trend_tau:double&field=trend_q:double&field=places:integer&field=largest_place_share:double&field=near"
)
ORANGE, DARK, VIOLET = "200,120,0", "122,4,3", "84,39,143"
LASTING = (
    ("lasting, stronger", "Lasting, its share growing", DARK, "60,0,0"),
    ("lasting", "Lasting hotspot", "215,48,31", "122,20,10"),
    ("lasting, weaker", "Lasting, its share shrinking", "252,141,89", "170,70,30"),
)
ALIASES = {
    "pattern": "Class",
    "class": "Kind of class",
    "months_hot": "Months hot",
    "months_cold": "Months cold",
    "months_held": "Months held",
    "steps": "Months: H hot, C cold, ? not held",
    "crimes": "Crimes in the months held",
    "last_count": "Crimes with neighbours at the end",
    "last_expected": "Expected with neighbours at the end",
    "last_q": "q of the last month",
    "trend_tau": "Trend (tau)",
    "trend_q": "q of the trend",
    "places": "Snap points with crimes",
    "largest_place_share": "Share of the crimes on the fullest snap point",
    "near": "LSOA",
}
TIP = (
    '<div style="font-family: sans-serif; width: 270px">'
    '<b>[% upper(left("pattern", 1)) || substr("pattern", 2) %]</b>'
    "[% coalesce(', ' || replace(attribute($currentfeature, 'name'), '<', '&lt;'), "
    "', near ' || replace(attribute($currentfeature, 'near'), '<', '&lt;'), '') %]"
    "<br>[% CASE WHEN \"class\" = 'too few crimes' THEN 'Too few crimes to judge in most months.' "
    "ELSE 'Of ' || \"months_held\" || ' months ' || \"months_hot\" || ' hot, ' || \"months_cold\" || ' cold.' END %]"
    "[% if(\"months_hot\" + \"months_cold\" > 0, '<br><tt>' || \"steps\" || '</tt>', '') %]"
    '<br>[% CASE WHEN "crimes" = 0 THEN \'No crimes here\' ELSE "crimes" || if("crimes" = 1, \' crime on \', '
    "' crimes on ') || \"places\" || if(\"places\" = 1, ' snap point', ' snap points') || "
    'if("largest_place_share" > 0.5 and "places" > 1, \', \' || round(100 * "largest_place_share") || '
    "'% of them on one', '') END %]."
    "<br><i>H hot, C cold, ? not held. Snap points, not addresses.</i></div>"
)


def main() -> None:
    """Write the style."""
    save_all({"emerging": emerging})


def emerging() -> QgsVectorLayer:
    """Those that last from dark to pale by their trend, the others each with a colour and lines of its own."""
    categories = [QgsRendererCategory(value, filled(colour, line, 5), label) for value, label, colour, line in LASTING]
    categories += [
        QgsRendererCategory(
            "lately", lined(filled(VIOLET, "40,15,75", 5), "255,255,255", 45, 1.6), "Lately, not before"
        ),
        QgsRendererCategory("on and off", lined(filled("253,205,130", ORANGE, 3), ORANGE, 45, 0.9), "On and off"),
        QgsRendererCategory(
            "not at the end", lined(filled("232,196,200", DARK, 3), DARK, 135, 1.1), "Lasting, not at the end"
        ),
        QgsRendererCategory("cold", quiet_symbol(), "Cold spot"),
        QgsRendererCategory("too few crimes", few_symbol(), "Too few crimes to judge"),
        QgsRendererCategory("no pattern", class_veiled("no pattern"), "No pattern"),
    ]
    return classed(FIELDS, categories, ALIASES, TIP)


def lined(symbol: QgsFillSymbol, colour: str, angle: float, apart: float) -> QgsFillSymbol:
    """With slanted lines where cells are large enough for them."""
    return hatched(symbol, f"{colour},255", angle, apart, 0.3, 6)


def few_symbol() -> QgsFillSymbol:
    """Level lines on a veil."""
    return lined(class_veiled("too few crimes"), "110,110,110", 0, 1.1)


if __name__ == "__main__":
    main()
