# SPDX-License-Identifier: GPL-2.0-or-later
"""Residents and households of areas, summed over LSOAs: what a rate is of, with its source and year."""

from __future__ import annotations

import enum
import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Optional

from .areas.lookups import figures, lsoa_areas
from .areas.model import AreaKind, AreaSet
from .errors import CacheError
from .lsoa_grounds import EDITIONS, grounds
from .model import Area, Selection
from .police_areas import police_area
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
    area = selection.area or _of_forces(connection, selection.forces)
    if area is None or area.kind not in {kind.value for kind in AreaKind}:
        return None
    edition = _edition(connection, which)
    if edition is None:
        return None
    codes, unknown = _lsoas(connection, area, edition)
    held = lsoa_figures(connection, edition, which)
    found = [held.of[code] for code in codes if code in held.of]
    if not found:
        return None
    return Denominated(sum(found), held.source, held.year, len(codes) - len(found) + unknown)


def figures_of(connection: sqlite3.Connection, areas: AreaSet, which: Denominator) -> Optional[Figures]:
    """Residents or households of all areas of one kind and edition; None where none are held.

    Raises `CacheError` where no look-up leads to areas of this kind.
    """
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


def _of_forces(connection: sqlite3.Connection, forces: Iterable[str]) -> Optional[Area]:
    """The police force areas of forces; None where one of them has none."""
    codes = [police_area(connection, force) for force in forces]
    if not codes or None in codes:
        return None
    return Area(AreaKind.PFA.value, tuple(code for code in codes if code), ", ".join(forces))


def _lsoas(connection: sqlite3.Connection, area: Area, edition: int) -> tuple[frozenset[str], int]:
    """The LSOAs of an edition that lie in an area, and how many more do of which the figures cannot be told."""
    if area.kind == AreaKind.LSOA.value:
        found, left = grounds(connection).same_ground(area.codes, edition)
        return found, len(left)
    look_up = lsoa_areas(connection, AreaKind(area.kind))
    wanted = set(area.codes)
    found = {code for (of, code), within in look_up.area_of.items() if of == edition and within in wanted}
    split = [code for code, parts in look_up.parts.items() if edition == 2011 and not wanted.isdisjoint(parts)]
    if not found and not split:
        raise CacheError(
            f"The look-ups held know no LSOA of {area.name}. Bring them in with 'areas fetch', or import them with "
            "'areas import'."
        )
    return frozenset(found), len(split)
