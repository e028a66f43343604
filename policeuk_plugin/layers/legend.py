# SPDX-License-Identifier: GPL-2.0-or-later
"""A style's legend fitted to what a layer can show."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsCategorizedSymbolRenderer, QgsProperty, QgsSymbolLayer, QgsVectorLayer

from offline_cache.model import ASB, Month, Selection

from .holdings import Holdings
from .icons import embed_icons

SEVERAL = "several"
"""What a place has for a leading type where types tie."""
OLDER_NAMES_END = Month(2013, 4)
"""The last month that was published with crime types of older names."""


def fit_legend(layer: QgsVectorLayer, held: Holdings, selection: Selection) -> None:
    """Leave out of the legend what cannot be there: types of older names or not selected, kinds of place not held.

    `held` is what is held within the selection. A single category needs no slot beside others.
    """
    renderer = layer.renderer()
    if not isinstance(renderer, QgsCategorizedSymbolRenderer):
        return
    values = [category.value() for category in renderer.categories()]
    for index in reversed(range(len(values))):
        if not _possible(renderer.classAttribute(), values[index], held, selection):
            renderer.deleteCategory(index)
    if len(renderer.categories()) == 1:
        _to_the_point(renderer)
    embed_icons(renderer)


def _possible(field: str, value: Any, held: Holdings, selection: Selection) -> bool:
    if field == "place_kind":
        return value in (*held.place_kinds, None, "")
    if field not in ("crime_type", "leading_type"):
        return True
    names = value if isinstance(value, list) else [value]
    if names == [ASB] and not selection.with_asb:
        return False
    if value == SEVERAL:
        return len(selection.crime_types) != 1
    if selection.crime_types:
        return any(name in selection.crime_types for name in names)
    older = field == "crime_type" and len(names) > 1
    return not older or held.first is None or held.first <= OLDER_NAMES_END


def _to_the_point(renderer: QgsCategorizedSymbolRenderer) -> None:
    (category,) = renderer.categories()  # in a variable: the symbol is its own, and goes with it
    symbol = category.symbol().clone()
    symbol.symbolLayer(0).setDataDefinedProperty(QgsSymbolLayer.Property.PropertyOffset, QgsProperty())
    renderer.updateCategorySymbol(0, symbol)
