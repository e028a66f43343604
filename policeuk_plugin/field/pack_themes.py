# SPDX-License-Identifier: GPL-2.0-or-later
"""The map themes of a field pack: the area first, then one for each question, in the order of the field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Optional

from qgis.core import QgsLayerTreeLayer, QgsMapLayer, QgsProject

from ..layers.kinds import QUESTIONS, LayerKind
from ..layers.request import is_other_edition, kind_of
from ..layers.themes import question, record_of
from ..text import tr

_AROUND = (LayerKind.AREAS,)
_FIRST = (LayerKind.PLACES, LayerKind.STATIONS, LayerKind.NEIGHBOURHOODS, LayerKind.HEAT)


def my_area() -> str:
    """The theme that a pack opens with."""
    return tr("My area")


def set_pack_themes(
    project: QgsProject, results: Mapping[str, QgsMapLayer], always: Sequence[QgsMapLayer]
) -> list[str]:
    """Make the themes; gives their names. `results` are layers by the name of their theme, `always` in all themes.

    The outlines of one edition are in all of them, too.
    """
    layers = [node.layer() for node in project.layerTreeRoot().findLayers() if node.layer()]
    base = [*always, *(layer for layer in layers if kind_of(layer) in _AROUND and not is_other_edition(layer))]
    themes = {my_area(): [layer for layer in layers if kind_of(layer) in _FIRST]}
    themes.update({name: [layer] for name, layer in results.items()})
    for kind in QUESTIONS:
        points = [layer for layer in layers if kind_of(layer) is kind]
        if points:
            heat = [layer for layer in layers if kind is LayerKind.PLACES and kind_of(layer) is LayerKind.HEAT]
            themes[question(kind)] = [*points, *heat]
    for name, shown in themes.items():
        project.mapThemeCollection().insert(name, record_of(_nodes(project, [*shown, *base])))
    return list(themes)


def show_theme(project: QgsProject, name: str) -> None:
    """Switch on what a theme has and all else off, so that the project opens with it."""
    shown = set(project.mapThemeCollection().mapThemeVisibleLayerIds(name))
    for node in project.layerTreeRoot().findLayers():
        node.setItemVisibilityChecked(node.layerId() in shown)
        node.setExpanded(node.layerId() in shown and not _is_backdrop(node.layer()))


def _nodes(project: QgsProject, layers: Iterable[QgsMapLayer]) -> list[QgsLayerTreeLayer]:
    found = (project.layerTreeRoot().findLayer(layer.id()) for layer in layers)
    return [node for node in found if node is not None]


def _is_backdrop(layer: Optional[QgsMapLayer]) -> bool:
    return layer is None or kind_of(layer) in _AROUND
