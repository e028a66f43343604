# SPDX-License-Identifier: GPL-2.0-or-later
"""Writes resources/styles/riskareas.qml through QGIS 3.22; keep what it writes."""

from __future__ import annotations

from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsFillSymbol,
    QgsLinePatternFillSymbolLayer,
    QgsLineSymbol,
    QgsRendererCategory,
    QgsVectorLayer,
)

from tools.unit_styles import named, save_all

FIELDS = (
    "id&field=kind&field=crimes:double&field=base:double&field=spread:double&field=expected:double&field=ratio:double&field=least:double"
    "&field=km2:double&field=near"
)
ALIASES = {
    "kind": "What stands out",
    "crimes": "Crimes within",
    "base": "What they are set against",
    "spread": "Crimes, spread",
    "expected": "Expected, spread",
    "ratio": "Crimes over expected",
    "least": "Lowest value of the raster",
    "km2": "Ground in km²",
    "near": "Where most of the crimes stand",
}
TIP = (
    '<div style="font-family: sans-serif; width: 270px">'
    "<b>[% CASE WHEN \"kind\" = 'more' THEN 'More than chance would make' "
    "WHEN \"kind\" = 'fewer' THEN 'Fewer than chance would make' "
    "WHEN \"kind\" = 'too few' THEN 'Not judged: too little is expected' "
    "WHEN \"kind\" = 'within chance' THEN 'No more than chance might do' "
    "ELSE 'The ' || \"kind\" || ' of the ground judged' END %]</b>"
    "[% coalesce('<br>Near ' || replace(\"near\", '<', '&lt;'), '') %]"
    '<br>[% format_number("spread", if("spread" < 9.95, 1, 0)) %] crimes, spread, '
    '[% format_number("expected", if("expected" < 9.95, 1, 0)) %] expected.'
    "<br><i>Snap points, not addresses.</i></div>"
)


def main() -> None:
    """Write the style."""
    save_all({"riskareas": areas})


def areas() -> QgsVectorLayer:
    """Lines only: the raster below has the colours."""
    categories = [
        QgsRendererCategory("more", lined("90,26,0", 45, 1.3, 0.5), "More than chance"),
        QgsRendererCategory("fewer", lined("11,47,92", 135, 1.3, 0.5), "Fewer than chance"),
        QgsRendererCategory("within chance", veil(), "Pale: within chance"),
        QgsRendererCategory("top 1%", outlined("0,0,0", 0.5), "Top 1% of the ground judged"),
        QgsRendererCategory("top 2%", outlined("60,60,60", 0.3), "Top 2%"),
        QgsRendererCategory("top 5%", outlined("110,110,110", 0.16), "Top 5%"),
        QgsRendererCategory("too few", lined("138,138,138", 0, 1.4, 0.0), "Not judged: too little expected"),
    ]
    layer = QgsVectorLayer(f"MultiPolygon?crs=EPSG:27700&field={FIELDS}", "r", "memory")
    # What is pale before what stands out, whose lines it would pale; top shares within chance are to be pale.
    passes = {"within chance": 1, "too few": 2, "more": 2, "fewer": 2}
    for category in categories:
        for at in range(category.symbol().symbolLayerCount()):
            category.symbol().symbolLayer(at).setRenderingPass(passes.get(category.value(), 0))
    renderer = QgsCategorizedSymbolRenderer("kind", categories)
    renderer.setUsingSymbolLevels(True)
    layer.setRenderer(renderer)
    named(layer, ALIASES)
    layer.setMapTipTemplate(TIP)
    return layer


def outlined(colour: str, width: float) -> QgsFillSymbol:
    """A line around, nothing within."""
    style = {"style": "no", "outline_color": f"{colour},255", "outline_width": str(width)}
    return QgsFillSymbol.createSimple(style)


def veil() -> QgsFillSymbol:
    """White that lets some colour through: what chance might do is no finding. With a line, as cells end past it."""
    white = "255,255,255,165"
    return QgsFillSymbol.createSimple({"color": white, "outline_color": white, "outline_width": "0.8"})


def lined(colour: str, angle: float, apart: float, width: float) -> QgsFillSymbol:
    """Lines within, and around where `width` is above zero."""
    line = {"style": "no", "outline_color": f"{colour},255", "outline_width": str(width)}
    symbol = QgsFillSymbol.createSimple(line if width else {"style": "no", "outline_style": "no"})
    lines = QgsLinePatternFillSymbolLayer()
    lines.setLineAngle(angle)
    lines.setDistance(apart)
    lines.setSubSymbol(QgsLineSymbol.createSimple({"line_color": f"{colour},200", "line_width": "0.15"}))
    symbol.appendSymbolLayer(lines)
    return symbol


if __name__ == "__main__":
    main()
