# SPDX-License-Identifier: GPL-2.0-or-later
"""A result that rests on more months than were chosen lies among the layers of what was chosen all the same."""

from __future__ import annotations

from qgis.core import QgsMapLayer, QgsProject

from ..layers.results import move_result


def gather(project: QgsProject, layer: QgsMapLayer, name: str) -> None:
    """Have the layer in the group called `name`; a group that is left empty goes."""
    node = project.layerTreeRoot().findLayer(layer.id())
    before = node.parent() if node is not None else None
    if before is None or before.name() == name:
        return
    move_result(project, layer, name)
    if not before.children() and before.parent() is not None:
        before.parent().removeChildNode(before)
