# SPDX-License-Identifier: GPL-2.0-or-later
"""Writes resources/styles/snapuncertainty.qml through QGIS 3.22; keep what it writes."""

from __future__ import annotations

from qgis.core import QgsRendererCategory, QgsVectorLayer

from tools.emerging_styles import lined
from tools.unit_styles import classed, save_all
from tools.unit_symbols import class_veiled, filled

FIELDS = (
    "count:integer&field=places:integer&field=largest_place_share:double&field=verdict&field=class&field=kept:double"
    "&field=called:double&field=near"
)
ALIASES = {
    "count": "Crimes",
    "places": "Snap points with crimes",
    "largest_place_share": "Share of the crimes on the fullest snap point",
    "verdict": "As published",
    "class": "How sure",
    "kept": "Share of maps with the same verdict",
    "called": "Share of maps on which it is called",
    "near": "LSOA",
}
TIP = (
    '<div style="font-family: sans-serif; width: 270px">'
    '<b>[% upper(left("class", 1)) || substr("class", 2) %]</b>'
    "[% coalesce(', ' || replace(attribute($currentfeature, 'name'), '<', '&lt;'), "
    "', near ' || replace(attribute($currentfeature, 'near'), '<', '&lt;'), '') %]"
    '<br>As published: [% "verdict" %]. The same on [% round(100 * "kept") %]% of the maps, '
    'called on [% round(100 * "called") %]%.'
    '<br>[% "count" %] crimes on [% "places" %] snap points.'
    "<br><i>Catchments are inferred. Snap points, not addresses.</i></div>"
)


def main() -> None:
    """Write the style."""
    save_all({"snapuncertainty": uncertainty})


def uncertainty() -> QgsVectorLayer:
    """From dark to pale by how sure it is that a unit is called."""
    dark, blue = "122,4,3", "33,102,172"
    categories = [
        QgsRendererCategory("called, stays", filled(dark, "60,0,0", 5), "Called, stays"),
        QgsRendererCategory("called, mostly stays", filled("224,85,43", "140,40,10", 5), "Called, mostly stays"),
        QgsRendererCategory(
            "called, may be snapping",
            lined(filled("253,217,168", dark, 3), dark, 45, 1.1),
            "Called, may be snapping",
        ),
        QgsRendererCategory(
            "not called, might be", lined(filled("214,230,242", blue, 3), blue, 135, 1.1), "Not called, might be"
        ),
        QgsRendererCategory("not called", class_veiled("not called"), "Not called"),
    ]
    return classed(FIELDS, categories, ALIASES, TIP)


if __name__ == "__main__":
    main()
