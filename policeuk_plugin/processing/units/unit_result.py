# SPDX-License-Identifier: GPL-2.0-or-later
"""A result written where it was asked for: layer of units with style and metadata, page, chart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Callable, Optional

from qgis.core import QgsCoordinateReferenceSystem, QgsProcessingContext, QgsProcessingFeedback

from ...layers.request import CountedFrom
from ...text import tr
from ..asking.analysis_parameters import CHART, LSOA, OUTPUT, REPORT
from ..asking.chart_parameters import chart_asked
from ..running.telling import step
from ..writing.outputs import to_hand_on, write_report
from ..writing.outputs_files import write_bytes
from ..writing.result_layer import Explained, hand_over, styled_by
from ..writing.staging import Staging
from .unit_layer import Column, write_units

if TYPE_CHECKING:
    from offline_cache.model import Month

    from ...reports.charts import Background
    from ...reports.result_page import ResultPage
    from ..running.base import PoliceUkAlgorithm
    from ..running.command_text import Texts
    from .inputs import Inputs
    from .units import Units


@dataclass(frozen=True)
class Shown:
    """What page and chart are made of: `page` takes what may be handed on, `chart` a width and what it lies on."""

    told: Explained
    texts: Texts
    page: Callable[[Explained], ResultPage]
    chart: Callable[[int, Background], str]


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


def write_layer(
    algorithm: PoliceUkAlgorithm,
    units: Units,
    crs: QgsCoordinateReferenceSystem,
    columns: Sequence[Column],
    style: str,
    told: Explained,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
    staging: Staging,
) -> dict[str, Any]:
    """Write OUTPUT beside where it goes, in the style of the resources named; raises as `write_units` does."""
    sink = staging.sink(parameters, context)
    staged = write_units(algorithm, units, crs, columns, sink, context, feedback)
    return {OUTPUT: hand_over(staged, told, styled_by(style), staging, context)}


def write_page_and_chart(
    algorithm: PoliceUkAlgorithm,
    shown: Shown,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    staging: Staging,
) -> dict[str, Any]:
    """Write REPORT and CHART, as far as they were asked for, beside where they go."""
    results: dict[str, Any] = {}
    report = algorithm.parameterAsFileOutput(parameters, REPORT, context)
    if report:
        write_report(shown.page(to_hand_on(shown.told, algorithm, shown.texts)), staging.beside(Path(report)))
        results[REPORT] = report
    target, width, ground = chart_asked(algorithm, parameters, context)
    if target:
        write_bytes(shown.chart(width, ground).encode("utf-8"), staging.beside(Path(target)))
        results[CHART] = target
    return results


def write_shown(
    algorithm: PoliceUkAlgorithm,
    shown: Shown,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
    staging: Staging,
) -> dict[str, Any]:
    """As `write_page_and_chart`, of a page with a map: that takes a while, so a step says it."""

    def page(told: Explained) -> ResultPage:
        step(feedback, 92, tr("Drawing the result page"))
        return shown.page(told)

    return write_page_and_chart(algorithm, replace(shown, page=page), parameters, context, staging)
