# SPDX-License-Identifier: GPL-2.0-or-later
"""The files of a trend or a comparison: a table that explains itself, and the chart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Callable

from qgis.core import QgsProcessingContext, QgsProcessingFeedback

from ..asking.analysis_parameters import OUTPUT, TABLE
from ..units.unit_result import Shown, write_shown
from .result_layer import Explained, hand_over, unstyled
from .staging import Staging
from .table_sink import TableColumn, write_table

if TYPE_CHECKING:
    from ..running.base import PoliceUkAlgorithm


def write_rows(
    algorithm: PoliceUkAlgorithm,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
    columns: Sequence[TableColumn],
    rows: Sequence[Sequence[Any]],
    told: Explained,
    staging: Staging,
    name: str = OUTPUT,
) -> str:
    """Write the table `name` beside where it goes; gives where it will be."""
    sink = staging.sink(parameters, context, name)
    staged = write_table(algorithm, name, sink, context, feedback, columns, [rows], len(rows))
    return hand_over(staged, told, unstyled, staging, context)


def write_second(
    algorithm: PoliceUkAlgorithm,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
    columns: Sequence[TableColumn],
    rows: Callable[[], Sequence[Sequence[Any]]],
    told: Explained,
    staging: Staging,
) -> dict[str, Any]:
    """Write TABLE beside where it goes, if it was asked for: its rows are made only then."""
    if not parameters.get(TABLE):
        return {}
    return {TABLE: write_rows(algorithm, parameters, context, feedback, columns, rows(), told, staging, TABLE)}


def write_series(
    algorithm: PoliceUkAlgorithm,
    columns: Sequence[TableColumn],
    rows: Sequence[Sequence[Any]],
    shown: Shown,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
) -> dict[str, Any]:
    """Write OUTPUT as a table, REPORT and CHART, as far as asked for; nothing is there before all are whole."""
    with Staging() as staging:
        table = write_rows(algorithm, parameters, context, feedback, columns, rows, shown.told, staging)
        return {OUTPUT: table, **write_shown(algorithm, shown, parameters, context, feedback, staging)}
