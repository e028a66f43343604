# SPDX-License-Identifier: GPL-2.0-or-later
"""How much of a selection a held file has: of a slice only the rows of some LSOAs are there. Missing is not zero."""

from __future__ import annotations

import enum
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Optional

from .areas.lookups import LsoaAreas, lsoa_areas
from .areas.model import AreaKind
from .model import Area, Gap, PublishedFile
from .neighbourhood_ground import is_neighbourhood
from .neighbourhood_lsoas import lsoas_sharing
from .reference import lsoa_edition


class Holding(enum.Enum):
    """How much of what is asked of a file is held."""

    ALL = "all"
    PART = "part"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Share:
    """How much of a selection a file has, and what lacks, as a phrase; '' where nothing does."""

    holding: Holding
    lacking: str = ""


class AreaLsoas:
    """The LSOA codes that lie in an area, or may, in files of each edition; all of them, whether they occur or not.

    Of a neighbourhood they are those with ground in common, where outlines of LSOAs are held. Raises `CacheError`
    where no look-up leads to areas of its kind.
    """

    def __init__(self, connection: sqlite3.Connection, area: Area) -> None:
        self.known = True
        """Whether the cache can tell which they are."""
        self._wanted = frozenset(area.codes)
        self._look_up: Optional[LsoaAreas] = None
        if is_neighbourhood(area):
            sharing = lsoas_sharing(connection, area)
            self.known, self._wanted = sharing is not None, sharing or frozenset()
        elif area.kind != AreaKind.LSOA.value:
            self._look_up = lsoa_areas(connection, AreaKind(area.kind))
        self._codes: dict[Optional[int], frozenset[str]] = {}

    def codes(self, edition: Optional[int]) -> frozenset[str]:
        """Those in files of an edition, None where that is not known."""
        if edition not in self._codes:
            self._codes[edition] = self._found(edition)
        return self._codes[edition]

    def _found(self, edition: Optional[int]) -> frozenset[str]:
        if self._look_up is None:
            return frozenset(code for code in self._wanted if edition is None or lsoa_edition(code) in (None, edition))
        return self._look_up.codes_in(edition, self._wanted)


def share(file: PublishedFile, lsoas: Optional[AreaLsoas]) -> Share:
    """How much a file has of an area, or of all of it where `lsoas` is None."""
    if file.scope is None:
        return Share(Holding.ALL)
    number = sum(file.lsoa_edition is None or lsoa_edition(code) in (None, file.lsoa_edition) for code in file.scope)
    kept = f"{number:,} {'LSOA' if number == 1 else 'LSOAs'}"
    if lsoas is None:
        return Share(Holding.PART, f"only {kept} of it held")
    if not lsoas.known:
        return Share(Holding.PART, f"only {kept} of it held, and not known whether they are all that lie there")
    wanted = lsoas.codes(file.lsoa_edition)
    held = wanted.intersection(file.scope)
    if not held:
        return Share(Holding.NOTHING, f"held only of {kept} elsewhere")
    if held == wanted:
        return Share(Holding.ALL)
    return Share(Holding.PART, f"only {len(held):,} of its {len(wanted):,} LSOAs held")


def parts(files: Iterable[PublishedFile]) -> list[Gap]:
    """The files of which only a slice is held, each with the number of its LSOAs; by force, dataset and month."""
    found = [
        Gap(file.key.force, file.key.month, file.key.dataset, share(file, None).lacking)
        for file in files
        if file.scope is not None
    ]
    return sorted(found, key=lambda gap: (gap.force, gap.dataset.value, gap.month))
