# SPDX-License-Identifier: GPL-2.0-or-later
"""What an analysis of rated areas made, and how it is written: layer, table, page and chart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Callable

from qgis.core import QgsProcessingContext, QgsProcessingFeedback

from ...layers.area_style import AreaLook
from ...layers.request import CountedFrom
from ...text import tr
from ..areas.area_layer import Areas, areas_of, styled_as
from ..areas.area_map import LEVEL
from ..asking import analysis_parameters as names
from ..asking.selection_parameters import months_settled
from ..peers.peer_parameters import DENOMINATOR, ONS, POLICE_UK, SOURCE
from ..running.command_text import Texts, texts_to_repeat
from ..running.telling import step
from ..units.unit_layer import Column, meanings_of, write_units
from ..units.unit_result import Shown, write_shown
from ..writing.outputs import explained, tell
from ..writing.result_layer import Explained, hand_over, unstyled
from ..writing.series_files import write_second
from ..writing.staging import Staging
from ..writing.table_sink import TableColumn
from .rated_areas import RatedAreas

if TYPE_CHECKING:
    from ...reports.charts import Background
    from ...reports.result_page import ResultPage
    from ..running.base import PoliceUkAlgorithm


@dataclass(frozen=True)
class RatedResult:
    """Finding, sentences, what they rest on, what is loud of it; the layer's columns and look, the table of types.

    `used` are the parameters that matter to the run, whether or not they were given. `page` takes what may be handed
    on, `chart` a width and what it lies on.
    """

    finding: str
    sentences: Sequence[str]
    basis: Sequence[str]
    loud: Sequence[str]
    columns: Sequence[Column]
    look: AreaLook
    table_columns: Sequence[TableColumn]
    table_rows: Sequence[Sequence[Any]]
    numbers: Mapping[str, Any]
    used: Mapping[str, str]
    page: Callable[[Explained], ResultPage]
    chart: Callable[[int, Background], str]


def write_rated(
    algorithm: PoliceUkAlgorithm,
    rated: RatedAreas,
    made: RatedResult,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
) -> dict[str, Any]:
    """Write what was asked for; nothing is there before all of it is whole."""
    step(feedback, 70, tr("Writing the result"))
    areas, run = areas_of(rated.run), rated.run
    with Staging() as staging:
        sink = staging.sink(parameters, context)
        staged = write_units(algorithm, areas, run.crs, made.columns, sink, context, feedback)
        texts = _texts(algorithm, rated, made, parameters, context)
        told = _told(algorithm, rated, made, texts, parameters, context)
        tell(told, made.loud, feedback)
        style = styled_as(made.look, meanings_of(made.columns)) if _drawn(areas) else unstyled
        results = {names.OUTPUT: hand_over(staged, told, style, staging, context)}
        of_types = replace(told, name=tr("{name}, by crime type").format(name=told.name), counted=None)
        columns, rows = made.table_columns, made.table_rows
        results.update(write_second(algorithm, parameters, context, feedback, columns, lambda: rows, of_types, staging))
        shown = Shown(told, texts, made.page, made.chart)
        return {**results, **write_shown(algorithm, shown, parameters, context, feedback, staging)}


def _drawn(areas: Areas) -> bool:
    return any(geometry is not None for geometry in areas.geometries)


def _texts(
    algorithm: PoliceUkAlgorithm,
    rated: RatedAreas,
    made: RatedResult,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
) -> Texts:
    """The parameters with what was left open filled in, so that a run next year gives the same."""
    run = rated.run
    settled = {
        LEVEL: rated.areas.kind.value,
        SOURCE: ONS if rated.of_ons else POLICE_UK,
        **made.used,
    }
    if algorithm.parameterDefinition(DENOMINATOR) is not None:
        settled[DENOMINATOR] = run.which.value
    if not rated.of_ons:
        settled.update(months_settled(run.selection))
    return texts_to_repeat(algorithm, parameters, context, settled, f"{algorithm.name()}.gpkg")


def _told(
    algorithm: PoliceUkAlgorithm,
    rated: RatedAreas,
    made: RatedResult,
    texts: Texts,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
) -> Explained:
    told = explained(algorithm, rated.about, [made.finding, *made.sentences], made.basis, texts)
    told = replace(told, rights=(*rated.run.licences, *told.rights), meanings=meanings_of(made.columns))
    if rated.of_ons:
        return replace(told, of_the_service=False, rows="")
    cache, areas = algorithm.cache_path(parameters, context), rated.areas
    counted = CountedFrom(cache, rated.run.selection, f"{areas.kind.value}:{areas.edition}")
    return replace(told, counted=counted)
