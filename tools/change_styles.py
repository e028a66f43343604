# SPDX-License-Identifier: GPL-2.0-or-later
"""Writes resources/styles/change.qml, change_relative.qml and zones.qml through QGIS 3.22; keep what it writes."""

from __future__ import annotations

from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsFillSymbol,
    QgsRendererCategory,
    QgsVectorLayer,
)

from tools.unit_styles import classed, named, save_all
from tools.unit_symbols import few_symbol, filled, hatched, none_symbol

CLASSES = (
    ("double", "127,59,8", "74,34,4", "{more}, at least double"),
    ("more", "224,130,20", "140,80,10", "{more}"),
    ("none", "241,241,241", "170,170,170", "No change that can be told"),
    ("fewer", "128,115,172", "70,60,110", "{fewer}"),
    ("half", "45,0,75", "20,0,35", "{fewer}, half or less"),
)
"""PuOr of ColorBrewer, which colour-blind readers tell apart."""
ALIASES = {
    "after": "Crimes after",
    "before": "Crimes before",
    "difference": "Difference",
    "ratio": "Ratio",
    "ratio_lower": "Lower end of the 95% interval",
    "ratio_upper": "Upper end of the 95% interval",
    "poisson_z": "Poisson z, for information",
    "p": "p",
    "q": "q after Benjamini-Hochberg",
    "verdict": "Verdict",
    "types_more": "Crime types with more",
    "types_fewer": "Crime types with fewer",
    "near": "LSOA",
    "months": "Months compared, a period",
    "snap_points": "Snap points",
}
TIP = (
    '<div style="font-family: sans-serif; width: 250px">'
    '<b>[% upper(left("verdict", 1)) || substr("verdict", 2) %]</b>'
    "[% coalesce(', ' || replace(attribute($currentfeature, 'name'), '<', '&lt;'), "
    "', near ' || replace(attribute($currentfeature, 'near'), '<', '&lt;'), '') %]"
    "<br>[% \"after\" || if(\"after\" = 1, ' crime, ', ' crimes, ') || \"before\" || ' before' %]"
    '[% if("before" > 0, \'; ratio \' || format_number("ratio", 2) || \' (\' || format_number("ratio_lower", 2) || '
    "' to ' || coalesce(format_number(\"ratio_upper\", 2), 'any') || ')', '') %]."
    "[% coalesce('<br>More: ' || attribute($currentfeature, 'types_more'), '') %]"
    "[% coalesce('<br>Fewer: ' || attribute($currentfeature, 'types_fewer'), '') %]"
    "[% if(attribute($currentfeature, 'snap_points') is null, '', '<br><b>Snap points are not the same in both "
    "periods.</b>') %]"
    "<br><i>Snap points, not addresses.</i></div>"
)
ZONES = (
    ("treated", "213,94,0", "Treated"),
    ("treated around", "250,200,150", "Around the treated"),
    ("control", "0,114,178", "Control"),
    ("control around", "170,208,232", "Around the control"),
)
ZONE_ALIASES = {
    "zone": "Zone",
    "polygons": "Polygons",
    "before": "Crimes before",
    "after": "Crimes after",
    "difference": "Difference",
    "places": "Snap points with crimes",
    "months": "Months compared, a period",
}
ZONE_TIP = (
    '<div style="font-family: sans-serif; width: 220px"><b>[% upper(left("zone", 1)) || substr("zone", 2) %]</b>'
    "<br>[% \"before\" || ' crimes before, ' || \"after\" || ' after' %]<br><i>Snap points, not addresses.</i></div>"
)


def main() -> None:
    """Write the styles."""
    words = ("More than the area", "Fewer than the area", "more than the area", "fewer than the area")
    save_all(
        {
            "change": lambda: changes("More", "Fewer", "more", "fewer"),
            "change_relative": lambda: changes(*words),
            "zones": zones,
        }
    )


def changes(more: str, fewer: str, more_value: str, fewer_value: str) -> QgsVectorLayer:
    """Verdicts by a diverging ramp; what is too few to tell has level lines, never pale."""
    names = "after:integer&field=before:integer&field=difference:integer&field=ratio:double&field=ratio_lower:double"
    names += "&field=ratio_upper:double&field=poisson_z:double&field=p:double&field=q:double&field=verdict"
    names += "&field=types_more&field=types_fewer&field=near&field=snap_points&field=months:integer"
    categories = [
        QgsRendererCategory(value, symbol_of(value, colour, line), label.format(more=more, fewer=fewer))
        for value, colour, line, label in CLASSES
    ]
    categories.append(QgsRendererCategory("too few", few_symbol(), "Too few to tell"))
    expression = (
        f"CASE WHEN \"verdict\" = '{more_value}' THEN if(\"before\" = 0 or \"ratio\" >= 2, 'double', 'more') "
        f"WHEN \"verdict\" = '{fewer_value}' THEN if(\"ratio\" <= 0.5, 'half', 'fewer') "
        "WHEN \"verdict\" = 'too few to tell' THEN 'too few' ELSE 'none' END"
    )
    return classed(names, categories, ALIASES, TIP, expression)


def symbol_of(value: str, colour: str, line: str) -> QgsFillSymbol:
    """A colour; fewer with slanted lines from near, so that grey prints tell the directions apart."""
    if value == "none":
        return none_symbol()
    symbol = filled(colour, line, 3)
    if value in ("fewer", "half"):
        return hatched(symbol, "255,255,255,120", 45, 1.4, 0.2, 4)
    return symbol


def zones() -> QgsVectorLayer:
    """The zones of an intervention."""
    names = "zone&field=polygons:integer&field=before:integer&field=after:integer&field=difference:integer"
    layer = QgsVectorLayer(
        f"MultiPolygon?crs=EPSG:27700&field={names}&field=places:integer&field=months:integer", "z", "memory"
    )
    symbols = [
        (value, label, QgsFillSymbol.createSimple({"color": f"{colour},170", "outline_color": "60,60,60,255"}))
        for value, colour, label in ZONES
    ]
    layer.setRenderer(
        QgsCategorizedSymbolRenderer(
            "zone", [QgsRendererCategory(value, symbol, label) for value, label, symbol in symbols]
        )
    )
    named(layer, ZONE_ALIASES)
    layer.setMapTipTemplate(ZONE_TIP)
    return layer


if __name__ == "__main__":
    main()
