# SPDX-License-Identifier: GPL-2.0-or-later
"""The files of an intervention's effect: layer, page and chart."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from qgis.core import QgsProcessingContext, QgsProcessingFeedback

from ...text import tr
from ..asking.analysis_parameters import OUTPUT
from ..asking.selection_parameters import FROM
from ..running.telling import findings, step
from ..units.unit_layer import meanings_of, write_units
from ..units.unit_result import Shown, counted_from, write_shown
from ..writing.outputs import explained, settled_texts, tell
from ..writing.result_layer import hand_over, styled_by
from ..writing.staging import Staging
from . import intervention_page as pages
from . import intervention_words as words
from .intervention_run import InterventionRun

if TYPE_CHECKING:
    from ..running.base import PoliceUkAlgorithm


def write_effect(
    algorithm: PoliceUkAlgorithm,
    run: InterventionRun,
    used: dict[str, str],
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
) -> dict[str, Any]:
    """Layer, page and chart; nothing is there before all are whole."""
    step(feedback, 80, tr("Writing the result"))
    with findings(), Staging() as staging:
        columns, sink = pages.columns_of(run), staging.sink(parameters, context)
        units = pages.units_of_zones(run)
        staged = write_units(algorithm, units, run.inputs.crs, columns, sink, context, feedback)
        texts = settled_texts(algorithm, parameters, context, run.inputs, used)
        texts[FROM] = str(run.asked.periods.before_first)
        loud = [run.redrawn] if run.redrawn else []
        resting = [line for line in words.basis(run) if line not in loud]
        said, months = [words.finding(run), *words.sentences(run), *loud], run.months.both
        told = explained(algorithm, run.inputs.crimes.about, said, resting, texts, months)
        rows_from = counted_from(algorithm, run.inputs, "", parameters, context, months)
        told = replace(told, counted=rows_from, meanings=meanings_of(columns))
        tell(told, words.warnings(run), feedback)
        layer = hand_over(staged, told, styled_by("zones"), staging, context)
        shown = Shown(told, texts, partial(pages.page, run), partial(pages.chart, run))
        return {OUTPUT: layer, **write_shown(algorithm, shown, parameters, context, feedback, staging)}
