# SPDX-License-Identifier: GPL-2.0-or-later
"""The map themes of a field pack: the area first, then one for each question, in the order of the field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from qgis.core import QgsLayerTreeLayer, QgsMapLayer, QgsMapThemeCollection, QgsProject

from ..layers.kinds import QUESTIONS, LayerKind
from ..layers.request import is_other_edition, kind_of
from ..layers.themes import question, record_of
from ..text import tr

_AROUND = (LayerKind.AREAS,)
_FIRST = (LayerKind.PLACES, LayerKind.STATIONS, LayerKind.HEAT)


def my_area() -> str:
    """The theme that a pack opens with."""
    return tr("My area")


def set_pack_themes(
    project: QgsProject, results: Mapping[str, QgsMapLayer], always: Sequence[QgsMapLayer]
) -> list[str]:
    """Make the themes; gives their names. `results` are layers by the name of their theme, `always` in all themes.

    Only what a theme is about is unfolded in the list of layers, so that its legend is in sight.
    """
    layers = [node.layer() for node in project.layerTreeRoot().findLayers() if node.layer()]
    around = [layer for layer in layers if kind_of(layer) in _AROUND and not is_other_edition(layer)]
    named = [layer for layer in layers if kind_of(layer) is LayerKind.NEIGHBOURHOODS]  # their names show the way
    themes = {my_area(): [layer for layer in layers if kind_of(layer) in _FIRST]}
    themes.update({name: [layer] for name, layer in results.items()})
    for kind in QUESTIONS:
        points = [layer for layer in layers if kind_of(layer) is kind]
        if points:
            heat = [layer for layer in layers if kind is LayerKind.PLACES and kind_of(layer) is LayerKind.HEAT]
            themes[question(kind)] = [*points, *heat]
    for name, shown in themes.items():
        below = named if name in results else [*named, *around]
        project.mapThemeCollection().insert(name, _record(project, shown, [*always, *below]))
    return list(themes)


def _record(
    project: QgsProject, shown: Sequence[QgsMapLayer], base: Sequence[QgsMapLayer]
) -> QgsMapThemeCollection.MapThemeRecord:
    plain = record_of(_nodes(project, [*shown, *base]))
    unfolded = {layer.id() for layer in shown}
    record = QgsMapThemeCollection.MapThemeRecord()
    for part in plain.layerRecords():
        part.expandedLayerNode = part.layer() is not None and part.layer().id() in unfolded
        record.addLayerRecord(part)
    record.setHasExpandedStateInfo(True)
    groups = {node.parent().name() for node in _nodes(project, shown) if node.parent() is not None}
    record.setExpandedGroupNodes({name for name in groups if name})
    return record


def show_theme(project: QgsProject, name: str) -> None:
    """Switch on what a theme has and all else off, so that the project opens with it."""
    themes, root = project.mapThemeCollection(), project.layerTreeRoot()
    parts = {part.layer().id(): part for part in themes.mapThemeState(name).layerRecords() if part.layer()}
    for node in root.findLayers():
        part = parts.get(node.layerId())
        node.setItemVisibilityChecked(part is not None)
        node.setExpanded(part is not None and part.expandedLayerNode)
    for group in root.findGroups():
        group.setExpanded(group.name() in themes.mapThemeState(name).expandedGroupNodes())


def _nodes(project: QgsProject, layers: Iterable[QgsMapLayer]) -> list[QgsLayerTreeLayer]:
    found = (project.layerTreeRoot().findLayer(layer.id()) for layer in layers)
    return [node for node in found if node is not None]
