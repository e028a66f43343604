# SPDX-License-Identifier: GPL-2.0-or-later
"""The files of a trend or a comparison: a table that explains itself, and the chart."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import QgsProcessingContext, QgsProcessingFeedback

from .analysis_parameters import OUTPUT
from .result_layer import Explained, hand_over
from .series_basis import unstyled
from .staging import Staging, unwritten
from .table_sink import TableColumn, write_table

if TYPE_CHECKING:
    from .base import PoliceUkAlgorithm


def write_rows(
    algorithm: PoliceUkAlgorithm,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
    columns: Sequence[TableColumn],
    rows: Sequence[Sequence[Any]],
    told: Explained,
    staging: Staging,
) -> str:
    """Write the table beside where it goes; gives where it will be."""
    staged = write_table(
        algorithm, OUTPUT, staging.sink(parameters, context), context, feedback, columns, [rows], len(rows)
    )
    return hand_over(staged, told, unstyled, staging, context)


def write_chart(svg: str, beside: Path) -> None:
    """Write the chart beside where it goes; raises `CacheError` where it is not all there."""
    data = svg.encode("utf-8")
    try:
        beside.write_bytes(data)
        whole = beside.read_bytes() == data
    except OSError as error:
        raise unwritten(beside) from error
    if not whole:
        raise unwritten(beside)
