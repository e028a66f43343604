# SPDX-License-Identifier: GPL-2.0-or-later
"""Crimes of several areas of one kind by month and type, in one pass, with what is held of each."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Optional

from .area_levels import Level, level_look_up, level_names
from .area_months import AreaMonths, HeldMonths
from .areas.lookups import LsoaAreas, lsoa_areas
from .areas.model import AreaKind, AreaSet
from .denominators import Denominator, Figures, figures_of
from .errors import AreasLacking, CacheError
from .ledger import published_files
from .model import ASB, Dataset, Gap, Month, PublishedFile, Selection
from .peer_rows import PeerRows, TypeMonths, peer_rows
from .reference import lsoa_edition

__all__ = ["NotCarried", "PeerArea", "PeerCounts", "TypeMonths", "peer_counts"]


@dataclass(frozen=True)
class NotCarried:
    """Crimes whose LSOA lies in several areas, of which this may be one, or in none that look-ups know.

    They are not among those `counted`.
    """

    crimes: int
    counted: int

    @property
    def share(self) -> float:
        """Part of all that may be the area's, 0 to 1."""
        return self.crimes / (self.crimes + self.counted) if self.crimes else 0.0


@dataclass(frozen=True)
class PeerArea:
    """One area. `held` are the months of which all is held; `lacking` names the files that lack, and why.

    `forces` police it, () where nobody is known to. `visiting` are files that lack of other forces that record crimes
    here, in months held of the area: what such a force recorded is in no count. `unplaced` of the `published` street
    rows of its forces' files, of all types, have no place: they are in no area, or, where areas are counted by file,
    among `counts`. `denominator`: residents or households, None where none are held. `shared` are crimes that are in
    no area, of which some may be this one's.
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
    shared: TypeMonths = field(default_factory=dict)

    def count(self, types: Collection[str], months: Collection[Month]) -> Optional[int]:
        """Crimes of types in months; None unless all of these months are wholly held."""
        if not self.held.issuperset(months):
            return None
        return sum(self.counts.get(name, {}).get(month, 0) for name in types for month in months)

    def not_carried(self, types: Collection[str], months: Collection[Month]) -> NotCarried:
        """Crimes of types in months, held or not, that may be the area's but cannot be carried to it exactly."""
        lost, counted = (
            sum(by.get(name, {}).get(month, 0) for name in types for month in months)
            for by in (self.shared, self.counts)
        )
        return NotCarried(lost, counted)


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
    counted = peer_rows(connection, level, known, first, last)
    rests = _Resting(connection, level, tuple(Month.span(first, last)))
    figures = figures_of(connection, areas, which)
    rests.settle(known, counted)
    return PeerCounts(
        areas,
        tuple(rests.row(code, counted, figures) for code in known),
        rests.months,
        tuple(code for code in dict.fromkeys(codes) if code not in level.names),
        figures,
        rests.files_of(known),
        by_file=False,
    )


def _settled(selection: Selection) -> tuple[Month, Month]:
    if selection.first is None or selection.last is None or selection.first > selection.last:
        raise CacheError("Give the first and the last month to compare, the first not after the last.")
    return selection.first, selection.last


def _known(look_up: LsoaAreas, codes: Iterable[str]) -> tuple[str, ...]:
    found = {area for area in look_up.area_of.values() if area is not None}
    return tuple(code for code in dict.fromkeys(codes) if code in found)


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

    def settle(self, codes: Iterable[str], counted: PeerRows) -> None:
        """Say who polices the areas, and which files from elsewhere lack in a month held of an area.

        Where nobody knows who polices an area, those whose files have crimes of it stand in.
        """
        for code in codes:
            forces = frozenset(counted.of.get(code, {}))
            homes = self._told.homes(code) if self._policed else forces - {"btp"}
            self._homes[code] = homes
            self._visiting[code] = self._told.visiting(code, homes, forces, self.months)
            self._out.update(gap.force for gap in self._visiting[code])

    def row(self, code: str, counted: PeerRows, figures: Optional[Figures]) -> PeerArea:
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
            _added(counts for force, counts in counted.of.get(code, {}).items() if force not in out),
            figures.of.get(code) if figures else None,
            sum(file.unplaced for file in files),
            sum(file.published for file in files),
            _added([*counted.shared.get(code, {}).values(), *self._unknown(code, homes, counted)]),
        )

    def _unknown(self, code: str, homes: Collection[str], counted: PeerRows) -> Iterator[TypeMonths]:
        """Crimes whose LSOA nobody knows; those of an LSOA that both editions have are written with its own code."""
        if self._level.areas.kind is not AreaKind.LSOA or lsoa_edition(code) is not None:
            yield from (counted.unknown.get(force, {}) for force in homes)

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
