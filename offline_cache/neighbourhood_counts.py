# SPDX-License-Identifier: GPL-2.0-or-later
"""Crimes of a selection by neighbourhood: by where their snap point lies, for neighbourhoods are not made of LSOAs."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from dataclasses import replace

from .area_counts import AreaCounts
from .area_months import HeldMonths
from .area_rows import TYPES
from .area_tally import Tally
from .coverage import NOT_HELD, PUBLISHED_EMPTY, coverage, file_shares, known_gap
from .errors import CacheError
from .ledger import published_files
from .model import NEIGHBOURHOOD, Area, Dataset, Gap, Month, Selection
from .neighbourhood_ground import places_inside
from .neighbourhoods import forces_held, neighbourhoods_of
from .partial import Holding, Share
from .queries import SELECTED, street_parameters

_FILES = f"""
    FROM published_file f
    JOIN crime c ON c.id BETWEEN f.first_row AND f.last_row
    CROSS JOIN place p ON p.id = +c.place
    WHERE {SELECTED} {TYPES}
    GROUP BY f.id, spot
"""
_SPOT = "CASE WHEN p.geom IS NULL THEN 0 ELSE p.id END AS spot"
_OF_FILES = f"SELECT f.force, substr(f.month_start, 1, 7), {_SPOT}, count(*) {_FILES}"


def neighbourhood_counts(connection: sqlite3.Connection, selection: Selection) -> AreaCounts:
    """Count the street rows of a selection by the neighbourhoods of its forces, or by those that it names.

    Neighbourhoods overlap: a crime counts in each that holds its snap point. Without residents: no rates. Raises
    `CacheError` where no neighbourhood with an outline is held, or no month of its force.
    """
    names = named_neighbourhoods(connection, selection)
    forces = tuple(sorted({code.partition("/")[0] for code in names}))
    whole = replace(selection, area=None, forces=forces)
    held = coverage(connection, whole)
    first, last = selection.first or held.first, selection.last or held.last
    if first is None or last is None or not held.files:
        raise CacheError(
            "The cache holds no street file of the forces of these neighbourhoods and months: nothing is known, which "
            "is not zero. 'status' lists what is held."
        )
    months = tuple(Month.span(first, last))
    tally = Tally(_Months(connection, names), months)
    _count(connection, replace(whole, first=Month(first.year - 1, first.month), last=last), names, tally)
    rows = tuple(tally.row(code, name, None) for code, name in names.items())
    lost = tally.lost
    return AreaCounts(None, rows, months, lost["unplaced"], 0, 0, lost["elsewhere"], (), None, held)


def named_neighbourhoods(connection: sqlite3.Connection, selection: Selection) -> dict[str, str]:
    """Name of each neighbourhood of a selection with an outline, by `force/id`; raises `CacheError` without any."""
    area = selection.area
    if area is not None and area.kind != NEIGHBOURHOOD:
        raise CacheError("Neighbourhoods belong to a force. Choose a force, or neighbourhoods, as the area.")
    wanted = frozenset(area.codes) if area else frozenset[str]()
    forces = {code.partition("/")[0] for code in wanted} or selection.forces or forces_held(connection)
    found = {}
    for force in sorted(set(forces).intersection(forces_held(connection))):
        for entry in neighbourhoods_of(connection, force).entries:
            code = f"{force}/{entry.key.code}"
            if entry.has_outline and (not wanted or code in wanted):
                found[code] = entry.name
    if not found:
        raise CacheError(
            "The cache holds no outlines of neighbourhoods of this force. Download them first ('Download "
            "neighbourhoods', or 'neighbourhoods fetch' from a shell)."
        )
    return found


def _count(connection: sqlite3.Connection, selection: Selection, names: dict[str, str], tally: Tally) -> None:
    within: dict[int, list[str]] = defaultdict(list)
    for code, name in names.items():
        for place in places_inside(connection, Area(NEIGHBOURHOOD, (code,), name)):
            within[place].append(code)
    months: dict[str, Month] = {}
    for force, text, place, count in connection.execute(_OF_FILES, street_parameters(selection)):
        month = months.get(text) or months.setdefault(text, Month.parse(text))
        for code in within.get(place, ()):
            tally.count(code, force, month, count)
        if place not in within and month in tally.months:
            tally.lost["unplaced" if place == 0 else "elsewhere"] += count


class _Months:
    """What is held of the files of the forces that drew neighbourhoods."""

    def __init__(self, connection: sqlite3.Connection, names: dict[str, str]) -> None:
        self._connection, self._names = connection, names
        files = [file for file in published_files(connection) if file.key.dataset is Dataset.STREET]
        self._files = {(file.key.force, file.key.month): file for file in files}

    def homes(self, area: str) -> frozenset[str]:
        """The force that drew it."""
        return frozenset([area.partition("/")[0]])

    def held(self, area: str, forces: frozenset[str], months: tuple[Month, ...]) -> HeldMonths:
        """What is held of a neighbourhood."""
        missing: list[Gap] = []
        partial: list[Gap] = []
        for force in sorted(forces):
            for month in months:
                share = self._share(area, force, month)
                gap = Gap(force, month, Dataset.STREET, share.lacking)
                if share.holding is not Holding.ALL:
                    (missing if share.holding is Holding.NOTHING else partial).append(gap)
        lacking = {gap.month for gap in (*missing, *partial)}
        return HeldMonths(frozenset(months) - lacking, tuple(missing), tuple(partial))

    def _share(self, area: str, force: str, month: Month) -> Share:
        file = self._files.get((force, month))
        if file is None or not file.published:
            reason = known_gap(force, Dataset.STREET, month)
            return Share(Holding.NOTHING, reason or (PUBLISHED_EMPTY if file else NOT_HELD))
        if file.scope is None:
            return Share(Holding.ALL)
        of = Selection(area=Area(NEIGHBOURHOOD, (area,), self._names[area]))
        return file_shares(self._connection, of, [file])[0]
