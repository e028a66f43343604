# SPDX-License-Identifier: GPL-2.0-or-later
"""What the styles of all results have alike: classes by symbol levels, names of fields, and how they are saved."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NoReturn

from qgis.core import (
    QgsApplication,
    QgsCategorizedSymbolRenderer,
    QgsMapLayer,
    QgsRendererCategory,
    QgsVectorLayer,
)

STYLES = Path(__file__).resolve().parent.parent / "policeuk_plugin" / "resources" / "styles"


def save_all(makers: Mapping[str, Callable[[], QgsMapLayer]]) -> NoReturn:
    """Start QGIS, write the style of each layer by its name, and end."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QgsApplication([], False)
    application.initQgis()
    for name, make in makers.items():
        save(make(), name)
    sys.stdout.flush()
    os._exit(0)  # exitQgis() crashes on 3.22 where layers are still referred to


def save(layer: QgsMapLayer, name: str) -> None:
    """Write one style."""
    category = QgsMapLayer.StyleCategory
    message, done = layer.saveNamedStyle(
        str(STYLES / f"{name}.qml"),
        category.Symbology | category.MapTips | category.Rendering | category.Fields,
    )
    print(f"{name}.qml written" if done else message)


def classed(
    fields: str,
    categories: Sequence[QgsRendererCategory],
    aliases: Mapping[str, str],
    tip: str,
    expression: str = "class",
) -> QgsVectorLayer:
    """Units by their class, of a layer with these fields; later symbol levels lie over earlier ones."""
    layer = QgsVectorLayer(f"MultiPolygon?crs=EPSG:27700&field={fields}", "r", "memory")
    renderer = QgsCategorizedSymbolRenderer(expression, list(categories))
    renderer.setUsingSymbolLevels(True)
    layer.setRenderer(renderer)
    layer.setOpacity(0.85)
    named(layer, aliases)
    layer.setMapTipTemplate(tip)
    return layer


def named(layer: QgsVectorLayer, aliases: Mapping[str, str]) -> None:
    """Give the fields that it has names for reading."""
    for name, alias in aliases.items():
        layer.setFieldAlias(layer.fields().indexOf(name), alias)
