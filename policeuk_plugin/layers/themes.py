# SPDX-License-Identifier: GPL-2.0-or-later
"""A map theme for each question that the layers of a group answer."""

from __future__ import annotations

from qgis.core import QgsLayerTreeGroup, QgsLayerTreeLayer, QgsMapThemeCollection, QgsProject

from ..text import tr
from .kinds import QUESTIONS, LayerKind
from .request import is_other_edition, kind_of


def question(kind: LayerKind) -> str:
    """The question that a kind of layer answers."""
    return {
        LayerKind.PLACES: tr("How many crimes at which place?"),
        LayerKind.BY_MONTH: tr("How did it change, month by month?"),
        LayerKind.ROLLING: tr("How did it change, over 12 months at a time?"),
        LayerKind.CRIMES: tr("What kinds of crime?"),
        LayerKind.OUTCOMES: tr("What came of the crimes?"),
        LayerKind.INTEREST: tr("Which points of interest?"),
        LayerKind.STOP_PLACES: tr("Where were people stopped and searched?"),
        LayerKind.STOPS: tr("What were people searched for?"),
    }[kind]


def theme_name(kind: LayerKind, group: QgsLayerTreeGroup) -> str:
    """What the theme of a question is called, such as What kinds of crime? (Luton, burglary, May 2021)."""
    return f"{question(kind)} ({group.name().rpartition(' – ')[2]})"


def set_themes(project: QgsProject, group: QgsLayerTreeGroup) -> list[str]:
    """Make the themes of a group's layers: points of one kind over the outlines, and what else is switched on
    outside our groups, such as a background map. Gives their names."""
    ours = [node for node in group.findLayers() if node.layer()]
    outlines = [
        node for node in ours if kind_of(node.layer()) is LayerKind.AREAS and not is_other_edition(node.layer())
    ]
    others = [node for node in project.layerTreeRoot().findLayers() if _background(node)]
    names = []
    for kind in QUESTIONS:
        points = [node for node in ours if kind_of(node.layer()) is kind]
        if points:
            if kind is LayerKind.PLACES:
                points += [node for node in ours if kind_of(node.layer()) is LayerKind.HEAT]
            name = theme_name(kind, group)
            project.mapThemeCollection().insert(name, record_of([*points, *outlines, *others]))
            names.append(name)
    return names


def drop_themes(project: QgsProject, group: QgsLayerTreeGroup) -> None:
    """Take a group's themes out of the project."""
    themes = project.mapThemeCollection()
    for kind in QUESTIONS:
        name = theme_name(kind, group)
        if themes.hasMapTheme(name):
            themes.removeMapTheme(name)


def _background(node: QgsLayerTreeLayer) -> bool:
    layer = node.layer()
    return layer is not None and kind_of(layer) is None and node.isVisible()


def record_of(nodes: list[QgsLayerTreeLayer]) -> QgsMapThemeCollection.MapThemeRecord:
    """A theme of these layers alone, in the styles that they have now."""
    record = QgsMapThemeCollection.MapThemeRecord()
    for node in nodes:
        layer = QgsMapThemeCollection.MapThemeLayerRecord(node.layer())
        layer.usingCurrentStyle = True
        layer.currentStyle = node.layer().styleManager().currentStyle()
        record.addLayerRecord(layer)
    return record
