# SPDX-License-Identifier: GPL-2.0-or-later
"""The areas of a level with their crimes by type, what rates are of, and outlines: what rates and ratios begin with."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Optional

import numpy as np
from qgis.core import QgsCoordinateReferenceSystem, QgsProcessingContext

from offline_cache.area_counts import AreaCount, AreaCounts
from offline_cache.area_levels import Level, level_look_up
from offline_cache.area_types import AreaTypes, area_types
from offline_cache.areas.fetching import FIGURES_BY_HAND
from offline_cache.areas.model import AreaKind, AreaSet
from offline_cache.denominators import Denominator
from offline_cache.errors import AreasLacking, CacheError
from offline_cache.model import Selection
from offline_cache.official_types import official_months, official_types

from ...analysis.errors import Cancelled, stop_if
from ...analysis.expected_counts import Expected, expected_counts
from ...text import tr
from ..areas.area_drawn import Drawn, drawn_level
from ..areas.area_map import EDITION, LEVEL
from ..areas.area_run import AreaRun, Measure, areas_asked, refuse_neighbourhoods, run_of
from ..asking.selection_parameters import read_area_and_types, read_selection
from ..peers.official_words import about_official
from ..peers.official_year import year_asked
from ..peers.peer_parameters import DENOMINATOR, HOUSEHOLDS, ONS, SOURCE
from ..running.reference_systems import WGS84
from ..units.crimes import About, about_counts

if TYPE_CHECKING:
    from ..running.base import PoliceUkAlgorithm


@dataclass(frozen=True)
class Series:
    """All that is selected (`name` ''), or one crime type: what was observed of each area, and expected."""

    name: str
    found: Expected


@dataclass(frozen=True)
class RatedAreas:
    """n areas; `run` has them as the area map has, `types` their crimes by type, `of_ons` as ONS counts them."""

    run: AreaRun
    types: AreaTypes
    about: About
    of_ons: bool = False

    @property
    def rows(self) -> Sequence[AreaCount]:
        """The areas."""
        return self.run.rows

    @property
    def areas(self) -> AreaSet:
        """What the areas are."""
        areas = self.run.counts.areas
        return areas if areas is not None else AreaSet(AreaKind.LSOA, 2021)

    @property
    def several(self) -> bool:
        """Whether there is more than one crime type."""
        return len(self.types.types) > 1

    def refuse_none(self) -> None:
        """Raise `CacheError` where there is no crime to compare areas by."""
        if not self.types.counts.any():
            raise CacheError(
                tr("There is no such crime in these areas and months: nothing can be compared. Choose more.")
            )

    def series(self, by_type: bool) -> list[Series]:
        """All that is selected, then each crime type where they are asked for and several."""
        names = ["", *(self.types.types if by_type and self.several else ())]
        return [Series(name, self.expected(name)) for name in names]

    def expected(self, crime_type: str, stratum: Optional[np.ndarray] = None) -> Expected:
        """Observed and expected crimes of a type, or of all ('')."""
        counts, held = self.of_type(crime_type)
        return expected_counts(counts, held, self.types.base, self.types.length, stratum)

    def of_type(self, crime_type: str) -> tuple[np.ndarray, np.ndarray]:
        """Crimes of a type, or of all (''), and what of them is held: (n, m) each."""
        of = self.types
        if crime_type:
            at = of.types.index(crime_type)
            return of.counts[:, :, at], of.held[:, :, at]
        return of.counts.sum(axis=2), of.held.all(axis=2)


def read_rated(
    algorithm: PoliceUkAlgorithm,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    connection: sqlite3.Connection,
    cancelled: Cancelled,
) -> RatedAreas:
    """Count the areas that are asked for; raises `CacheError` with what is lacking, also where none has a rate."""
    rated = read_counted(algorithm, parameters, context, connection, cancelled)
    _refuse_unrated(rated.run.counts, rated.run.which)
    return rated


def as_asked(selection: Selection) -> Selection:
    """Count what is selected."""
    return selection


def read_counted(
    algorithm: PoliceUkAlgorithm,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    connection: sqlite3.Connection,
    cancelled: Cancelled,
    widened: Callable[[Selection], Selection] = as_asked,
) -> RatedAreas:
    """The same whether or not there are rates; `widened` gives what is counted of what is selected."""
    of_ons = algorithm.parameterAsString(parameters, SOURCE, context) == ONS
    begun = (_of_ons if of_ons else _of_files)(algorithm, parameters, context, connection, widened)
    counts = begun.types.of_all
    stop_if(cancelled)
    measure = Measure.HOUSEHOLDS if begun.which is Denominator.HOUSEHOLDS else Measure.RESIDENTS
    drawn = _drawn_or_none(connection, counts, context, cancelled)
    return RatedAreas(run_of(connection, begun.selection, measure, counts, drawn), begun.types, begun.about, of_ons)


@dataclass(frozen=True)
class _Begun:
    selection: Selection
    types: AreaTypes
    which: Denominator
    about: About


def _of_files(
    algorithm: PoliceUkAlgorithm,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    connection: sqlite3.Connection,
    widened: Callable[[Selection], Selection],
) -> _Begun:
    which = denominator_asked(algorithm, parameters, context)
    selection = read_selection(algorithm, parameters, context, connection)
    areas = level_asked(algorithm, parameters, context, connection, selection)
    types = area_types(connection, widened(selection), areas, which)
    return _Begun(selection, types, which, about_counts(connection, selection, types.of_all.coverage))


def _of_ons(
    algorithm: PoliceUkAlgorithm,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    connection: sqlite3.Connection,
    widened: Callable[[Selection], Selection],
) -> _Begun:
    which = denominator_asked(algorithm, parameters, context)
    asked = read_area_and_types(algorithm, parameters, context, connection)
    kind = AreaKind(algorithm.parameterAsString(parameters, LEVEL, context))
    refuse_neighbourhoods(asked, AreaSet(kind, 0))
    year = year_asked(algorithm, parameters, context, connection, kind)
    types, official = official_types(connection, widened(asked), kind, which, year)
    first, last = official_months(official)
    selection = replace(asked, first=first, last=last)
    return _Begun(selection, types, which, about_official(connection, selection, official))


def _refuse_unrated(counts: AreaCounts, which: Denominator) -> None:
    """Raise `CacheError` where no area has a rate, with why."""
    if counts.rate is not None:
        return
    if any(row.denominator for row in counts.rows):
        raise CacheError(
            tr(
                "There is no rate, because of none of these {areas} a month from {first} to {last} is wholly held. "
                "Choose areas and months within what is held."
            ).format(areas=counts.plural, first=counts.months[0], last=counts.months[-1])
        )
    raise CacheError(
        tr("There is no rate, because the cache holds no {what} of these {areas}. {how}").format(
            what=which.value, areas=counts.plural, how=FIGURES_BY_HAND
        )
    )


def denominator_asked(
    algorithm: PoliceUkAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext
) -> Denominator:
    """Residents or households; residents where the algorithm divides by neither."""
    if algorithm.parameterDefinition(DENOMINATOR) is None:
        return Denominator.RESIDENTS
    word = algorithm.parameterAsString(parameters, DENOMINATOR, context)
    return Denominator.HOUSEHOLDS if word == HOUSEHOLDS else Denominator.RESIDENTS


def level_asked(
    algorithm: PoliceUkAlgorithm,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    connection: sqlite3.Connection,
    selection: Selection,
) -> AreaSet:
    """The areas of LEVEL and EDITION; raises `CacheError` where no look-up leads to them."""
    level = algorithm.parameterAsString(parameters, LEVEL, context)
    areas = areas_asked(connection, level, algorithm.parameterAsString(parameters, EDITION, context), selection)
    refuse_neighbourhoods(selection, areas)
    return areas or AreaSet(AreaKind.LSOA, 2021)


def _drawn_or_none(
    connection: sqlite3.Connection,
    counts: AreaCounts,
    context: QgsProcessingContext,
    cancelled: Cancelled,
) -> Drawn:
    """The outlines of the areas, as far as any are held: numbers do not need them."""
    areas = counts.areas
    try:
        if areas is not None:
            level = Level(areas, {row.code: row.name for row in counts.rows}, (), level_look_up(connection, areas))
            return drawn_level(connection, level, context, cancelled)
    except AreasLacking:
        stop_if(cancelled)
    return Drawn({}, False, (), QgsCoordinateReferenceSystem(WGS84))
