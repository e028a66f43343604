# SPDX-License-Identifier: GPL-2.0-or-later
"""The files of a risk density: raster, polygons and page, each with what it rests on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from qgis.core import QgsProcessingContext, QgsProcessingFeedback

from ...text import tr
from ..asking import analysis_parameters as names
from ..running.telling import step
from ..units.unit_layer import meanings_of, write_units
from ..writing.outputs import explained, settled_texts, tell, to_hand_on, write_asked_report
from ..writing.result_layer import Explained, hand_over, styled_by
from ..writing.staging import Staging
from . import risk_words as words
from .density_raster import told_beside, write_raster
from .risk_layer import Areas, areas_of, columns_of
from .risk_page import page
from .risk_parameters import used_by
from .risk_run import RiskRun
from .risk_style import limits_of, risk_style

if TYPE_CHECKING:
    from ...reports.result_page import ResultPage
    from ..running.base import PoliceUkAlgorithm


def write_risk(
    algorithm: PoliceUkAlgorithm,
    run: RiskRun,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
) -> dict[str, Any]:
    """Raster, polygons and page; nothing is there before all are whole."""
    step(feedback, 80, tr("Writing the result"))
    with Staging() as staging:
        texts = settled_texts(algorithm, parameters, context, run.inputs, used_by(run.asked))
        said = [words.finding(run), *words.sentences(run)]
        months = run.points.months.both if run.points.months else ()
        told = explained(algorithm, run.inputs.crimes.about, said, words.basis(run), texts, months)
        told = told_beside(algorithm, told, run.inputs, parameters, context)
        tell(told, words.warnings(run), feedback)
        style = risk_style(run.asked.measure, limits_of(run.asked.measure, run.shown.values))
        path, beside = write_raster(algorithm, run.shown, run.inputs, told, style, parameters, context, staging)
        areas = areas_of(run)
        results = {names.OUTPUT: path}
        results.update(_areas(algorithm, run, areas, told, parameters, context, feedback, staging))

        def made() -> ResultPage:
            step(feedback, 90, tr("Drawing the result page"))
            return page(run, areas, beside, to_hand_on(told, algorithm, texts), feedback.isCanceled)

        return {**results, **write_asked_report(algorithm, made, parameters, context, staging)}


def _areas(
    algorithm: PoliceUkAlgorithm,
    run: RiskRun,
    areas: Areas,
    told: Explained,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
    staging: Staging,
) -> dict[str, Any]:
    if not parameters.get(names.CONTOURS) or not areas.keys:
        return {}
    columns, sink = columns_of(run, areas), staging.sink(parameters, context, names.CONTOURS)
    staged = write_units(algorithm, areas, run.inputs.crs, columns, sink, context, feedback, names.CONTOURS)
    told = replace(told, name=tr("{name}, what stands out").format(name=told.name), meanings=meanings_of(columns))
    return {names.CONTOURS: hand_over(staged, told, styled_by("riskareas"), staging, context)}
