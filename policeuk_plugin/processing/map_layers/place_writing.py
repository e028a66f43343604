# SPDX-License-Identifier: GPL-2.0-or-later
"""What `policeuk:placelayer` and `policeuk:pointsofinterest` do alike: count, write, have the layer loaded."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Callable

from qgis.core import QgsProcessingContext, QgsProcessingFeedback

from ...layers.kinds import LayerKind
from ...text import tr
from ..asking import analysis_parameters as names
from ..asking.series_basis import settled_series
from ..running.telling import step
from ..writing.outputs import explained, tell, to_hand_on, write_asked_report
from ..writing.staging import Staging
from .layer_loading import load_beside_result
from .place_page import finding, lacking, page, sentences
from .place_points import Column, write_places
from .place_run import PlaceRun, run_places

if TYPE_CHECKING:
    from ..running.base import PoliceUkAlgorithm


def counted_and_written(
    algorithm: PoliceUkAlgorithm,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
    kind: LayerKind,
    place_kinds: tuple[str, ...],
    columns: Callable[[PlaceRun], Sequence[Column]],
) -> dict[str, Any]:
    """Run it; gives the results by their names. Raises `CacheError` where nothing of what is asked for is held."""
    step(feedback, 0, tr("Counting crimes by snap point"))
    run = run_places(algorithm, parameters, context, kind, place_kinds)
    step(feedback, 50, tr("Writing the result"))
    results: dict[str, Any] = {}
    with Staging() as staging:
        texts = settled_series(algorithm, parameters, context, run.request.selection, f"{kind.value}.gpkg")
        found = [finding(run), *lacking(run), *sentences(run)]
        told = explained(algorithm, run.about, found, run.about.basis, texts)
        tell(told, lacking(run), feedback)
        if parameters.get(names.OUTPUT):
            results[names.OUTPUT] = write_places(
                algorithm, run, columns(run), kind.value, told, parameters, context, feedback, staging
            )
        made = partial(page, run, to_hand_on(told, algorithm, texts))
        results.update(write_asked_report(algorithm, made, parameters, context, staging))
    return {
        **results,
        **load_beside_result(run.request, context, feedback),
        "COUNT": run.crimes,
        "UNPLACED": run.monthly.unplaced,
        "POINTS": len(run.places),
        "MISSING_MONTHS": len(run.monthly.coverage.missing),
        "PARTIAL_MONTHS": len(run.monthly.coverage.partial),
        "SENTENCE": " ".join([finding(run), *lacking(run)]),
    }
