# SPDX-License-Identifier: GPL-2.0-or-later
"""Which areas of a selection can be compared with one another, and why not the others: known before one asks."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Optional

from offline_cache.area_levels import level_of
from offline_cache.areas.model import PLURALS, AreaKind
from offline_cache.denominators import Denominator, figures_of
from offline_cache.errors import CacheError
from offline_cache.model import NEIGHBOURHOOD, Month, Selection
from offline_cache.official_types import official_months, official_types
from offline_cache.reference_data.classes import class_schemes

from ...text import tr
from ..areas.area_map import EDITIONS
from ..areas.area_run import Measure, areas_asked, no_rate
from ..peers.peer_sides import Source
from .rated_parameters import LEVELS, NO_STRATA, STRATA_SCHEMES


@dataclass(frozen=True)
class RatedOutlook:
    """Why not, '' where it can be: `levels` by LEVEL, and of the areas of `level` `bases` by DENOMINATOR, `strata` by
    STRATA. `areas` are how many there are of each level that can be.

    `official` are the first and the last month of ONS's counts of `level`, None where others are counted.
    """

    level: str
    levels: Mapping[str, str]
    areas: Mapping[str, int]
    bases: Mapping[str, str]
    strata: Mapping[str, str]
    official: Optional[tuple[Month, Month]] = None


def rated_outlook(connection: sqlite3.Connection, selection: Selection, level: str, source: Source) -> RatedOutlook:
    """Look at what is held, without counting a crime; `selection` has its months."""
    levels: dict[str, str] = {}
    areas: dict[str, int] = {}
    when: dict[str, tuple[Month, Month]] = {}
    for one in LEVELS:
        try:
            if source is Source.ONS:
                areas[one], when[one] = _of_ons(connection, selection, one)
            else:
                areas[one] = _of_files(connection, selection, one)
            levels[one] = ""
        except CacheError as error:
            levels[one] = str(error)
    bases = {} if levels.get(level, "no such level") else _bases(connection, selection, level)
    return RatedOutlook(level, levels, areas, bases, _strata(connection), when.get(level))


def _of_files(connection: sqlite3.Connection, selection: Selection, level: str) -> int:
    if selection.area is not None and selection.area.kind == NEIGHBOURHOOD:
        raise CacheError(
            tr("Neighbourhoods are not made of {areas}: choose another area.").format(areas=PLURALS[AreaKind(level)])
        )
    areas = areas_asked(connection, level, EDITIONS[0], selection)
    return len(level_of(connection, selection, areas).names) if areas is not None else 0


def _of_ons(connection: sqlite3.Connection, selection: Selection, level: str) -> tuple[int, tuple[Month, Month]]:
    types, official = official_types(connection, selection, AreaKind(level))
    return len(types.of_all.rows), official_months(official)


def _bases(connection: sqlite3.Connection, selection: Selection, level: str) -> dict[str, str]:
    areas = areas_asked(connection, level, EDITIONS[0], selection)
    if areas is None:
        return {}
    return {
        which.value: "" if figures_of(connection, areas, which) else no_rate(_MEASURES[which], areas)
        for which in Denominator
    }


_MEASURES = {Denominator.RESIDENTS: Measure.RESIDENTS, Denominator.HOUSEHOLDS: Measure.HOUSEHOLDS}


def _strata(connection: sqlite3.Connection) -> dict[str, str]:
    held = (NO_STRATA, *class_schemes(connection))
    lacking = tr("The cache holds no such classes. Import reference data: a file of classes of LSOAs.")
    return {scheme: "" if scheme in held else lacking for scheme in STRATA_SCHEMES}
