# SPDX-License-Identifier: GPL-2.0-or-later
"""The answer of an analysis that judges units: layer, table, page and chart, written together or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Callable, Optional

from qgis.core import QgsProcessingContext, QgsProcessingFeedback

from ...text import tr
from ..asking.analysis_parameters import OUTPUT
from ..running.telling import findings, step
from ..writing.outputs import explained, settled_texts, tell
from ..writing.result_layer import hand_over
from ..writing.series_files import write_second
from ..writing.staging import Staging
from .unit_layer import Column, meanings_of, write_units
from .unit_result import Shown, counted_from, write_shown

if TYPE_CHECKING:
    from offline_cache.model import Month

    from ...reports.charts import Background
    from ...reports.result_page import ResultPage
    from ..running.base import PoliceUkAlgorithm
    from ..writing.result_layer import Explained, Styling
    from ..writing.table_sink import TableColumn
    from .inputs import Inputs
    from .units import Units


@dataclass(frozen=True)
class TypeTable:
    """The table of units by crime type; its rows are made when it is asked for."""

    columns: Sequence[TableColumn]
    rows: Callable[[], Sequence[Sequence[Any]]]


@dataclass(frozen=True)
class UnitAnswer:
    """A finding over `units` in words, columns (one value a unit) and pictures.

    `counted_in` is UNITS, or kind and edition of areas; `used` are the parameters that matter to it, whether or not
    they were given. `months` are those counted, where they are not all from the first to the last of the selection.
    `page` takes what may be handed on, `chart` a width in pixels and what it lies on. `units` is None where no layer is
    made of them, `what` the crimes in words where those are more than the selection's.
    """

    inputs: Inputs
    units: Optional[Units]
    counted_in: str
    columns: Sequence[Column]
    style: Styling
    said: Sequence[str]
    basis: Sequence[str]
    warnings: Sequence[str]
    used: dict[str, str]
    page: Callable[[Explained], ResultPage]
    chart: Optional[Callable[[int, Background], str]] = None
    months: Sequence[Month] = ()
    table: Optional[TypeTable] = None
    what: str = ""


def write_answer(
    algorithm: PoliceUkAlgorithm,
    answer: UnitAnswer,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
) -> dict[str, Any]:
    """Write OUTPUT, TABLE, REPORT and CHART as far as they were asked for; gives their places by these names.

    Nothing is there before all are whole. Raises `QgsProcessingException` with the sentence where one cannot be
    written.
    """
    step(feedback, 85, tr("Writing the result"))
    inputs = answer.inputs
    with findings(), Staging() as staging:
        texts = settled_texts(algorithm, parameters, context, inputs, answer.used)
        about = inputs.crimes.about
        about = replace(about, what=answer.what or about.what)
        told = explained(algorithm, about, answer.said, answer.basis, texts, answer.months)
        rows_from = counted_from(algorithm, inputs, answer.counted_in, parameters, context, answer.months)
        told = replace(told, counted=rows_from, meanings=meanings_of(answer.columns))
        tell(told, answer.warnings, feedback)
        results = _layer(algorithm, answer, told, parameters, context, feedback, staging)
        if answer.table is not None:
            of_types = replace(told, name=tr("{name}, by crime type").format(name=told.name))
            columns, rows = answer.table.columns, answer.table.rows
            results.update(write_second(algorithm, parameters, context, feedback, columns, rows, of_types, staging))
        shown = Shown(told, texts, answer.page, answer.chart)
        return {**results, **write_shown(algorithm, shown, parameters, context, feedback, staging)}


def _layer(
    algorithm: PoliceUkAlgorithm,
    answer: UnitAnswer,
    told: Explained,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
    staging: Staging,
) -> dict[str, Any]:
    if answer.units is None or not parameters.get(OUTPUT):
        return {}
    sink = staging.sink(parameters, context)
    staged = write_units(algorithm, answer.units, answer.inputs.crs, answer.columns, sink, context, feedback)
    return {OUTPUT: hand_over(staged, told, answer.style, staging, context)}
