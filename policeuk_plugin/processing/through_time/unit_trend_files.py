# SPDX-License-Identifier: GPL-2.0-or-later
"""The files of a run of trends: layer, table, page and chart."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from qgis.core import QgsProcessingContext, QgsProcessingFeedback

from ..running.telling import findings
from ..units.unit_answer import TypeTable, UnitAnswer, write_answer
from . import unit_trend_basis as resting_on
from . import unit_trend_words as words
from .unit_trend_layer import columns_of, table_columns, table_rows
from .unit_trend_page import STYLE, chart, page
from .unit_trend_run import TrendsRun

if TYPE_CHECKING:
    from ..doubt.snap_place import Place
    from ..running.base import PoliceUkAlgorithm


def write_trends(
    algorithm: PoliceUkAlgorithm,
    run: TrendsRun,
    place: Place,
    used: dict[str, str],
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
) -> dict[str, Any]:
    """Layer, table, page and chart; nothing is there before all are whole."""
    with findings():
        said = [words.finding(run), *words.sentences(run), *place.sentences]
        answer = UnitAnswer(
            run.inputs,
            run.units,
            run.areas,
            columns_of(run),
            STYLE,
            said,
            [line for line in resting_on.basis(run) if line not in said],
            resting_on.warnings(run),
            used,
            lambda handed: place.on(page(run, handed, feedback.isCanceled)),
            partial(chart, run),
            run.months,
            TypeTable(table_columns(run), partial(table_rows, run)),
        )
    return write_answer(algorithm, answer, parameters, context, feedback)
