# SPDX-License-Identifier: GPL-2.0-or-later
"""Page and chart of a result, written where they were asked for, and what leads from a unit to its rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Callable, Optional

from qgis.core import QgsProcessingContext, QgsProcessingFeedback

from ...layers.request import CountedFrom
from ...text import tr
from ..asking.analysis_parameters import CHART, LSOA
from ..asking.chart_parameters import chart_asked
from ..running.telling import step
from ..writing.outputs import to_hand_on, write_asked_report
from ..writing.outputs_files import write_bytes
from ..writing.staging import Staging

if TYPE_CHECKING:
    from offline_cache.model import Month

    from ...reports.charts import Background
    from ...reports.result_page import ResultPage
    from ..running.base import PoliceUkAlgorithm
    from ..running.command_text import Texts
    from ..writing.result_layer import Explained
    from .inputs import Inputs


@dataclass(frozen=True)
class Shown:
    """What page and chart are made of: `page` takes what may be handed on, `chart` a width and what it lies on."""

    told: Explained
    texts: Texts
    page: Callable[[Explained], ResultPage]
    chart: Optional[Callable[[int, Background], str]] = None


def counted_from(
    algorithm: PoliceUkAlgorithm,
    inputs: Inputs,
    units: str,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    months: Sequence[Month] = (),
) -> Optional[CountedFrom]:
    """What leads from a unit to the rows behind it, `units` as UNITS or kind and edition of areas.

    None where the crimes are those of a layer.

    `months` are those counted, where they are not all from the first to the last of the selection.
    """
    selection, meant = inputs.crimes.selection, inputs.meant
    if selection is None:
        return None
    areas = f"lsoa:{meant.edition}" if meant is not None and units == LSOA else units if ":" in units else ""
    months = months or inputs.crimes.months
    if months:
        selection = replace(selection, first=min(months), last=max(months))
    return CountedFrom(algorithm.cache_path(parameters, context), selection, areas, tuple(sorted(months)))


def write_shown(
    algorithm: PoliceUkAlgorithm,
    shown: Shown,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
    staging: Staging,
) -> dict[str, Any]:
    """Write REPORT and CHART, as far as there are such and they were asked for, beside where they go."""

    def page() -> ResultPage:
        step(feedback, 92, tr("Drawing the result page"))
        return shown.page(to_hand_on(shown.told, algorithm, shown.texts))

    results = write_asked_report(algorithm, page, parameters, context, staging)
    if shown.chart is None:
        return results
    target, width, ground = chart_asked(algorithm, parameters, context)
    if target:
        write_bytes(shown.chart(width, ground).encode("utf-8"), staging.beside(Path(target)))
        results[CHART] = target
    return results
