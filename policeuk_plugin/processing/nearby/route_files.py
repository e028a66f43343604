# SPDX-License-Identifier: GPL-2.0-or-later
"""The layers, the table, the page and the chart of a run along a route: none is there before all are whole."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import QgsProcessingContext, QgsProcessingFeedback

from ...layers.request import CountedFrom
from ...layers.route_style import style_buffer, style_points
from ...text import tr
from ..asking import analysis_parameters as names
from ..asking.chart_parameters import chart_asked
from ..asking.selection_parameters import months_settled
from ..running.command_text import names_only, rows_of_result, texts_to_repeat
from ..running.telling import step
from ..writing.outputs import explained, tell, to_hand_on, write_report
from ..writing.outputs_files import write_bytes
from ..writing.result_layer import hand_over
from ..writing.series_files import write_rows
from ..writing.staging import Staging
from .route_layer import COLUMNS, rows_of, write_buffer, write_places
from .route_page import months_chart, page
from .route_run import RouteRun
from .route_words import basis, finding, sentences, warnings

if TYPE_CHECKING:
    from .crime_along_route import CrimeAlongRoute


def write_all(
    algorithm: CrimeAlongRoute,
    run: RouteRun,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
) -> dict[str, Any]:
    """Write what was asked for; gives the outputs. Raises `CacheError` where it is not all there."""
    cache, selection = algorithm.cache_path(parameters, context), run.crimes.selection
    months = months_settled(selection) if selection is not None else {}
    settled = {algorithm.BUFFER: f"{run.buffer:g}", **months}
    texts = texts_to_repeat(algorithm, parameters, context, settled, "route.gpkg")
    told = explained(algorithm, run.crimes.about, [f"{finding(run)}.", *sentences(run)], basis(run), texts)
    tell(told, warnings(run), feedback)
    if selection is not None:
        told = replace(told, counted=CountedFrom(cache, selection))
    step(feedback, 80, tr("Writing the result"))
    with Staging() as staging:
        given = staging.sink(parameters, context)
        staged = write_places(algorithm, run, given, context, feedback.isCanceled)
        results = {names.OUTPUT: hand_over(staged, told, style_points, staging, context)}
        plain = replace(told, counted=None, beside=told.counted)
        if _asked(parameters, names.TABLE):
            results[names.TABLE] = write_rows(
                algorithm, parameters, context, feedback, COLUMNS, rows_of(run), plain, staging, names.TABLE
            )
        report = algorithm.parameterAsFileOutput(parameters, names.REPORT, context)
        if report or _asked(parameters, names.BUFFER_AREA):
            step(feedback, 88, tr("Drawing the buffer"))
            area = run.buffer_area(feedback.isCanceled)
            if _asked(parameters, names.BUFFER_AREA):
                given = staging.sink(parameters, context, names.BUFFER_AREA)
                staged = write_buffer(algorithm, run, area, given, context, feedback.isCanceled)
                named = replace(plain, name=tr("Buffer of {metres:g} m").format(metres=run.buffer))
                results[names.BUFFER_AREA] = hand_over(staged, named, style_buffer, staging, context)
            if report:
                step(feedback, 94, tr("Drawing the result page"))
                handed = to_hand_on(told, algorithm, texts)
                rows_behind = rows_of_result(names_only(texts)[names.OUTPUT]) or handed.rows
                made = page(run, area, replace(handed, rows=rows_behind), feedback.isCanceled)
                write_report(made, staging.beside(Path(report)))
                results[names.REPORT] = report
        target, width, background = chart_asked(algorithm, parameters, context)
        if target:
            write_bytes(months_chart(run, width, background).encode("utf-8"), staging.beside(Path(target)))
            results[names.CHART] = target
    return results


def _asked(parameters: dict[str, Any], name: str) -> bool:
    return parameters.get(name) not in (None, "")
