# SPDX-License-Identifier: GPL-2.0-or-later
"""The tables of a comparison with peers, and its parameters as settled."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from qgis.core import QgsProcessingContext, QgsProcessingFeedback

from ..asking.analysis_parameters import OUTPUT, TABLE
from ..asking.selection_parameters import months_settled
from ..running.command_text import Texts, texts_to_repeat
from ..writing.result_layer import Explained
from ..writing.series_files import write_rows, write_second
from ..writing.staging import Staging
from .peer_comparison_run import PeerComparison
from .peer_comparison_table import AREA_COLUMNS, COLUMNS, area_rows, rows_of

if TYPE_CHECKING:
    from ..running.base import PoliceUkAlgorithm


def settled_texts(
    algorithm: PoliceUkAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext, run: PeerComparison
) -> Texts:
    """The parameters with cache, months and peers filled in, so that a run next year gives the same."""
    months = months_settled(run.selection) if run.sides.rests is not None else {}
    settled = {**months, **run.group.choice.texts()}
    texts = texts_to_repeat(algorithm, parameters, context, settled, "comparison.gpkg")
    if str(texts.get(TABLE, "")).startswith(("memory:", "TEMPORARY_OUTPUT")):
        del texts[TABLE]
    return texts


def write_tables(
    algorithm: PoliceUkAlgorithm,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
    run: PeerComparison,
    told: Explained,
    poisson: bool,
    staging: Staging,
) -> dict[str, Any]:
    """Write OUTPUT, and TABLE where it was asked for, beside where they go."""
    rows = rows_of(run, poisson)
    results = {OUTPUT: write_rows(algorithm, parameters, context, feedback, COLUMNS, rows, told, staging)}
    areas = partial(area_rows, run)
    return {**results, **write_second(algorithm, parameters, context, feedback, AREA_COLUMNS, areas, told, staging)}
