# SPDX-License-Identifier: GPL-2.0-or-later
"""What `policeuk:peerverdicts` is asked: areas of a level, months, whose counts, outlines as far as any are held."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from qgis.core import QgsCoordinateReferenceSystem, QgsProcessingContext

from offline_cache.area_levels import Level, level_look_up, level_names, level_of
from offline_cache.areas.lookups import newest_edition
from offline_cache.areas.model import AreaKind, AreaSet
from offline_cache.coverage import coverage
from offline_cache.denominators import Denominator
from offline_cache.errors import AreasLacking, CacheError
from offline_cache.model import ASB, Selection
from offline_cache.official_types import official_months
from offline_cache.reference_data.official import official_counts

from ...analysis.errors import Cancelled, stop_if
from ...text import tr
from ..areas.area_drawn import Drawn, drawn_level
from ..areas.area_run import refuse_neighbourhoods
from ..asking.analysis_parameters import ALPHA
from ..asking.selection_parameters import read_area_and_types, with_months
from ..rates.rated_parameters import LEVEL
from ..running.reference_systems import WGS84
from ..units.crimes import About, about_counts
from .official_words import about_official
from .official_year import year_asked
from .peer_choice import PeerChoice
from .peer_parameters import DENOMINATOR, SOURCE
from .peer_sides import Source
from .peer_sides_ons import KINDS
from .verdicts_run import Asked

if TYPE_CHECKING:
    from ..running.base import PoliceUkAlgorithm

_EDITION, _YEAR = 2021, 12


def verdicts_asked(
    algorithm: PoliceUkAlgorithm,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    connection: sqlite3.Connection,
    choice: PeerChoice,
    cancelled: Cancelled,
) -> Asked:
    """Read it; raises `CacheError` where the area holds none of these areas, or nothing of it is held."""
    source = Source(algorithm.parameterAsString(parameters, SOURCE, context))
    kind = AreaKind(algorithm.parameterAsString(parameters, LEVEL, context))
    areas = AreaSet(kind, _EDITION if kind is AreaKind.LSOA else newest_edition(connection, kind))
    selection = read_area_and_types(algorithm, parameters, context, connection)
    if ASB in selection.crime_types:
        selection = replace(selection, with_asb=True)
    refuse_neighbourhoods(selection, areas)
    if source is Source.ONS:
        selection, about = _of_ons(algorithm, parameters, context, connection, selection, kind)
    else:
        selection = _last_year(selection, with_months(connection, selection))
        about = about_counts(connection, selection, coverage(connection, selection))
    level = _everywhere(connection, areas) if _all_of_ons(source, selection) else level_of(connection, selection, areas)
    stop_if(cancelled)
    return Asked(
        level,
        selection,
        choice,
        source,
        Denominator(algorithm.parameterAsString(parameters, DENOMINATOR, context)),
        algorithm.parameterAsDouble(parameters, ALPHA, context),
        about,
        _drawn(connection, level, context, cancelled),
    )


def _all_of_ons(source: Source, selection: Selection) -> bool:
    return source is Source.ONS and selection.area is None and not selection.forces


def _everywhere(connection: sqlite3.Connection, areas: AreaSet) -> Level:
    """All areas of England and Wales, whether or not their files are held."""
    look_up, names = level_look_up(connection, areas), level_names(connection, areas)
    codes = {code for code in look_up.area_of.values() if code is not None}
    return Level(areas, {code: names.get(code, code) for code in sorted(codes)}, (), look_up)


def _of_ons(
    algorithm: PoliceUkAlgorithm,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    connection: sqlite3.Connection,
    selection: Selection,
    kind: AreaKind,
) -> tuple[Selection, About]:
    if kind not in KINDS:
        raise CacheError(
            tr("ONS publishes recorded crime of CSPs and police force areas alone. Choose LEVEL csp or pfa.")
        )
    official = official_counts(connection, kind.value, year_asked(algorithm, parameters, context, connection, kind))
    first, last = official_months(official)
    settled = replace(selection, first=first, last=last)
    return settled, about_official(connection, settled, official)


def _last_year(asked: Selection, settled: Selection) -> Selection:
    """12 months unless others were asked for."""
    if asked.first is not None or settled.first is None or settled.last is None:
        return settled
    return replace(settled, first=max(settled.first, settled.last.moved(1 - _YEAR)))


def _drawn(connection: sqlite3.Connection, level: Level, context: QgsProcessingContext, cancelled: Cancelled) -> Drawn:
    """Outlines as far as any are held: numbers do not need them."""
    try:
        return drawn_level(connection, level, context, cancelled)
    except AreasLacking:
        stop_if(cancelled)
    return Drawn({}, False, (), QgsCoordinateReferenceSystem(WGS84))
