# SPDX-License-Identifier: GPL-2.0-or-later
"""Residents and households of areas, summed over LSOAs: what a rate is of, with its source and year."""

from __future__ import annotations

import enum
import re
import sqlite3
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Optional

from .area_lsoas import area_of_forces, lsoas_in
from .areas.lookups import figures, lsoa_areas
from .areas.model import AreaKind, AreaSet
from .lsoa_grounds import EDITIONS, grounds
from .model import Selection
from .remembering import remembered


class Denominator(enum.Enum):
    """What crimes are divided by, by the name of the measure in the cache."""

    RESIDENTS = "residents"
    HOUSEHOLDS = "households"


@dataclass(frozen=True)
class Denominated:
    """A sum of residents or households; `missing_areas` LSOAs of the area have no figure and are not in it.

    `year` is that of the figures where their source says so.
    """

    value: int
    source: str
    year: Optional[int]
    missing_areas: int


@dataclass(frozen=True)
class Figures:
    """Residents or households by area code, only of areas of which every LSOA has a figure; source and year."""

    of: Mapping[str, int]
    source: str
    year: Optional[int]


_SOURCES = """
    SELECT DISTINCT s.source FROM area_source s
    WHERE s.id IN (SELECT source FROM area_figure WHERE kind = 'lsoa' AND edition = ? AND measure = ?) ORDER BY s.source
"""
_YEAR = re.compile(r"(?<!\d)(20[0-4]\d)(?!\d)")


def denominator_of(connection: sqlite3.Connection, selection: Selection, which: Denominator) -> Optional[Denominated]:
    """Residents or households of the selection's area, else of its forces' police force areas.

    None where no figure of it is held, or where it is no area that people live in: all that is held, British
    Transport Police, a neighbourhood. Raises `CacheError` where no look-up leads to areas of its kind.
    """
    area = selection.area or area_of_forces(connection, selection.forces)
    if area is None or area.kind not in {kind.value for kind in AreaKind}:
        return None
    edition = _edition(connection, which)
    if edition is None:
        return None
    codes, unknown = lsoas_in(connection, area, edition)
    held = lsoa_figures(connection, edition, which)
    found = [held.of[code] for code in codes if code in held.of]
    if not found:
        return None
    return Denominated(sum(found), held.source, held.year, len(codes) - len(found) + unknown)


def figures_of(connection: sqlite3.Connection, areas: AreaSet, which: Denominator) -> Optional[Figures]:
    """Residents or households of all areas of one kind and edition; None where none are held.

    Raises `CacheError` where no look-up leads to areas of this kind.
    """
    return remembered(connection, ("figures of", areas, which), lambda: _figures_of(connection, areas, which))


def _figures_of(connection: sqlite3.Connection, areas: AreaSet, which: Denominator) -> Optional[Figures]:
    edition = _edition(connection, which)
    if edition is None:
        return None
    if areas.kind is AreaKind.LSOA:
        return _of_lsoas(connection, areas.edition, edition, which)
    held, look_up = lsoa_figures(connection, edition, which), lsoa_areas(connection, areas.kind, areas.edition)
    sums: dict[str, int] = defaultdict(int)
    lacking: set[str] = set()
    for (of, lsoa), area in look_up.area_of.items():
        if of != edition:
            continue
        if area is None:
            lacking.update(look_up.parts.get(lsoa, ()))
        elif lsoa in held.of:
            sums[area] += held.of[lsoa]
        else:
            lacking.add(area)
    return Figures({area: value for area, value in sums.items() if area not in lacking}, held.source, held.year)


def lsoa_figures(connection: sqlite3.Connection, edition: int, which: Denominator) -> Figures:
    """The figures of LSOAs of an edition as they were imported."""
    return remembered(connection, ("figures", edition, which), lambda: _imported(connection, edition, which))


def _imported(connection: sqlite3.Connection, edition: int, which: Denominator) -> Figures:
    sources = [source for (source,) in connection.execute(_SOURCES, (edition, which.value))]
    years = {int(year) for source in sources for year in _YEAR.findall(source)}
    of = figures(connection, AreaSet(AreaKind.LSOA, edition), which.value)
    return Figures(of, ", ".join(sources), years.pop() if len(years) == 1 else None)


def _edition(connection: sqlite3.Connection, which: Denominator) -> Optional[int]:
    """The newest edition of LSOAs with figures."""
    return next((edition for edition in EDITIONS if lsoa_figures(connection, edition, which).of), None)


def _of_lsoas(connection: sqlite3.Connection, edition: int, held_of: int, which: Denominator) -> Figures:
    """Figures of LSOAs: their own, else those of the other edition where the ground is exactly the same."""
    own, held = lsoa_figures(connection, edition, which), lsoa_figures(connection, held_of, which)
    if own.of:
        return own
    ground, sums = grounds(connection), {}
    for code in {*ground.others[edition], *held.of}:
        parts = ground.whole_of(code, edition)
        if parts is not None and parts <= held.of.keys():
            sums[code] = sum(held.of[part] for part in parts)
    return Figures(sums, held.source, held.year)
