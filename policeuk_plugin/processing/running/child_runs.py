# SPDX-License-Identifier: GPL-2.0-or-later
"""An algorithm run by another: by its id, with its page read back and its numbers kept."""

from __future__ import annotations

import contextlib
import hashlib
import math
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
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
from qgis.PyQt.QtCore import QVariant

from offline_cache.errors import CacheError

from ...analysis.errors import Cancelled, stop_if
from ...reports.page_reading import ReadPage, read_page
from ...text import tr
from ..asking.analysis_parameters import OUTPUT, REPORT
from ..recipes.recipe import Number

_LONGEST = 4000
ROWS = "ROWS_DIGEST"
"""Among the numbers: a digest of all rows of the result, so that another map with the same totals is told."""


@dataclass(frozen=True)
class ChildTable:
    """The rows of a layer of results: the parameter it is named by, what it is called, its fields, their values."""

    parameter: str
    title: str
    fields: Sequence[str]
    rows: Sequence[Sequence[Any]]


@dataclass(frozen=True)
class ChildRun:
    """What was run with what, and what came of it: numbers and page, or `why` nothing did.

    `tables` are the rows of the layers that were to be kept.
    """

    algorithm: str
    parameters: Mapping[str, Any]
    numbers: Mapping[str, Number]
    page: Optional[ReadPage]
    why: str = ""
    tables: Sequence[ChildTable] = ()


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
    kept: Sequence[str] = (),
    written: Optional[Mapping[str, Path]] = None,
) -> ChildRun:
    """Run it with those of the parameters that it has; what it refuses is told in `why`. Files go to `folder`.

    `kept` are the parameters of layers whose rows are kept, `written` those of results that go to files of their own.

    Raises `AnalysisCancelled` where the user stops.
    """
    algorithm = QgsApplication.processingRegistry().createAlgorithmById(algorithm_id)
    if algorithm is None:
        return ChildRun(algorithm_id, dict(parameters), {}, None, tr("This version of the plugin cannot do that yet."))
    given = {name: value for name, value in parameters.items() if algorithm.parameterDefinition(name) is not None}
    asked = {**given, **_destinations(algorithm, folder, kept, written or {})}
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
    layers = {name: _layer(results.get(name), context) for name in dict.fromkeys((OUTPUT, *kept))}
    digest = _digest(layers[OUTPUT], feedback.isCanceled)
    if digest:
        numbers[ROWS] = digest
    tables = [_table(algorithm, name, layers[name], feedback.isCanceled) for name in kept if layers[name] is not None]
    page = results.get(REPORT)
    return ChildRun(algorithm_id, given, numbers, read_page(Path(page)) if page else None, tables=tables)


def destinations_of(algorithm: QgsProcessingAlgorithm) -> list[str]:
    """The parameters that say where results go."""
    return [one.name() for one in algorithm.parameterDefinitions() if one.isDestination()]


def _destinations(
    algorithm: QgsProcessingAlgorithm, folder: Path, kept: Sequence[str], written: Mapping[str, Path]
) -> dict[str, Any]:
    """Page and raster to the folder or where they are wanted, layers to memory, what may be left out nowhere."""
    optional = QgsProcessingParameterDefinition.Flag.FlagOptional
    where: dict[str, Any] = {}
    for one in algorithm.parameterDefinitions():
        if not one.isDestination():
            continue
        name, kind = one.name(), one.type()
        if name in written:
            where[name] = str(written[name])
        elif name == REPORT:
            where[name] = str(folder / "page.html")
        elif one.flags() & optional and name not in kept:
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
            numbers[output.name()] = value if len(value) <= _LONGEST else _digest_of(value)
    return numbers


def _layer(output: Any, context: QgsProcessingContext) -> Optional[QgsVectorLayer]:
    layer = context.takeResultLayer(output) if isinstance(output, str) else None
    return layer if isinstance(layer, QgsVectorLayer) else None


def _table(algorithm: QgsProcessingAlgorithm, name: str, layer: Any, cancelled: Cancelled) -> ChildTable:
    rows = []
    for at, feature in enumerate(layer.getFeatures()):
        if at % 1000 == 0:
            stop_if(cancelled)
        rows.append([None if _is_null(value) else value for value in feature.attributes()])
    return ChildTable(name, algorithm.parameterDefinition(name).description(), layer.fields().names(), rows)


def _is_null(value: Any) -> bool:
    return value is None or (isinstance(value, QVariant) and value.isNull())


def _digest(layer: Optional[QgsVectorLayer], cancelled: Cancelled) -> str:
    """Of the attributes of all rows, floats to 10 digits, in any order; '' for what is no layer of features."""
    if layer is None:
        return ""
    lines = []
    for at, feature in enumerate(layer.getFeatures()):
        if at % 1000 == 0:
            stop_if(cancelled)
        values = feature.attributes()
        lines.append("\t".join(f"{one:.10g}" if isinstance(one, float) else str(one) for one in values))
    return _digest_of("\n".join(sorted(lines)))


def _digest_of(text: str) -> str:
    """Tells texts apart that are too long for a recipe."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]


def refused(run: ChildRun) -> CacheError:
    """The error of a run that gave nothing."""
    return CacheError(run.why or tr("Nothing came of it."))
