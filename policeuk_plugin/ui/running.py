# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs one algorithm of the provider at a time as a task, with a context and a feedback of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Optional

from qgis.core import (
    QgsApplication,
    QgsMapLayer,
    QgsProcessingAlgRunnerTask,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputLayerDefinition,
    QgsProject,
)
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ..layers.project import grid_context
from ..processing.asking.analysis_parameters import BUFFER_AREA, CONTOURS, OUTPUT
from ..text import tr
from .kept_task import KeptTask
from .loading import Loading


@dataclass(frozen=True)
class Outcome:
    """How a run ended: `error` is '' where it went well, else the sentence, also of one that was cancelled.

    `layers` are on the map, `was_empty` tells that the project had no layer before. `warnings` are the algorithm's.
    """

    algorithm: str
    parameters: Mapping[str, Any]
    error: str = ""
    cancelled: bool = False
    results: Mapping[str, Any] = field(default_factory=dict)
    layers: tuple[QgsMapLayer, ...] = ()
    was_empty: bool = False
    warnings: tuple[str, ...] = ()


class Listening(QgsProcessingFeedback):
    """Passes on what the algorithm is at, and keeps its errors; called in the worker."""

    step = pyqtSignal(str)

    def __init__(self) -> None:
        super().__init__(False)
        self.errors: list[str] = []
        self.warnings: list[str] = []

    def setProgressText(self, text: str) -> None:  # noqa: N802 - Qt's name
        """What comes next."""
        self.step.emit(text)

    def pushWarning(self, warning: str) -> None:  # noqa: N802 - Qt's name
        """Keep what the algorithm wants to be noticed."""
        self.warnings.append(warning.strip())

    def reportError(self, error: str, fatalError: bool = False) -> None:  # noqa: N802, N803 - Qt's names
        """Keep a sentence that ends the run."""
        self.errors.append(error.strip())


class AlgorithmRunner(QObject):
    """Signals come in the main thread; `ended` carries the `Outcome`."""

    started = pyqtSignal()
    progressed = pyqtSignal(int)
    step = pyqtSignal(str)
    ended = pyqtSignal(object)

    def __init__(self, project: QgsProject, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._project = project
        self._run: Optional[_Run] = None
        self._kept = KeptTask(self)
        self._kept.ended.connect(self._finish)

    @property
    def running(self) -> bool:
        """Whether a run is under way."""
        return self._run is not None

    def start(self, algorithm: str, parameters: Mapping[str, Any], group: str) -> None:
        """Start a run whose layers go to the group of this name; does nothing while one is running."""
        if self.running:
            return
        self._kept.begin(lambda: self._made(algorithm, parameters, group))
        self.started.emit()

    def cancel(self) -> None:
        """Ask the run to stop."""
        if self._run is not None:
            self._run.feedback.cancel()
            self._kept.cancel()  # QGIS ends one that waits for its turn at once

    def shut_down(self) -> None:
        """Cancel, and wait until nothing of it is left, without telling anybody."""
        run, self._run = self._run, None
        if run is None:
            return
        run.feedback.step.disconnect()
        run.feedback.cancel()
        if run.loading is not None:  # QGIS has deleted the task
            run.loading.shut_down()
        elif self._kept.running:
            run.progressChanged.disconnect(self._show_progress)
        self._kept.shut_down()

    def _made(self, algorithm: str, parameters: Mapping[str, Any], group: str) -> _Run:
        self._run = run = _Run(algorithm, parameters, self._project, group)
        run.feedback.step.connect(self.step)
        run.progressChanged.connect(self._show_progress)
        return run

    def _show_progress(self, percent: float) -> None:
        self.progressed.emit(int(percent))

    def _finish(self, run: _Run) -> None:
        if run.feedback.isCanceled() or not run.done:
            self._end(run.failed())
            return
        results = run.results
        if not run.context.layersToLoadOnCompletion():
            self._end(Outcome(run.name, run.parameters, results=results, warnings=tuple(run.feedback.warnings)))
            return
        self.step.emit(tr("Opening the layers"))
        was_empty = not self._project.mapLayers()

        def loaded(layers: tuple[QgsMapLayer, ...], error: str) -> None:
            warnings = tuple(run.feedback.warnings)
            self._end(Outcome(run.name, run.parameters, error, False, results, layers, was_empty, warnings))

        run.loading = Loading(run.context, run.feedback, run.group, loaded, self)
        run.loading.start()

    def _end(self, outcome: Outcome) -> None:
        run, self._run = self._run, None
        if run is not None and run.loading is not None:
            run.loading.deleteLater()
        self.ended.emit(outcome)


class _Run(QgsProcessingAlgRunnerTask):
    """The task, with all that has to live as long; `ended` comes in the main thread."""

    ended = pyqtSignal()

    def __init__(self, algorithm: str, parameters: Mapping[str, Any], project: QgsProject, group: str) -> None:
        feedback, context = Listening(), QgsProcessingContext()
        context.setProject(project)
        context.setTransformContext(grid_context(project.transformContext()))
        context.setFeedback(feedback)
        made = QgsApplication.processingRegistry().createAlgorithmById(algorithm)
        given = dict(parameters)
        for output in (OUTPUT, BUFFER_AREA, CONTOURS):
            if output in given:
                # Named for the project, so that the algorithm dresses the layer that is loaded.
                given[output] = QgsProcessingOutputLayerDefinition(given[output], project)
        super().__init__(made, given, context, feedback)
        self.name, self.parameters, self.group = algorithm, parameters, group
        self.feedback, self.context = feedback, context
        self.loading: Optional[Loading] = None
        self.done = False
        self.results: dict[str, Any] = {}
        self._refused = feedback.isCanceled()
        self.executed.connect(self._keep)

    def failed(self) -> Outcome:
        """How it ended without a result."""
        error = self.feedback.errors[-1] if self.feedback.errors else ""
        # QGIS cancels what cannot be prepared before anybody else can.
        if self.feedback.isCanceled() and not self._refused:
            return Outcome(self.name, self.parameters, error, cancelled=True)
        error = error or tr("It ended without a result.")
        return Outcome(self.name, self.parameters, error)

    def _keep(self, done: bool, results: dict[str, Any]) -> None:
        self.done, self.results = done, results
        self.ended.emit()
