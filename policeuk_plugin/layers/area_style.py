# SPDX-License-Identifier: GPL-2.0-or-later
"""How areas with a number are drawn: classes by colour, months missing hatched, what is not known in grey."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qgis.core import (
    QgsEditFormConfig,
    QgsFillSymbol,
    QgsLinePatternFillSymbolLayer,
    QgsLineSymbol,
    QgsMarkerSymbol,
    QgsPointPatternFillSymbolLayer,
    QgsProperty,
    QgsRuleBasedRenderer,
    QgsSimpleLineSymbolLayer,
    QgsSymbolLayer,
    QgsVectorLayer,
)
from qgis.PyQt.QtGui import QColor

from .area_labels import label_areas, tell_areas

# ColorBrewer's, told apart with every kind of colour blindness and, but for the two ends of change, in grey.
SEQUENTIAL = ("#ffffcc", "#a1dab4", "#41b6c4", "#2c7fb8", "#253494")
BANDS = ("#ffffd4", "#fed98e", "#fe9929", "#cc4c02", "#7a2403")
CHANGE = ("#5e3c99", "#b2abd2", "#f7f7f7", "#fdb863", "#c24e00")
NOTHING, FEW = "#c9c9c9", "#ededed"
HATCH = "#3d3d3d"
NEAR = "coalesce(@map_scale, 25000) <= 400000"
"""At smaller scales lines around LSOAs would cover their colour."""
MISSING, UNKNOWN, KNOWN = "months missing", "not covered", "known"
"""What the field `state` says of an area."""


@dataclass(frozen=True)
class MapClass:
    """One colour: the values from `lower` on and below `upper`, and what the legend calls them."""

    lower: float
    upper: float
    colour: str
    label: str


@dataclass(frozen=True)
class AreaLook:
    """How a layer of areas is drawn; the counts of areas decide what the legend needs.

    `notes` are lines of the legend that stand for nothing on the map. Labels have the field `label_of` with `decimals`
    and `suffix`, and are drawn at scales down to 1 to `labels_to`; `sign`: with a plus where it is more.
    """

    classes: Sequence[MapClass]
    no_value: str
    hatched: int
    unknown: int
    without: int
    notes: Sequence[str]
    labels_to: float
    decimals: int
    suffix: str = ""
    sign: bool = False
    label_values: bool = True
    label_of: str = "value"


def style_areas(layer: QgsVectorLayer, look: AreaLook) -> None:
    """Give a layer with the fields `value`, `state` and `told` its rules, labels, tip and form."""
    root = QgsRuleBasedRenderer.Rule(None)
    for one in look.classes:
        upper = "" if one.upper == float("inf") else f' AND "value" < {one.upper:.12g}'
        lower = "" if one.lower == -float("inf") else f' AND "value" >= {one.lower:.12g}'
        _rule(root, _filled(one.colour), f'"value" IS NOT NULL{lower}{upper}', one.label)
    if look.without:
        _rule(root, _dotted(), f'"value" IS NULL AND "state" = \'{KNOWN}\'', look.no_value)
    if look.hatched:
        _rule(root, _hatched(), f"\"state\" = '{MISSING}'", "Months missing or held in part")
    if look.unknown:
        _rule(root, _crossed(), f"\"state\" = '{UNKNOWN}'", "Not covered: nothing held")
    for note in look.notes:
        _rule(root, QgsFillSymbol.createSimple({"style": "no", "outline_style": "no"}), "FALSE", note)
    layer.setRenderer(QgsRuleBasedRenderer(root))
    layer.setOpacity(0.85)
    if look.label_values:
        label_areas(layer, _number(look), look.labels_to)
    tell_areas(layer)
    form = layer.editFormConfig()
    form.setSuppress(QgsEditFormConfig.FeatureFormSuppress.SuppressOff)
    layer.setEditFormConfig(form)


def _rule(root: QgsRuleBasedRenderer.Rule, symbol: QgsFillSymbol, expression: str, label: str) -> None:
    root.appendChild(QgsRuleBasedRenderer.Rule(symbol, 0, 0, expression, label))


def _filled(colour: str) -> QgsFillSymbol:
    symbol = QgsFillSymbol.createSimple({"color": colour, "outline_color": "#ffffff", "outline_width": "0.1"})
    kind = QgsSymbolLayer.Property
    layer = symbol.symbolLayer(0)
    layer.setDataDefinedProperty(
        kind.PropertyStrokeColor, QgsProperty.fromExpression(f"if({NEAR}, '110,110,110,255', '{_rgb(colour)}')")
    )
    return symbol


def _hatched() -> QgsFillSymbol:
    """Lines alone, dark with a white edge, so that they are seen on every colour of a class."""
    symbol = QgsFillSymbol.createSimple({"style": "no", "outline_color": HATCH, "outline_width": "0.2"})
    lines = QgsLinePatternFillSymbolLayer()
    lines.setLineAngle(45)
    lines.setDistance(1.6)
    line = QgsLineSymbol.createSimple({"line_color": "#ffffff", "line_width": "0.6"})
    line.appendSymbolLayer(QgsSimpleLineSymbolLayer(QColor(HATCH), 0.28))
    lines.setSubSymbol(line)
    symbol.appendSymbolLayer(lines)
    return symbol


def _dotted() -> QgsFillSymbol:
    """Sparse dots: it is known, but cannot be said in this measure."""
    symbol = _filled(FEW)
    dots = QgsPointPatternFillSymbolLayer()
    dots.setDistanceX(1.6)
    dots.setDistanceY(1.6)
    dots.setDisplacementX(0.8)
    dot = {"name": "circle", "color": HATCH, "size": "0.35", "outline_style": "no"}
    dots.setSubSymbol(QgsMarkerSymbol.createSimple(dot))
    symbol.appendSymbolLayer(dots)
    return symbol


def _crossed() -> QgsFillSymbol:
    """Grey with white lines both ways: nothing is known."""
    symbol = _filled(NOTHING)
    for angle in (45, 135):
        lines = QgsLinePatternFillSymbolLayer()
        lines.setLineAngle(angle)
        lines.setDistance(1.1)
        lines.setSubSymbol(QgsLineSymbol.createSimple({"line_color": "#ffffff", "line_width": "0.3"}))
        symbol.appendSymbolLayer(lines)
    return symbol


def _rgb(colour: str) -> str:
    of = QColor(colour)
    return f"{of.red()},{of.green()},{of.blue()},255"


def _number(look: AreaLook) -> str:
    """The expression of what stands on an area."""
    number = f'format_number("{look.label_of}", {look.decimals})'
    plus = f"if(\"{look.label_of}\" > 0, '+', '') || " if look.sign else ""
    return f"if(\"{look.label_of}\" IS NULL, NULL, {plus}{number} || '{look.suffix}')"
