# SPDX-License-Identifier: GPL-2.0-or-later
"""From the menu of a layer to the rows of published files behind it, as a table in its group."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Optional

from qgis.core import (
    QgsLayerTreeGroup,
    QgsMapLayer,
    QgsProcessingFeatureSourceDefinition,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QObject
from qgis.PyQt.QtWidgets import QPushButton

from ..layers.project import GROUP_PROPERTY
from ..layers.upkeep import look_for_rows
from ..processing.asking.analysis_parameters import INPUT, OUTPUT
from ..text import tr
from .result_files import free_file
from .running import AlgorithmRunner, Outcome
from .surroundings import Surroundings

_ALGORITHM = "policeuk:publishedrows"


class RowsBehind(QObject):
    """Runs `policeuk:publishedrows` in a task; the message bar has the sentence, the group the table."""

    def __init__(
        self, around: Surroundings, open_table: Callable[[QgsMapLayer], object], parent: Optional[QObject] = None
    ) -> None:
        super().__init__(parent)
        self._around, self._open_table = around, open_table
        self._looking = ""
        self.runner = AlgorithmRunner(around.project, self)
        self.runner.ended.connect(self._ended)

    def start(self, layer: QgsMapLayer) -> None:
        """Look for the rows behind the selected features of a layer, or behind all of it where none is selected.

        Raises `CacheError` where there is no place for the table.
        """
        if self.runner.running:
            self._around.tell(tr("The rows behind another layer are still being looked for. Ask again in a moment."))
            return
        selected = isinstance(layer, QgsVectorLayer) and layer.selectedFeatureCount() > 0
        parameters: dict[str, Any] = {
            INPUT: QgsProcessingFeatureSourceDefinition(layer.id(), selected),
            OUTPUT: str(free_file("rows", "gpkg")),
        }
        self._looking = look_for_rows(self._around.project, layer)
        self.runner.start(_ALGORITHM, parameters, self._group(layer))

    def shut_down(self) -> None:
        """Stop, and wait until nothing of it is left."""
        self.runner.shut_down()

    def _group(self, layer: QgsMapLayer) -> str:
        node = self._around.project.layerTreeRoot().findLayer(layer.id())
        group = node.parent() if node else None
        if isinstance(group, QgsLayerTreeGroup) and group.customProperty(GROUP_PROPERTY):
            return str(group.name())
        return tr("Police UK")

    def _ended(self, outcome: Outcome) -> None:
        self._around.take_back(self._looking)
        if outcome.cancelled:
            return
        if outcome.error:
            self._around.warn(outcome.error)
            return
        sentence = str(outcome.results["SENTENCE"])
        whole = outcome.results["SHOWN"] in (-1, outcome.results["ROWS"])
        if outcome.layers:
            say = self._around.offer if whole else self._around.warn_and_offer
            say(sentence, self._button(outcome.layers[0]))
        elif whole:
            self._around.tell(sentence)
        else:
            self._around.warn(sentence)

    def _button(self, layer: QgsMapLayer) -> QPushButton:
        button, identifier = QPushButton(tr("Open the table")), layer.id()
        button.setObjectName("policeukOpenTable")
        button.clicked.connect(lambda: self._open(identifier))
        return button

    def _open(self, identifier: str) -> None:
        layer = self._around.project.mapLayer(identifier)  # it may have been removed meanwhile
        if layer is not None:
            self._open_table(layer)
