# SPDX-License-Identifier: GPL-2.0-or-later
"""Crimes of several areas of one kind by month and type, in one pass, with what is held of each."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Optional

from .area_levels import Level, level_look_up, level_names
from .area_months import AreaMonths, HeldMonths
from .areas.lookups import LsoaAreas, lsoa_areas
from .areas.model import AreaKind, AreaSet
from .denominators import Denominator, Figures, figures_of
from .errors import AreasLacking, CacheError
from .ledger import published_files
from .model import ASB, Dataset, Gap, Month, PublishedFile, Selection

TypeMonths = Mapping[str, Mapping[Month, int]]
"""Crimes by crime type and month, of months held or not: ask `PeerArea.count`, which knows."""


@dataclass(frozen=True)
class PeerArea:
    """One area. `held` are the months of which all is held; `lacking` names the files that lack, and why.

    `forces` police it, () where nobody is known to. `visiting` are files that lack of other forces that record crimes
    here, in months held of the area: what such a force recorded is in no count. `unplaced` of the `published` street
    rows of its forces' files, of all types, have no place: they are in no area, or, where areas are counted by file,
    among `counts`. `denominator`: residents or households, None where none are held.
    """

    code: str
    name: str
    forces: tuple[str, ...]
    held: frozenset[Month]
    lacking: tuple[Gap, ...]
    visiting: tuple[Gap, ...]
    counts: TypeMonths
    denominator: Optional[int]
    unplaced: int
    published: int

    def count(self, types: Collection[str], months: Collection[Month]) -> Optional[int]:
        """Crimes of types in months; None unless all of these months are wholly held."""
        if not self.held.issuperset(months):
            return None
        return sum(self.counts.get(name, {}).get(month, 0) for name in types for month in months)


@dataclass(frozen=True)
class PeerCounts:
    """Areas in the order asked for, with the months asked for and the files that they rest on.

    `unknown` are codes that no look-up leads to. `by_file`: all rows of the files of forces, placed or not; else the
    rows whose LSOA lies in an area, whichever force's file has them, but for the forces that are `visiting`.
    """

    areas: AreaSet
    rows: tuple[PeerArea, ...]
    months: tuple[Month, ...]
    unknown: tuple[str, ...]
    figures: Optional[Figures]
    files: tuple[PublishedFile, ...]
    by_file: bool

    @property
    def types(self) -> tuple[str, ...]:
        """Crime types that any of the areas has, by name; anti-social behaviour is no crime and comes last."""
        names = {name for row in self.rows for name, by in row.counts.items() if any(by.values())}
        return tuple(sorted(names, key=lambda name: (name == ASB, name)))

    def of(self, code: str) -> PeerArea:
        """One area by its code; raises `KeyError` where it is not among them."""
        return {row.code: row for row in self.rows}[code]


_TABLES = (
    """
    CREATE TEMP TABLE IF NOT EXISTS peer_lsoa
      (lsoa INTEGER NOT NULL, edition INTEGER NOT NULL, area INTEGER NOT NULL,
       PRIMARY KEY (lsoa, edition)) WITHOUT ROWID
    """,
    "DELETE FROM temp.peer_lsoa",
)
_STREET = "f.dataset = 'street' AND f.month_start BETWEEN :first AND :last"
_OF_AREA = "CROSS JOIN temp.peer_lsoa a ON a.lsoa = p.lsoa AND a.edition = coalesce(f.lsoa_edition, 0)"
_GROUPED = "GROUP BY f.id, a.area, c.type"
_WANTED = "(SELECT lsoa FROM temp.peer_lsoa)"
_COLUMNS = "f.id, a.area, c.type, count(*)"
# From the places of the areas, which are few beside all crimes of their forces; the rows of the months lie together.
_PLACES = f"""
    FROM place p
    CROSS JOIN crime c ON c.place = p.id AND c.id BETWEEN :low AND :high
    CROSS JOIN published_file f ON f.id = c.file
    {_OF_AREA}
    WHERE p.lsoa IN {_WANTED} AND {_STREET} {_GROUPED}
"""
# Of whole forces nearly every row is wanted, so from the files.
_FORCES = f"""
    FROM published_file f
    CROSS JOIN crime c ON c.id BETWEEN f.first_row AND f.last_row
    CROSS JOIN place p ON p.id = +c.place
    {_OF_AREA}
    WHERE {_STREET} {_GROUPED}
"""
_OF_PLACES = f"SELECT {_COLUMNS} {_PLACES}"
_OF_FORCES = f"SELECT {_COLUMNS} {_FORCES}"
_FILES = """
    SELECT id, force, substr(month_start, 1, 7), first_row, last_row FROM published_file
    WHERE dataset = 'street' AND month_start BETWEEN :first AND :last
