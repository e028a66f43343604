# SPDX-License-Identifier: GPL-2.0-or-later
"""Layers that a run asked to be loaded: opened in a worker, dressed and put into their group one at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Callable, Optional

from qgis.core import (
    QgsApplication,
    QgsMapLayer,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingUtils,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QObject, QTimer

from ..layers.project import prepare_empty_project, selection_group
from ..layers.results import put_result
from ..tasks import AnswerTask
from ..text import tr
from .kept_task import KeptTask

Ended = Callable[[tuple[QgsMapLayer, ...], str], None]


class Loading(QObject):
    """Loads the layers of a context into its project; `ended` is given them, and what went wrong or ''.

    What puts itself into no group goes on top of the one called `group`. Opening a layer of the cache counts anew,
    which takes a tenth of a second: never in the main thread.
    """

    def __init__(
        self,
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
        group: str,
        ended: Ended,
        parent: Optional[QObject] = None,
    ) -> None:
        super().__init__(parent)
        self._context, self._feedback, self._group, self._ended = context, feedback, group, ended
        self._details = context.layersToLoadOnCompletion()
        self._opened: dict[str, QgsMapLayer] = {}
        self._loaded: list[QgsMapLayer] = []
        self._kept = KeptTask(self)
        self._kept.ended.connect(self._begin)

    def start(self) -> None:
        """Begin; `ended` is called later."""
        sources, transforms = list(self._details), self._context.transformContext()
        self._kept.begin(lambda: AnswerTask(tr("Police UK: opening layers"), lambda: _opened(sources, transforms)))

    def shut_down(self) -> None:
        """Wait until nothing of it is left, without telling anybody."""
        self._opened.clear()
        self._ended = _nobody
        self._kept.shut_down()

    def _begin(self, task: AnswerTask) -> None:
        if task.failed:
            self._ended((), task.sentence)
            return
        self._opened = task.answer
        prepare_empty_project(self._context.project())
        self._next()

    def _next(self) -> None:
        """One layer a turn of the event loop, so that the window stays alive."""
        if not self._opened:
            self._ended(tuple(self._loaded), "")
            return
        source = next(iter(self._opened))
        self._put(self._opened.pop(source), self._details[source])
        QTimer.singleShot(0, self._next)

    def _put(self, layer: QgsMapLayer, details: QgsProcessingContext.LayerDetails) -> None:
        project = self._context.project()
        details.setOutputLayerName(layer)
        project.addMapLayer(layer, False)
        dresser = details.postProcessor()
        if dresser is not None:
            dresser.postProcessLayer(layer, self._context, self._feedback)
        if project.layerTreeRoot().findLayer(layer.id()) is None:
            put_result(selection_group(project, self._group), layer)
        self._loaded.append(layer)


def _opened(sources: Sequence[str], transforms: object) -> dict[str, QgsMapLayer]:
    """The layers by their sources, handed over to the main thread; called in a worker."""
    # Without the project: a layer with the same source that is in it would be given instead of a new one.
    own = QgsProcessingContext()
    own.setTransformContext(transforms)
    found = {}
    for source in sources:
        layer = QgsProcessingUtils.mapLayerFromString(source, own, True)
        if layer is not None:
            found[source] = own.takeResultLayer(layer.id())
            if isinstance(found[source], QgsVectorLayer):
                # Both are remembered, and would be counted in the main thread when they are first asked for.
                found[source].featureCount()
                found[source].extent()
            found[source].moveToThread(QgsApplication.instance().thread())
    return found


def _nobody(layers: tuple[QgsMapLayer, ...], error: str) -> None:
    """Nobody wants to know any more."""
