# SPDX-License-Identifier: GPL-2.0-or-later
"""Which area maps a cache can give of a selection, and why not the others: known before one is asked for."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Optional

from offline_cache.area_levels import Level, level_of
from offline_cache.area_months import AreaMonths
from offline_cache.areas.model import AreaSet
from offline_cache.denominators import Denominator, figures_of
from offline_cache.errors import CacheError
from offline_cache.ledger import published_files
from offline_cache.model import Dataset, Month, Selection
from offline_cache.neighbourhood_counts import named_neighbourhoods

from .area_map import EDITIONS, LEVELS
from .area_outlines import lsoa_editions_drawn, no_outlines
from .area_run import Measure, areas_asked, no_change, no_rate

_DRAWN = "SELECT EXISTS (SELECT 1 FROM area WHERE kind = ? AND edition = ? AND geom IS NOT NULL)"
_RATES = {
    Measure.RESIDENTS: Denominator.RESIDENTS,
    Measure.HOUSEHOLDS: Denominator.HOUSEHOLDS,
    Measure.BANDS: Denominator.RESIDENTS,
}


@dataclass(frozen=True)
class AreaChoices:
    """Why areas of each level cannot be mapped, '' where they can; and the same of each measure, for one `level`.

    Of other levels no more is looked at than whether the cache has look-ups and outlines of them.
    """

    level: str
    levels: Mapping[str, str]
    measures: Mapping[str, str]


def area_choices(connection: sqlite3.Connection, selection: Selection, level: str) -> AreaChoices:
    """What can be mapped; `selection` has its months."""
    levels: dict[str, str] = {}
    measures: dict[str, str] = {}
    for one in LEVELS:
        try:
            areas = areas_asked(connection, one, EDITIONS[0], selection)
            if areas is None:
                named_neighbourhoods(connection, selection)
            else:
                _check_outlines(connection, areas)
            if one == level:
                measures = _measures(connection, selection, areas)
            levels[one] = ""
        except CacheError as error:
            levels[one] = str(error)
    return AreaChoices(level, levels, measures)


def _measures(connection: sqlite3.Connection, selection: Selection, areas: Optional[AreaSet]) -> dict[str, str]:
    """Raises `CacheError` where areas of this level cannot be mapped at all."""
    reasons = {measure.value: "" for measure in Measure}
    if areas is None:
        codes = named_neighbourhoods(connection, selection)
        reasons.update({measure.value: no_rate(measure, None) for measure in _RATES})
        forces = {code.partition("/")[0] for code in codes}
        before = any(_force_held(connection, force, selection) for force in forces)
    else:
        level = level_of(connection, selection, areas)
        reasons.update(
            {measure.value: _no_figures(connection, level, measure, which) for measure, which in _RATES.items()}
        )
        before = _area_held(connection, level, selection)
    if not before and selection.first and selection.last:
        reasons[Measure.CHANGE.value] = no_change(selection.first, selection.last)
    return reasons


def _check_outlines(connection: sqlite3.Connection, areas: AreaSet) -> None:
    (drawn,) = connection.execute(_DRAWN, (areas.kind.value, areas.edition)).fetchone()
    if not drawn and not (areas.kind.value != "lsoa" and lsoa_editions_drawn(connection)):
        raise no_outlines(areas)


def _no_figures(connection: sqlite3.Connection, level: Level, measure: Measure, which: Denominator) -> str:
    held = figures_of(connection, level.areas, which)
    return "" if held and any(held.of.get(code) for code in level.names) else no_rate(measure, level.areas)


def _spans(selection: Selection) -> list[tuple[Month, ...]]:
    """The months, and the same a year before."""
    if selection.first is None or selection.last is None:
        return []
    months = tuple(Month.span(selection.first, selection.last))
    return [months, tuple(Month(month.year - 1, month.month) for month in months)]


def _area_held(connection: sqlite3.Connection, level: Level, selection: Selection) -> bool:
    """Whether of one area all months and the same a year before are held."""
    told = AreaMonths(connection, level, selection)
    spans = _spans(selection)
    return any(
        all(len(told.held(code, told.homes(code), months).whole) == len(months) for months in spans)
        for code in level.names
    )


def _force_held(connection: sqlite3.Connection, force: str, selection: Selection) -> bool:
    held = {
        file.key.month
        for file in published_files(connection)
        if (file.key.force, file.key.dataset) == (force, Dataset.STREET) and file.published
    }
    return all(held.issuperset(months) for months in _spans(selection))