"""


def peer_counts(
    connection: sqlite3.Connection,
    areas: AreaSet,
    codes: Sequence[str],
    selection: Selection,
    which: Denominator = Denominator.RESIDENTS,
) -> PeerCounts:
    """Count all crime types of areas by their codes, in the months of a selection, which have to be settled.

    An area of which nothing is held has no month held, and no count. A force that records crimes of areas that it does
    not police (the British Transport Police) is counted in all of them and all months, or, where a month of its files
    lacks that some of them has, in none: its crimes would come and go with the files held. Raises `CacheError` where
    months are not settled.
    """
    first, last = _settled(selection)
    look_up = level_look_up(connection, areas)
    known = _known(look_up, codes)
    names = level_names(connection, areas)
    level = Level(areas, {code: names.get(code, code) for code in known}, (), look_up)
    counted = _counted(connection, level, known, first, last)
    rests = _Resting(connection, level, tuple(Month.span(first, last)))
    figures = figures_of(connection, areas, which)
    rests.settle(known, counted)
    return PeerCounts(
        areas,
        tuple(rests.row(code, counted.get(code, {}), figures) for code in known),
        rests.months,
        tuple(code for code in dict.fromkeys(codes) if code not in level.names),
        figures,
        rests.files_of(known),
        by_file=False,
    )


def _settled(selection: Selection) -> tuple[Month, Month]:
    if selection.first is None or selection.last is None or selection.first > selection.last:
        raise CacheError("Say from which month to which to compare, the first not after the last.")
    return selection.first, selection.last


def _known(look_up: LsoaAreas, codes: Iterable[str]) -> tuple[str, ...]:
    found = {area for area in look_up.area_of.values() if area is not None}
    return tuple(code for code in dict.fromkeys(codes) if code in found)


_Counted = dict[str, dict[str, dict[str, dict[Month, int]]]]
"""By area, force, type and month."""


def _counted(connection: sqlite3.Connection, level: Level, codes: Sequence[str], first: Month, last: Month) -> _Counted:
    limits = {"first": first.start, "last": last.start}
    files = {row[0]: (row[1], Month.parse(row[2]), row[3], row[4]) for row in connection.execute(_FILES, limits)}
    found: _Counted = defaultdict(lambda: defaultdict(lambda: defaultdict(dict)))
    if not files:
        return found
    _fill(connection, level.look_up, codes)
    bounds = {"low": min(file[2] for file in files.values()), "high": max(file[3] for file in files.values())}
    types = dict(connection.execute("SELECT id, name FROM crime_type"))
    query = _OF_FORCES if level.areas.kind is AreaKind.PFA else _OF_PLACES
    given = limits if query is _OF_FORCES else {**limits, **bounds}
    for file, area, kind, count in connection.execute(query, given):
        force, month, *_ = files[file]
        found[codes[area]][force][types[kind]][month] = count
    return found


def _fill(connection: sqlite3.Connection, look_up: LsoaAreas, codes: Sequence[str]) -> None:
    """Put the LSOAs of the areas, as files of each edition write them, into `temp.peer_lsoa`."""
    for statement in _TABLES:
        connection.execute(statement)
    at = {code: place for place, code in enumerate(codes)}
    rows = []
    for row, code in connection.execute("SELECT id, code FROM lsoa WHERE id > 0").fetchall():
        for edition in (None, 2011, 2021):
            area = at.get(look_up.area((edition, code)) or "")
            if area is not None:
                rows.append((row, edition or 0, area))
    connection.executemany("INSERT INTO temp.peer_lsoa VALUES (?, ?, ?)", rows)


class _Resting:
    """What is held of the files that each area rests on."""

    def __init__(self, connection: sqlite3.Connection, level: Level, months: tuple[Month, ...]) -> None:
        self.months = months
        self._level = level
        self._told = AreaMonths(connection, level, Selection())
        self._policed = _who_polices_is_known(connection)
        self._files = [file for file in published_files(connection) if file.key.dataset is Dataset.STREET]
        self._homes: dict[str, frozenset[str]] = {}
        self._visiting: dict[str, tuple[Gap, ...]] = {}
        self._out: set[str] = set()

    def settle(self, codes: Iterable[str], counted: Mapping[str, Mapping[str, TypeMonths]]) -> None:
        """Say who polices the areas, and which files from elsewhere lack in a month held of an area.

        Where nobody knows who polices an area, those whose files have crimes of it stand in.
        """
        for code in codes:
            forces = frozenset(counted.get(code, {}))
            homes = self._told.homes(code) if self._policed else forces - {"btp"}
            self._homes[code] = homes
            whole = self._told.held(code, homes, self.months).whole
            visiting = _gaps(self._told.held(code, forces - homes, self.months))
            self._visiting[code] = tuple(gap for gap in visiting if gap.month in whole)
            self._out.update(gap.force for gap in self._visiting[code])

    def row(self, code: str, by_force: Mapping[str, TypeMonths], figures: Optional[Figures]) -> PeerArea:
        """One area, when all are settled: a force from elsewhere that lacks anywhere is counted nowhere."""
        homes = self._homes[code]
        out = self._out - homes
        held = self._told.held(code, homes, self.months)
        files = [file for file in self._files if file.key.force in homes and file.key.month in held.whole]
        return PeerArea(
            code,
            self._level.names[code],
            tuple(sorted(homes)),
            held.whole,
            _gaps(held),
            self._visiting[code],
            _added(counts for force, counts in by_force.items() if force not in out),
            figures.of.get(code) if figures else None,
            sum(file.unplaced for file in files),
            sum(file.published for file in files),
        )

    def files_of(self, codes: Iterable[str]) -> tuple[PublishedFile, ...]:
        """The street files that areas rest on, once each."""
        forces = frozenset(force for code in codes for force in self._homes.get(code, ()))
        months = frozenset(self.months)
        return tuple(file for file in self._files if file.key.force in forces and file.key.month in months)


def _gaps(held: HeldMonths) -> tuple[Gap, ...]:
    return (*held.missing, *held.partial)


def _added(parts: Iterable[TypeMonths]) -> TypeMonths:
    total: dict[str, dict[Month, int]] = defaultdict(lambda: defaultdict(int))
    for part in parts:
        for name, by in part.items():
            for month, count in by.items():
                total[name][month] += count
    return {name: dict(by) for name, by in total.items()}


def _who_polices_is_known(connection: sqlite3.Connection) -> bool:
    try:
        lsoa_areas(connection, AreaKind.PFA)
    except AreasLacking:
        return False
    return True
