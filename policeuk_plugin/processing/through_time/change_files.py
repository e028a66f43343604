# SPDX-License-Identifier: GPL-2.0-or-later
"""The files of a comparison of two periods: layer, table, page and chart."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from qgis.core import QgsProcessingContext, QgsProcessingFeedback

from ..running.telling import findings
from ..units.unit_answer import TypeTable, UnitAnswer, write_answer
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
    loud = [run.redrawn] if run.redrawn else []
    with findings():
        answer = UnitAnswer(
            run.inputs,
            run.units,
            run.areas or run.asked.counted_in.units,
            columns_of(run),
            style_of(run),
            [words.finding(run), *words.sentences(run), *loud, *place.sentences],
            [line for line in resting_on.basis(run) if line not in loud],
            resting_on.warnings(run),
            used,
            lambda handed: place.on(page(run, handed, feedback.isCanceled)),
            partial(chart, run),
            run.months.both,
            TypeTable(table_columns(run), partial(table_rows, run)),
        )
    return write_answer(algorithm, answer, parameters, context, feedback)
