# SPDX-License-Identifier: GPL-2.0-or-later
"""Writes resources/styles/persistence.qml and concentration.qml through QGIS 3.22; keep what it writes."""

from __future__ import annotations

from qgis.core import (
    QgsRendererCategory,
    QgsVectorLayer,
)

from tools.unit_styles import classed, save_all
from tools.unit_symbols import class_veiled, filled, hatched

PERSISTENCE_FIELDS = (
    "months_in_top:integer&field=months_held:integer&field=share:double&field=crimes:integer&field=rank:integer"
    "&field=first_half:integer&field=second_half:integer&field=class&field=persistent&field=places:integer"
    "&field=largest_place_share:double&field=near"
)
CONCENTRATION_FIELDS = (
    "count:integer&field=places:integer&field=largest_place_share:double&field=rank:integer&field=share:double"
    "&field=held_by_busier:double&field=class&field=near"
)
OFTEN = (
    ("nearly always", "Nearly always: 3 in 4 months or more", "122,4,3", "190,90,80"),
    ("most months", "Most months: half or more", "215,48,31", "122,20,10"),
    ("some months", "Some months: a quarter or more", "252,141,89", "190,90,50"),
    ("seldom", "Seldom: at least once", "253,212,158", "215,170,110"),
)
ALIASES = {
    "months_in_top": "Months in the top",
    "months_held": "Months held",
    "share": "Share of the months held in the top",
    "crimes": "Crimes in the months held",
    "rank": "Rank by crimes",
    "first_half": "Months in the top, first half",
    "second_half": "Months in the top, second half",
    "class": "How often in the top",
    "persistent": "Persistent, beyond chance",
    "places": "Snap points with crimes",
    "largest_place_share": "Share of the crimes on the fullest snap point",
    "near": "LSOA",
}
HELD_ALIASES = {
    **ALIASES,
    "count": "Crimes",
    "share": "Share of all crimes",
    "held_by_busier": "Share of all crimes in it and all with as many or more",
    "class": "In the smallest set",
}
_NAME = (
    "coalesce('<b>' || replace(attribute($currentfeature, 'name'), '<', '&lt;') || '</b><br>', "
    "'<b>Near ' || replace(attribute($currentfeature, 'near'), '<', '&lt;') || '</b><br>', '')"
)
_PLACES = (
    '"places" || if("places" = 1, \' snap point\', \' snap points\') || if("largest_place_share" > 0.5 and "places" '
    "> 1, ', ' || round(100 * \"largest_place_share\") || '% of them on one', '')"
)
_FRAME = '<div style="font-family: sans-serif; width: 250px">{}<br><i>Snap points, not addresses.</i></div>'
PERSISTENCE_TIP = _FRAME.format(
    f"[% {_NAME} %][% CASE WHEN \"months_in_top\" = 0 THEN 'Never in the top' ELSE 'In the top in ' || "
    '"months_in_top" END %] of [% "months_held" %] months'
    '[% if("months_in_top" > 0, \': \' || "first_half" || \' in the first half, \' || "second_half" || '
    "' in the second', '') %]."
    "[% CASE WHEN \"persistent\" = 'yes' THEN '<br>Chance hardly makes so many.' ELSE '' END %]"
    "<br>[% CASE WHEN \"crimes\" = 0 THEN 'No crimes here' ELSE \"crimes\" || if(\"crimes\" = 1, ' crime', ' crimes') "
    f"|| ', rank ' || \"rank\" || '; ' || {_PLACES} END %]."
)
CONCENTRATION_TIP = _FRAME.format(
    f'[% {_NAME} %][% CASE WHEN "count" = 0 THEN \'No crimes here\' ELSE "count" || if("count" = 1, \' crime\', '
    f"' crimes') || ', rank ' || \"rank\" || '; ' || {_PLACES} END %]."
    '[% CASE WHEN "count" > 0 THEN \'<br>All with as many or more hold \' || round(100 * "held_by_busier") || '
    "'% of all crimes.' ELSE '' END %]"
)


def main() -> None:
    """Write both styles."""
    save_all({"persistence": persistence, "concentration": concentration})


def persistence() -> QgsVectorLayer:
    """How often in the top, from dark to pale; never is a veil."""
    categories = [
        QgsRendererCategory(value, filled(colour, line, 4 - at), label)
        for at, (value, label, colour, line) in enumerate(OFTEN)
    ]
    categories.append(QgsRendererCategory("never", class_veiled("never"), "Never"))
    return classed(PERSISTENCE_FIELDS, categories, ALIASES, PERSISTENCE_TIP)


def concentration() -> QgsVectorLayer:
    """The smallest set, those that tie for its last places, others with crimes, none."""
    tied = hatched(filled("198,219,239", "31,78,121", 2), "31,78,121,255", 45, 0.9, 0.28)
    categories = [
        QgsRendererCategory("in the set", filled("31,78,121", "10,35,60", 4), "In the smallest set"),
        QgsRendererCategory("tied for the last", tied, "Ties for its last places"),
        QgsRendererCategory("not in it", filled("222,230,238", "180,190,200", 1), "Not in it, with crimes"),
        QgsRendererCategory("no crimes", class_veiled("no crimes"), "No crimes"),
    ]
    return classed(CONCENTRATION_FIELDS, categories, HELD_ALIASES, CONCENTRATION_TIP)


if __name__ == "__main__":
    main()
