# SPDX-License-Identifier: GPL-2.0-or-later
"""An algorithm run by another: by its id, with its page read back and its numbers kept."""

from __future__ import annotations

import contextlib
import hashlib
import math
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

from qgis.core import (
    QgsApplication,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingParameterDefinition,
    QgsVectorLayer,
)

from offline_cache.errors import CacheError

from ..analysis.errors import Cancelled, stop_if
from ..reports.page_reading import ReadPage, read_page
from ..text import tr
from .analysis_parameters import OUTPUT, REPORT
from .recipe import Number

ROWS = "ROWS_DIGEST"
"""Among the numbers: a digest of all rows of the result, so that another map with the same totals is told."""


@dataclass(frozen=True)
class ChildRun:
    """What was run with what, and what came of it: numbers and page, or `why` nothing did."""

    algorithm: str
    parameters: Mapping[str, Any]
    numbers: Mapping[str, Number]
    page: Optional[ReadPage]
    why: str = ""


@contextlib.contextmanager
def scratch() -> Iterator[Path]:
    """A folder for what a run writes and nobody keeps."""
    folder = tempfile.mkdtemp(prefix="policeuk-")
    try:
        yield Path(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def run_child(
    algorithm_id: str,
    parameters: Mapping[str, Any],
    folder: Path,
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
) -> ChildRun:
    """Run it with those of the parameters that it has; what it refuses is told in `why`. Files go to `folder`.

    Raises `AnalysisCancelled` where the user stops.
    """
    algorithm = QgsApplication.processingRegistry().createAlgorithmById(algorithm_id)
    if algorithm is None:
        return ChildRun(algorithm_id, dict(parameters), {}, None, tr("This version of the plugin cannot do that yet."))
    given = {name: value for name, value in parameters.items() if algorithm.parameterDefinition(name) is not None}
    asked = {**given, **_destinations(algorithm, folder)}
    try:
        fine, sentence = algorithm.checkParameterValues(asked, context)
        if not fine:
            return ChildRun(algorithm_id, given, {}, None, sentence)
        results, done = algorithm.run(asked, context, feedback, {}, False)
    except QgsProcessingException as error:
        stop_if(feedback.isCanceled)
        return ChildRun(algorithm_id, given, {}, None, str(error))
    stop_if(feedback.isCanceled)
    if not done:
        return ChildRun(algorithm_id, given, {}, None, tr("It did not end as it should."))
    numbers = _numbers(algorithm, results)
    digest = _digest(results.get(OUTPUT), context, feedback.isCanceled)
    if digest:
        numbers[ROWS] = digest
    page = results.get(REPORT)
    return ChildRun(algorithm_id, given, numbers, read_page(Path(page)) if page else None)


def destinations_of(algorithm: QgsProcessingAlgorithm) -> list[str]:
    """The parameters that say where results go."""
    return [one.name() for one in algorithm.parameterDefinitions() if one.isDestination()]


def _destinations(algorithm: QgsProcessingAlgorithm, folder: Path) -> dict[str, Any]:
    """Page and raster to the folder, layers to memory, what may be left out nowhere."""
    optional = QgsProcessingParameterDefinition.Flag.FlagOptional
    where: dict[str, Any] = {}
    for one in algorithm.parameterDefinitions():
        if not one.isDestination():
            continue
        name, kind = one.name(), one.type()
        if name == REPORT:
            where[name] = str(folder / "page.html")
        elif one.flags() & optional:
            where[name] = None
        else:
            where[name] = "memory:" if kind == "sink" else str(folder / f"{name.lower()}.{one.defaultFileExtension()}")
    return where


def _numbers(algorithm: QgsProcessingAlgorithm, results: Mapping[str, Any]) -> dict[str, Number]:
    numbers: dict[str, Number] = {}
    for output in algorithm.outputDefinitions():
        value = results.get(output.name())
        if output.type() == "outputNumber" and isinstance(value, (int, float)):
            numbers[output.name()] = value if math.isfinite(value) else None
        elif output.type() == "outputString" and isinstance(value, str):
            numbers[output.name()] = value
    return numbers


def _digest(output: Any, context: QgsProcessingContext, cancelled: Cancelled) -> str:
    """Of the attributes of all rows, floats to 10 digits, in any order; '' for what is no layer of features."""
    layer = context.takeResultLayer(output) if isinstance(output, str) else None
    if not isinstance(layer, QgsVectorLayer):
        return ""
    lines = []
    for at, feature in enumerate(layer.getFeatures()):
        if at % 1000 == 0:
            stop_if(cancelled)
        values = feature.attributes()
        lines.append("\t".join(f"{one:.10g}" if isinstance(one, float) else str(one) for one in values))
    return hashlib.sha256("\n".join(sorted(lines)).encode("utf-8")).hexdigest()[:16]


def refused(run: ChildRun) -> CacheError:
    """The error of a run that gave nothing."""
    return CacheError(run.why or tr("Nothing came of it."))
