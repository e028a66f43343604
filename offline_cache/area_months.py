# SPDX-License-Identifier: GPL-2.0-or-later
"""Which months of which forces' files an area rests on, and what of them is held. Missing is not zero."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Optional

from .area_levels import Level
from .areas.lookups import lsoa_areas
from .areas.model import AreaKind
from .coverage import NOT_HELD, PUBLISHED_EMPTY, known_gap
from .errors import CacheError
from .ledger import published_files
from .model import Dataset, Gap, Month, PublishedFile, Selection
from .partial import Holding, Share
from .police_areas import police_area
from .reference import forces_by_police_area

SHARED_LSOAS = "that it shares with others"
"""Ends the reason of a month whose file writes an area with LSOAs that lie in others, too."""


@dataclass(frozen=True)
class HeldMonths:
    """Of a run of months: those of which all is held, the files that are not, and those held in part."""

    whole: frozenset[Month]
    missing: tuple[Gap, ...]
    partial: tuple[Gap, ...]


class AreaMonths:
    """What is held of the street files of each area of a level."""

    def __init__(self, connection: sqlite3.Connection, level: Level, selection: Selection) -> None:
        files = [file for file in published_files(connection) if file.key.dataset is Dataset.STREET]
        self._files = {(file.key.force, file.key.month): file for file in files}
        self._level = level
        self._homes = _homes(connection, level, selection, sorted({file.key.force for file in files}))
        self._blurred = {file.lsoa_edition: frozenset[str]() for file in files}
        self._blurred.update({edition: level.blurred(edition) for edition in self._blurred if edition})
        self._lsoas = {edition: level.lsoas(edition or 2021) for edition in self._sliced(files)}
        self._known: dict[tuple[object, ...], HeldMonths] = {}

    def homes(self, area: str) -> frozenset[str]:
        """The forces that police an area, of those selected; none where not one of them does."""
        return self._homes.get(area, frozenset())

    def held(self, area: str, forces: frozenset[str], months: tuple[Month, ...]) -> HeldMonths:
        """What is held of an area in the files of some forces."""
        blurred = tuple(area in areas for areas in self._blurred.values())
        key = (area if self._lsoas else "", blurred, forces, months)
        if key not in self._known:
            self._known[key] = self._held(area, forces, months)
        return self._known[key]

    def visiting(
        self, area: str, homes: frozenset[str], forces: frozenset[str], months: tuple[Month, ...]
    ) -> tuple[Gap, ...]:
        """What lacks of the files of `forces` that record crimes in an area and are none of its `homes`.

        Only of months that are held of the area. A force with such a gap is to be counted nowhere: in all areas and
        months, or in none, or else its crimes would come and go with the files that are held.
        """
        whole = self.held(area, homes, months).whole
        found = self.held(area, forces - homes, months)
        return tuple(gap for gap in (*found.missing, *found.partial) if gap.month in whole)

    def _held(self, area: str, forces: frozenset[str], months: tuple[Month, ...]) -> HeldMonths:
        missing: list[Gap] = []
        partial: list[Gap] = []
        lacking: set[Month] = set()
        for force in sorted(forces):
            for month in months:
                share = self._share(area, force, month)
                if share.holding is not Holding.ALL:
                    lacking.add(month)
                    gap = Gap(force, month, Dataset.STREET, share.lacking)
                    (missing if share.holding is Holding.NOTHING else partial).append(gap)
        whole = frozenset(months) - lacking if forces else frozenset[Month]()
        return HeldMonths(whole, tuple(missing), tuple(partial))

    def _share(self, area: str, force: str, month: Month) -> Share:
        file = self._files.get((force, month))
        if file is None or not file.published:
            reason = known_gap(force, Dataset.STREET, month)
            return Share(Holding.NOTHING, reason or (PUBLISHED_EMPTY if file else NOT_HELD))
        if file.scope is not None:
            wanted = self._lsoas[file.lsoa_edition].get(area, frozenset())
            kept = len(wanted.intersection(file.scope))
            if not kept:
                return Share(Holding.NOTHING, f"held only of {len(file.scope):,} LSOAs elsewhere")
            if kept < len(wanted):
                return Share(Holding.PART, f"only {kept:,} of its {len(wanted):,} LSOAs held")
        if area in self._blurred[file.lsoa_edition]:
            return Share(Holding.PART, f"written with LSOAs of {file.lsoa_edition} {SHARED_LSOAS}")
        return Share(Holding.ALL)

    def _sliced(self, files: Iterable[PublishedFile]) -> set[Optional[int]]:
        return {file.lsoa_edition for file in files if file.scope is not None}


def _homes(
    connection: sqlite3.Connection, level: Level, selection: Selection, held: list[str]
) -> dict[str, frozenset[str]]:
    """The forces that police each area; where no look-up says so, those selected, or all held that police any."""
    try:
        police = lsoa_areas(connection, AreaKind.PFA)
    except CacheError:
        forces = frozenset(selection.forces or (force for force in held if force != "btp"))
        return dict.fromkeys(level.names, forces)
    slugs = dict(forces_by_police_area())
    for force in held:
        code = police_area(connection, force)
        if code:
            slugs.setdefault(code, force)
    found: dict[str, set[str]] = defaultdict(set)
    for key, area in level.look_up.area_of.items():
        if area is not None and area not in level.names:
            continue
        slug = slugs.get(police.area_of.get(key) or "")
        if slug is not None and (not selection.forces or slug in selection.forces):
            for within in [area] if area is not None else level.look_up.parts.get(key[1], ()):
                found[within].add(slug)
    return {area: frozenset(forces) for area, forces in found.items()}
