# SPDX-License-Identifier: GPL-2.0-or-later
"""How units of a result are drawn: colours alone from afar, lines and dots from near, see-through where streets are."""

from __future__ import annotations

from qgis.core import (
    QgsCentroidFillSymbolLayer,
    QgsFillSymbol,
    QgsLinePatternFillSymbolLayer,
    QgsLineSymbol,
    QgsMarkerSymbol,
    QgsProperty,
    QgsSymbolLayer,
)

VERMILLION, ORANGE, GREY, SKY, PURPLE = (
    "213,94,0",
    "230,159,0",
    "110,110,110",
    "86,180,233",
    "204,121,167",
)  # Okabe and Ito
NEAR = "coalesce(@map_scale, 25000) <= 100000"
"""At smaller scales cells of 250 m are less than 2.5 mm wide: colours only, for lines and dots would cover them."""
STREETS = "coalesce(@map_scale, 25000) <= 40000"
"""From here on units of a veil have a line around them, so that one can be told from the next."""
DOTTED = "coalesce(1000 * sqrt(area($geometry)) / @map_scale, 4)"
"""Width of a unit on the map in mm, for a layer in metres; in a legend there is none."""


def filled(colour: str, line: str, level: int) -> QgsFillSymbol:
    """A colour; from near with a thin line of another one around it, from afar with one of its own."""
    symbol = QgsFillSymbol.createSimple({"color": f"{colour},255", "outline_color": f"{line},255"})
    layer = symbol.symbolLayer(0)
    layer.setRenderingPass(level)
    kind = QgsSymbolLayer.Property
    layer.setDataDefinedProperty(
        kind.PropertyStrokeColor, QgsProperty.fromExpression(f"if({NEAR}, '{line},255', '{colour},255')")
    )
    layer.setDataDefinedProperty(kind.PropertyStrokeWidth, QgsProperty.fromExpression(f"if({NEAR}, 0.16, 0.1)"))
    return symbol


def veiled(alpha: int, level: int) -> QgsFillSymbol:
    """A veil of grey, through which a density or a map of streets is seen, as grey on the map as in the legend.

    Its line is for streets alone: from afar a veil's edges would be a grid.
    """
    paper = 255 - round(195 * alpha / 255)  # in a legend, on whatever ground, as the veil is on white
    legend = {"color": f"{paper},{paper},{paper},255", "outline_color": "150,150,150,255"}
    symbol = QgsFillSymbol.createSimple(legend)
    layer = symbol.symbolLayer(0)
    layer.setRenderingPass(level)
    kind = QgsSymbolLayer.Property
    for key, expression in (
        (kind.PropertyFillColor, f"if(\"verdict\" is null, '{paper},{paper},{paper},255', '60,60,60,{alpha}')"),
        (kind.PropertyStrokeStyle, f"if({STREETS} or \"verdict\" is null, 'solid', 'no')"),
    ):
        layer.setDataDefinedProperty(key, QgsProperty.fromExpression(expression))
    layer.setStrokeWidth(0.1)
    return symbol


def hatched(
    symbol: QgsFillSymbol, colour: str, angle: float, apart: float, width: float, level: int = 3
) -> QgsFillSymbol:
    """With lines where cells are large enough for them: `angle` in degrees, `apart` and `width` in mm."""
    lines = QgsLinePatternFillSymbolLayer()
    lines.setLineAngle(angle)
    lines.setDistance(apart)
    lines.setSubSymbol(QgsLineSymbol.createSimple({"line_color": colour, "line_width": str(width)}))
    lines.setDataDefinedProperty(QgsSymbolLayer.Property.PropertyLayerEnabled, QgsProperty.fromExpression(NEAR))
    lines.setRenderingPass(level)
    symbol.appendSymbolLayer(lines)
    return symbol


def cluster_symbol() -> QgsFillSymbol:
    """Solid."""
    return filled(VERMILLION, "122,51,0", 4)


def dotted(symbol: QgsFillSymbol) -> QgsFillSymbol:
    """With a white dot in the middle, a third as wide as the unit where that can be seen."""
    dot = QgsMarkerSymbol.createSimple(
        {"name": "circle", "color": "255,255,255,255", "outline_color": "60,25,0,255", "outline_width": "0.15"}
    )
    dot.symbolLayer(0).setDataDefinedProperty(
        QgsSymbolLayer.Property.PropertySize, QgsProperty.fromExpression(f"min(1.8, {DOTTED} / 3)")
    )
    centre = QgsCentroidFillSymbolLayer()
    centre.setSubSymbol(dot)
    centre.setRenderingPass(5)
    centre.setDataDefinedProperty(
        QgsSymbolLayer.Property.PropertyLayerEnabled, QgsProperty.fromExpression(f"{DOTTED} >= 1.5")
    )
    symbol.appendSymbolLayer(centre)
    return symbol


def edge_symbol() -> QgsFillSymbol:
    """Slanted lines on a pale ground."""
    return hatched(filled("250,226,178", ORANGE, 2), f"{ORANGE},255", 45, 0.9, 0.28)


def quiet_symbol() -> QgsFillSymbol:
    """Sky blue, from near with upright lines."""
    return hatched(filled("143,205,241", SKY, 2), f"{SKY},255", 90, 1.4, 0.5)


def untested_symbol() -> QgsFillSymbol:
    """A pale cool grey with sparse slanted lines the other way."""
    symbol = QgsFillSymbol.createSimple({"color": "206,214,226,200", "outline_style": "no"})
    symbol.symbolLayer(0).setRenderingPass(0)
    return hatched(symbol, "180,180,180,255", 135, 1.6, 0.2, 1)


def few_symbol() -> QgsFillSymbol:
    """Level lines on a denser veil: dots are snap points."""
    return hatched(veiled(70, 1), f"{GREY},255", 0, 1.1, 0.2, 1)


def one_side_symbol() -> QgsFillSymbol:
    """A denser veil."""
    return veiled(50, 1)


def none_symbol() -> QgsFillSymbol:
    """A thin veil, which shows the study area."""
    return veiled(30, 0)


def class_veiled(value: str) -> QgsFillSymbol:
    """A thin veil that shows the study area, with lines at the scale of streets. In a legend it is a pale box."""
    symbol = QgsFillSymbol.createSimple({"color": "236,236,236,255", "outline_color": "150,150,150,255"})
    layer = symbol.symbolLayer(0)
    layer.setRenderingPass(0)
    kind, drawn = QgsSymbolLayer.Property, f"\"class\" = '{value}'"
    for key, expression in (
        (kind.PropertyFillColor, f"if({drawn}, '60,60,60,30', '236,236,236,255')"),
        (kind.PropertyStrokeStyle, f"if({STREETS} or not coalesce({drawn}, false), 'solid', 'no')"),
    ):
        layer.setDataDefinedProperty(key, QgsProperty.fromExpression(expression))
    layer.setStrokeWidth(0.1)
    return symbol
