# SPDX-License-Identifier: GPL-2.0-or-later
"""The style of a cluster layer, with those classes in the legend that a run can have."""

from __future__ import annotations

from qgis.core import QgsCategorizedSymbolRenderer, QgsMapLayer, QgsVectorLayer

from ...analysis.clusters import Direction, Verdict
from ...text import tr
from ..writing.result_layer import Styling, styled_by

PLAIN = {
    Direction.HOT: Verdict.NOT_A_CLUSTER,
    Direction.COLD: Verdict.NOT_QUIET,
    Direction.BOTH: Verdict.NEITHER,
}
"""The verdict of units that are nothing that was looked for."""
_ONE_SIDE = "one side"
_OF_HOT, _OF_COLD, _UNTESTED = {"cluster", "one snap point", "edge"}, {"quiet"}, {"not tested"}


def rest_text(direction: Direction) -> str:
    """What is said of units that are nothing that was looked for."""
    if direction is Direction.COLD:
        return tr("not quiet")
    return tr("not a cluster") if direction is Direction.HOT else tr("neither cluster nor quiet")


def one_side_text() -> str:
    """What is said of units that, of both directions, could have been shown to be one thing only, and are not."""
    return tr("not a cluster; too few crimes to tell whether quiet")


def cluster_style(direction: Direction, some_untested: bool) -> Styling:
    """The style `clusters` for what was looked for; `some_untested` where units had nothing at risk."""
    gone = set() if some_untested else set(_UNTESTED)
    gone |= _OF_COLD if direction is Direction.HOT else _OF_HOT if direction is Direction.COLD else set()

    def style(layer: QgsMapLayer) -> None:
        styled_by("clusters")(layer)
        renderer = layer.renderer() if isinstance(layer, QgsVectorLayer) else None
        if not isinstance(renderer, QgsCategorizedSymbolRenderer):
            return
        for index in reversed(range(len(renderer.categories()))):
            value = renderer.categories()[index].value()
            if isinstance(value, list):
                text = rest_text(direction)
                renderer.updateCategoryValue(index, PLAIN[direction].value)
                renderer.updateCategoryLabel(index, text[0].upper() + text[1:])
            elif value == _ONE_SIDE and direction is Direction.BOTH:
                renderer.updateCategoryValue(index, [Verdict.NOT_A_CLUSTER.value, Verdict.NOT_QUIET.value])
            elif value in gone or value == _ONE_SIDE:
                renderer.deleteCategory(index)

    return style
