# SPDX-License-Identifier: GPL-2.0-or-later
"""The files of a comparison of two periods: layer, table, page and chart."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import QgsProcessingContext, QgsProcessingFeedback

from ..text import tr
from . import change_words as words
from .analysis_parameters import CHART, OUTPUT, REPORT, TABLE
from .change_layer import columns_of, table_columns, table_rows
from .change_map import chart, style_of
from .change_page import page
from .change_run import ChangeRun
from .chart_parameters import chart_asked
from .outputs import explained, settled_texts, tell, to_hand_on, write_report
from .result_layer import Explained, dress_geopackage, dress_when_loaded, styled_by
from .series_basis import unstyled
from .series_files import write_chart
from .staging import Staging, load_from
from .table_sink import write_table
from .telling import findings, step
from .unit_layer import meanings_of, write_units
from .unit_result import counted_from

if TYPE_CHECKING:
    from .base import PoliceUkAlgorithm


def write_change(
    algorithm: PoliceUkAlgorithm,
    run: ChangeRun,
    used: dict[str, str],
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
) -> dict[str, Any]:
    """Layer, table, page and chart; nothing is there before all are whole."""
    step(feedback, 80, tr("Writing the result"))
    with findings(), Staging() as staging:
        columns, sink = columns_of(run), staging.sink(parameters, context)
        staged = write_units(algorithm, run.units, run.inputs.crs, columns, sink, context, feedback)
        destination = staging.final(staged)
        texts = settled_texts(algorithm, parameters, context, run.inputs, used)
        loud = [run.redrawn] if run.redrawn else []
        said = [words.finding(run), *loud, *words.sentences(run)]
        resting = [line for line in words.basis(run) if line not in loud]
        told = explained(algorithm, run.inputs.crimes.about, said, resting, texts)
        rows_from = counted_from(algorithm, run.inputs, run.asked.counted_in.units, parameters, context)
        told = replace(told, counted=rows_from, meanings=meanings_of(columns))
        tell(told, words.warnings(run), feedback)
        load_from(destination, staged, context)
        style = styled_by(style_of(run))
        dress_when_loaded(destination, context, told, style)
        dress_geopackage(staged, told, style)
        results = {OUTPUT: destination}
        results.update(_table(algorithm, run, told, parameters, context, feedback, staging))
        results.update(_pages(algorithm, run, told, texts, parameters, context, feedback, staging))
    return results


def _table(
    algorithm: PoliceUkAlgorithm,
    run: ChangeRun,
    told: Explained,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
    staging: Staging,
) -> dict[str, Any]:
    if not parameters.get(TABLE):
        return {}
    rows, sink = table_rows(run), staging.sink(parameters, context, TABLE)
    staged = write_table(algorithm, TABLE, sink, context, feedback, table_columns(run), [rows], len(rows))
    destination = staging.final(staged)
    load_from(destination, staged, context)
    told = replace(told, name=tr("{name}, by crime type").format(name=told.name))
    dress_when_loaded(destination, context, told, unstyled)
    dress_geopackage(staged, told, unstyled)
    return {TABLE: destination}


def _pages(
    algorithm: PoliceUkAlgorithm,
    run: ChangeRun,
    told: Explained,
    texts: Any,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
    staging: Staging,
) -> dict[str, Any]:
    results = {}
    report = algorithm.parameterAsFileOutput(parameters, REPORT, context)
    if report:
        step(feedback, 92, tr("Drawing the result page"))
        shown = page(run, to_hand_on(told, algorithm, texts), feedback.isCanceled)
        write_report(shown, staging.beside(Path(report)))
        results[REPORT] = report
    target, width, background = chart_asked(algorithm, parameters, context)
    if target:
        write_chart(chart(run, width, background), staging.beside(Path(target)))
        results[CHART] = target
    return results
