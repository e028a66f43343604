# SPDX-License-Identifier: GPL-2.0-or-later
"""Writes resources/styles/trends.qml and localmoran.qml through QGIS 3.22; keep what it writes."""

from __future__ import annotations

from qgis.core import (
    QgsFillSymbol,
    QgsProperty,
    QgsRendererCategory,
    QgsSymbolLayer,
    QgsVectorLayer,
)
from qgis.PyQt.QtGui import QColor

from tools.unit_styles import classed, save_all
from tools.unit_symbols import GREY, class_veiled, cluster_symbol, dotted, edge_symbol, filled, hatched, quiet_symbol

FIELDS = (
    "crimes:integer&field=early:integer&field=late:integer&field=ratio:double&field=slope:double"
    "&field=slope_lower:double&field=slope_upper:double&field=tau:double&field=z:double&field=p:double&field=q:double"
    "&field=serial:double&field=verdict&field=class&field=latest&field=months_out:integer&field=shift"
    "&field=types_rising&field=types_falling&field=places:integer&field=largest_place_share:double&field=near"
    "&field=snap_points&field=months:integer"
)
CLASSES = (
    ("rising by half or more", "127,59,8", "74,34,4", "Rising, by half or more"),
    ("rising", "224,130,20", "140,80,10", "Rising"),
    ("no trend", "", "", "No trend that can be told"),
    ("falling", "128,115,172", "70,60,110", "Falling"),
    ("falling by a third or more", "45,0,75", "20,0,35", "Falling, by a third or more"),
)
"""PuOr of ColorBrewer, which colour-blind readers tell apart."""
ALIASES = {
    "crimes": "Crimes in the months held",
    "early": "Crimes of the first year",
    "late": "Crimes of the last year",
    "ratio": "Last year over first",
    "slope": "Slope: crimes a month more from year to year",
    "slope_lower": "Lower end of the 95% interval",
    "slope_upper": "Upper end of the 95% interval",
    "tau": "Kendall's tau",
    "z": "z, for information",
    "p": "p",
    "q": "q after Benjamini-Hochberg",
    "serial": "Dependence on the month before",
    "verdict": "Verdict",
    "class": "Verdict and how much",
    "latest": "The last month against what is usual",
    "months_out": "Months outside what is usual",
    "shift": "Shift that lasts",
    "types_rising": "Crime types that rise",
    "types_falling": "Crime types that fall",
    "places": "Snap points with crimes",
    "largest_place_share": "Share of the crimes on the fullest snap point",
    "near": "LSOA",
    "snap_points": "Snap points",
    "months": "Months held",
}
VIOLET = "140,74,134"
MORAN_FIELDS = (
    "count:double&field=places:integer&field=largest_place_share:double&field=moran:double&field=p:double"
    "&field=q:double&field=verdict&field=class&field=own&field=around&field=grids:integer&field=p_conditional:double"
    "&field=near"
)
MORAN_ALIASES = {
    "count": "Crimes",
    "places": "Snap points with crimes",
    "largest_place_share": "Share of the crimes on the fullest snap point",
    "moran": "Local Moran's I, for information",
    "p": "p of the permutation test",
    "q": "q after Benjamini-Hochberg",
    "verdict": "Verdict",
    "class": "Verdict, with one snap point",
    "own": "The unit",
    "around": "Its neighbours",
    "grids": "Of 4 shifted grids, those with the same verdict",
    "p_conditional": "Conditional p, for comparison",
    "near": "LSOA",
}
MORAN_TIP = (
    '<div style="font-family: sans-serif; width: 250px">'
    '<b>[% upper(left("verdict", 1)) || substr("verdict", 2) %]</b>'
    "[% coalesce(', ' || replace(attribute($currentfeature, 'name'), '<', '&lt;'), "
    "', near ' || replace(attribute($currentfeature, 'near'), '<', '&lt;'), '') %]"
    '<br>[% CASE WHEN "count" = 0 THEN \'No crimes here\' ELSE "count" || '
    "if(\"count\" = 1, ' crime on ', ' crimes on ') || \"places\" || "
    "if(\"places\" = 1, ' snap point', ' snap points') END %]"
    '[% if("largest_place_share" > 0.5 and "places" > 1, '
    "', ' || round(100 * \"largest_place_share\") || '% of them on one', '') %]."
    "<br>[% CASE WHEN \"verdict\" = 'high among high' THEN 'With its neighbours it holds more than chance '"
    " || 'would put here.' "
    "WHEN \"verdict\" = 'low among low' THEN 'With its neighbours it holds fewer than chance would leave.' "
    "WHEN \"verdict\" = 'high among low' THEN 'Its neighbours hold fewer than chance would leave.' "
    "WHEN \"verdict\" = 'low among high' THEN 'Its neighbours hold more than chance would put there.' "
    "WHEN \"verdict\" = 'not tested' THEN 'Nothing counts here, so it was not tested.' "
    "WHEN \"verdict\" = 'too few crimes' THEN 'Too few crimes are expected here to tell.' "
    "ELSE 'With its neighbours it holds what chance may put here.' END %]"
    "<br><i>Snap points, not addresses.</i></div>"
)
TIP = (
    '<div style="font-family: sans-serif; width: 260px">'
    '<b>[% upper(left("verdict", 1)) || substr("verdict", 2) %]</b>'
    "[% coalesce(', ' || replace(attribute($currentfeature, 'name'), '<', '&lt;'), "
    "', near ' || replace(attribute($currentfeature, 'near'), '<', '&lt;'), '') %]"
    "<br>[% \"early\" || ' in the first year, ' || \"late\" || ' in the last' %]"
    "[% if(\"verdict\" in ('rising', 'falling'), '; ' || format_number(abs(\"slope\"), 1) || "
    "if(\"slope\" < 0, ' fewer', ' more') || ' a month from year to year', '') %]."
    "[% CASE WHEN \"latest\" IN ('above', 'below') THEN '<br>The last month is ' || \"latest\" || ' what is usual.' "
    "ELSE '' END %]"
    "[% coalesce('<br>Shifted ' || \"shift\" || '.', '') %]"
    "[% coalesce('<br>Rising: ' || attribute($currentfeature, 'types_rising'), '') %]"
    "[% coalesce('<br>Falling: ' || attribute($currentfeature, 'types_falling'), '') %]"
    "<br><i>Snap points, not addresses.</i></div>"
)


