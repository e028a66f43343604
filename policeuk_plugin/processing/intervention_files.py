# SPDX-License-Identifier: GPL-2.0-or-later
"""The files of an intervention's effect: layer, page and chart."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import QgsProcessingContext, QgsProcessingFeedback

from ..text import tr
from . import intervention_page as pages
from . import intervention_words as words
from .analysis_parameters import CHART, OUTPUT, REPORT
from .chart_parameters import chart_asked
from .intervention_run import InterventionRun
from .outputs import explained, settled_texts, tell, to_hand_on, write_report
from .result_layer import dress_geopackage, dress_when_loaded, styled_by
from .selection_parameters import FROM
from .series_files import write_chart
from .staging import Staging, load_from
from .telling import findings, step
from .unit_layer import meanings_of, write_units

if TYPE_CHECKING:
    from .base import PoliceUkAlgorithm


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
        destination = staging.final(staged)
        texts = settled_texts(algorithm, parameters, context, run.inputs, used)
        texts[FROM] = str(run.asked.periods.before_first)
        loud = [run.redrawn] if run.redrawn else []
        resting = [line for line in words.basis(run) if line not in loud]
        said = [words.finding(run), *loud, *words.sentences(run)]
        told = explained(algorithm, run.inputs.crimes.about, said, resting, texts)
        told = replace(told, meanings=meanings_of(columns))
        tell(told, words.warnings(run), feedback)
        load_from(destination, staged, context)
        dress_when_loaded(destination, context, told, styled_by("zones"))
        dress_geopackage(staged, told, styled_by("zones"))
        results = {OUTPUT: destination}
        report = algorithm.parameterAsFileOutput(parameters, REPORT, context)
        if report:
            step(feedback, 92, tr("Drawing the result page"))
            write_report(pages.page(run, to_hand_on(told, algorithm, texts)), staging.beside(Path(report)))
            results[REPORT] = report
        target, width, background = chart_asked(algorithm, parameters, context)
        if target:
            write_chart(pages.chart(run, width, background), staging.beside(Path(target)))
            results[CHART] = target
    return results
