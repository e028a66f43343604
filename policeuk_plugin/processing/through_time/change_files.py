# SPDX-License-Identifier: GPL-2.0-or-later
"""The files of a comparison of two periods: layer, table, page and chart."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from qgis.core import QgsProcessingContext, QgsProcessingFeedback

from ...text import tr
from ..asking.analysis_parameters import OUTPUT, TABLE
from ..asking.series_basis import unstyled
from ..running.telling import findings, step
from ..units.unit_layer import meanings_of, write_units
from ..units.unit_result import Shown, counted_from, write_shown
from ..writing.outputs import explained, settled_texts, tell
from ..writing.result_layer import Explained, hand_over, styled_by
from ..writing.staging import Staging
from ..writing.table_sink import write_table
from . import change_basis as resting_on
from . import change_words as words
from .change_layer import columns_of, table_columns, table_rows
from .change_map import chart, style_of
from .change_page import page
from .change_run import ChangeRun

if TYPE_CHECKING:
    from ..doubt.snap_place import Place
    from ..running.base import PoliceUkAlgorithm


def write_change(
    algorithm: PoliceUkAlgorithm,
    run: ChangeRun,
    place: Place,
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
        texts = settled_texts(algorithm, parameters, context, run.inputs, used)
        loud = [run.redrawn] if run.redrawn else []
        said = [words.finding(run), *words.sentences(run), *loud, *place.sentences]
        resting = [line for line in resting_on.basis(run) if line not in loud]
        told = explained(algorithm, run.inputs.crimes.about, said, resting, texts, run.months.both)
        units, months = run.areas or run.asked.counted_in.units, run.months.both
        rows_from = counted_from(algorithm, run.inputs, units, parameters, context, months)
        told = replace(told, counted=rows_from, meanings=meanings_of(columns))
        tell(told, resting_on.warnings(run), feedback)
        results = {OUTPUT: hand_over(staged, told, styled_by(style_of(run)), staging, context)}
        results.update(_table(algorithm, run, told, parameters, context, feedback, staging))
        shown = Shown(told, texts, lambda handed: place.on(page(run, handed, feedback.isCanceled)), partial(chart, run))
        return {**results, **write_shown(algorithm, shown, parameters, context, feedback, staging)}


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
    told = replace(told, name=tr("{name}, by crime type").format(name=told.name))
    return {TABLE: hand_over(staged, told, unstyled, staging, context)}
