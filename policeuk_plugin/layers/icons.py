# SPDX-License-Identifier: GPL-2.0-or-later
"""The icons of points of interest, one a kind, put into the style itself: a project handed on keeps them."""

from __future__ import annotations

import base64
from pathlib import Path

from qgis.core import QgsCategorizedSymbolRenderer, QgsSvgMarkerSymbolLayer

from .kinds import LayerKind

ICONS = Path(__file__).resolve().parent.parent / "resources" / "icons" / "places"
PICTURES = ICONS.parent / "layers"
OTHER = "other"


def icon_path(kind: str) -> Path:
    """The icon of a kind of snap point, such as Parking Area; one for all kinds without their own."""
    path = ICONS / f"{icon_name(kind)}.svg"
    return path if path.is_file() else ICONS / f"{OTHER}.svg"


def picture_path(kind: LayerKind) -> Path:
    """A small picture of a kind of layer, as its legend draws it."""
    return PICTURES / f"{kind.value}.svg"


def icon_name(kind: str) -> str:
    """The name of a kind in file names, such as parking-area."""
    return "-".join("".join(letter if letter.isalnum() else " " for letter in kind.lower()).split())


def embedded(path: Path) -> str:
    """A picture as QGIS takes it in place of a path."""
    return "base64:" + base64.b64encode(path.read_bytes()).decode("ascii")


def embed_icons(renderer: QgsCategorizedSymbolRenderer) -> None:
    """Put each category's icon into its symbol."""
    for index, category in enumerate(renderer.categories()):
        symbol = category.symbol().clone()
        for layer in symbol.symbolLayers():
            if isinstance(layer, QgsSvgMarkerSymbolLayer):
                fill, stroke = layer.fillColor(), layer.strokeColor()  # a new picture brings its own
                layer.setPath(embedded(icon_path(str(category.value() or OTHER))))
                layer.setFillColor(fill)
                layer.setStrokeColor(stroke)
        renderer.updateCategorySymbol(index, symbol)