def main() -> None:
    """Write both styles."""
    save_all({"trends": trends, "localmoran": local_moran})


def trends() -> QgsVectorLayer:
    """Rising in orange, falling in violet with slanted lines; what is too few to tell has level lines, never pale."""
    categories = [
        QgsRendererCategory(value, symbol_of(value, colour, line), label) for value, colour, line, label in CLASSES
    ]
    categories.append(QgsRendererCategory("too few", few("too few"), "Too few to tell"))
    return classed(FIELDS, categories, ALIASES, TIP)


def local_moran() -> QgsVectorLayer:
    """As clusters: what is high vermillion, low blue with upright lines; outliers violet and slanted orange."""
    alone = filled(VIOLET, "60,25,60", 4)
    categories = [
        QgsRendererCategory("high among high", cluster_symbol(), "High among high"),
        QgsRendererCategory("high among low", alone, "High among low"),
        QgsRendererCategory("high among low, one snap point", dotted(alone.clone()), "High among low, one point"),
        QgsRendererCategory("low among high", edge_symbol(), "Low among high"),
        QgsRendererCategory("low among low", quiet_symbol(), "Low among low"),
        QgsRendererCategory("not told from chance", class_veiled("not told from chance"), "Not told from chance"),
        QgsRendererCategory(["too few crimes", "not tested"], few("too few crimes"), "Too few crimes to judge"),
    ]
    return classed(MORAN_FIELDS, categories, MORAN_ALIASES, MORAN_TIP)


def symbol_of(value: str, colour: str, line: str) -> QgsFillSymbol:
    """A colour; falling with slanted lines from near, so that grey prints tell the directions apart."""
    if not colour:
        return class_veiled(value)
    symbol = filled(colour, line, 3)
    if value.startswith("falling"):
        return hatched(symbol, "255,255,255,120", 45, 1.4, 0.2, 4)
    return symbol


def few(value: str) -> QgsFillSymbol:
    """Level lines on a veil: dots are snap points."""
    symbol = class_veiled(value)
    symbol.setColor(QColor(201, 201, 201))  # for legends, of which no class is known
    symbol.symbolLayer(0).setDataDefinedProperty(
        QgsSymbolLayer.Property.PropertyFillColor,
        QgsProperty.fromExpression(f"if(\"class\" = '{value}', '60,60,60,70', '201,201,201,255')"),
    )
    return hatched(symbol, f"{GREY},255", 0, 1.1, 0.2, 1)


if __name__ == "__main__":
    main()
