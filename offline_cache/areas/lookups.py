# SPDX-License-Identifier: GPL-2.0-or-later
"""Counts by LSOA to counts by ward, district, CSP or police force area, and from 2011 to 2021 LSOAs.

Always by the codes in the files, never by where a point lies: 2 to 5 in 100 snap points fall outside the
outline of their own LSOA. What cannot be carried exactly is not guessed but counted.
"""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Optional

from ..errors import AreasLacking
from ..reference import lsoa_edition
from ..remembering import remembered
from .model import PLURALS, AreaKind, AreaSet

LsoaCode = tuple[Optional[int], str]
"""Edition of the file (None where it is not known) and the LSOA code written there ('' for none)."""

_EDITION = """
    SELECT max(b.in_edition) FROM area_in_area b
    WHERE b.in_kind = :kind AND (b.kind = 'lsoa' AND b.edition = 2021 OR b.kind = 'district' AND EXISTS (
      SELECT 1 FROM area_in_area l
      WHERE l.kind = 'lsoa' AND l.edition = 2021 AND l.in_kind = 'district' AND l.in_edition = b.edition))
"""
# A 2011 LSOA lies in an area when all 2021 LSOAs that it became part of are known to; area is NULL where only
# some are, or where they lie in several. One that none of them is known of stands in no row.
_AREAS = """
    WITH later AS (SELECT lsoa, area FROM lsoa_2021_in_area WHERE kind = :kind AND edition = :edition)
    SELECT 2021, lsoa, area FROM later
    UNION ALL
    SELECT 2011, x.lsoa11,
      CASE WHEN min(later.area) = max(later.area) AND count(later.area) = count(*) THEN min(later.area) END
    FROM lsoa_exact_fit x LEFT JOIN later ON later.lsoa = x.lsoa21
    GROUP BY x.lsoa11 HAVING count(later.area) > 0
"""
# Joined to areas in Python: as a join with them SQLite may look through all LSOAs for each.
_EXACT_FIT = "SELECT lsoa11, lsoa21 FROM lsoa_exact_fit"
_TO_2021 = "SELECT lsoa11, lsoa21 FROM lsoa_2011_to_2021"
_NAMES = """
    SELECT code, name FROM area WHERE kind = :kind AND edition = :edition
    UNION ALL SELECT code, name FROM area_name WHERE kind = :kind AND edition = :edition
"""


@dataclass(frozen=True)
class CarriedCounts:
    """Counts carried to areas, and how many could not be.

    `not_exact`: the LSOA has since been split between several of the areas; `unknown`: no look-up in the
    cache knows the LSOA, or the rows have none. `counts`, `not_exact` and `unknown` add up to what was given.
    """

    areas: AreaSet
    counts: dict[str, int]
    not_exact: int
    unknown: int


@dataclass(frozen=True)
class LsoaAreas:
    """In which area of `areas` each LSOA lies; None where it lies in several."""

    areas: AreaSet
    area_of: Mapping[tuple[int, str], Optional[str]]
    parts: Mapping[str, frozenset[str]]
    """The areas in which parts of an LSOA of 2011 lie, where `area_of` has None."""

    def may_lie_in(self, lsoa: LsoaCode, areas: Collection[str]) -> bool:
        """Whether some of an LSOA that lies in no one area may lie in these: always so where no look-up knows it."""
        edition, code = self._key(lsoa)
        return (edition, code) not in self.area_of or not self.parts.get(code, frozenset()).isdisjoint(areas)

    def known(self, lsoa: LsoaCode) -> bool:
        """Whether a look-up knows the LSOA."""
        return self._key(lsoa) in self.area_of

    def area(self, lsoa: LsoaCode) -> Optional[str]:
        """Code of the area in which the whole LSOA lies, None where it lies in several or is not known."""
        return self.area_of.get(self._key(lsoa))

    def codes_in(self, edition: Optional[int], areas: Collection[str]) -> frozenset[str]:
        """The LSOAs known that lie in these areas, or partly do, by their codes in files of an edition."""
        wanted, found = frozenset(areas), set()
        for code in {code for _, code in self.area_of}:
            key = self._key((edition, code))
            lies_in = frozenset([self.area_of.get(key)]) | self.parts.get(code, frozenset())
            if key in self.area_of and not wanted.isdisjoint(lies_in):
                found.add(code)
        return frozenset(found)

    def _key(self, lsoa: LsoaCode) -> tuple[int, str]:
        edition, code = lsoa
        # A code that both editions have is that of an unchanged LSOA: ONS gave every changed one a new code.
        if (edition or 2021, code) not in self.area_of and lsoa_edition(code) is None:
            return 2021, code
        return edition or lsoa_edition(code) or 2021, code


def newest_edition(connection: sqlite3.Connection, kind: AreaKind) -> int:
    """The newest edition of `kind` that look-ups of LSOAs lead to; raises `CacheError` without any."""
    edition = connection.execute(_EDITION, {"kind": kind.value}).fetchone()[0]
    if edition is None:
        raise AreasLacking(
            f"The cache has no look-up from LSOAs to {PLURALS[kind]}. Bring it in with 'areas fetch', or "
            "download one from the ONS Open Geography portal and import it with 'areas import'."
        )
    return int(edition)


def lsoa_areas(connection: sqlite3.Connection, kind: AreaKind, edition: Optional[int] = None) -> LsoaAreas:
    """The area of every LSOA of both editions, in the edition of the areas given or else the newest held.

    LSOAs of 2011 go through the exact-fit look-up; raises `CacheError` where no look-up leads to `kind`.
    """
    return remembered(connection, ("areas of LSOAs", kind, edition), lambda: _lsoa_areas(connection, kind, edition))


def _lsoa_areas(connection: sqlite3.Connection, kind: AreaKind, edition: Optional[int]) -> LsoaAreas:
    areas = AreaSet(kind, edition or newest_edition(connection, kind))
    of = {"kind": kind.value, "edition": areas.edition}
    area_of = {(lsoas_of, lsoa): area for lsoas_of, lsoa, area in connection.execute(_AREAS, of)}
    parts: dict[str, set[str]] = defaultdict(set)
    for lsoa, became in connection.execute(_EXACT_FIT):
        area = area_of.get((2021, became))
        if area is not None and area_of[2011, lsoa] is None:
            parts[lsoa].add(area)
    return LsoaAreas(areas, area_of, {lsoa: frozenset(within) for lsoa, within in parts.items()})


def carry_to_areas(
    connection: sqlite3.Connection,
    counts: Mapping[LsoaCode, int],
    kind: AreaKind,
    edition: Optional[int] = None,
) -> CarriedCounts:
    """Add counts by LSOA up to areas; raises `CacheError` where no look-up leads to `kind`."""
    look_up = lsoa_areas(connection, kind, edition)
    carried: Counter[str] = Counter()
    not_exact = unknown = 0
    for lsoa, count in counts.items():
        area = look_up.area(lsoa)
        if area is not None:
            carried[area] += count
        elif look_up.known(lsoa):
            not_exact += count
        else:
            unknown += count
    return CarriedCounts(look_up.areas, dict(sorted(carried.items())), not_exact, unknown)


def carry_to_2021(connection: sqlite3.Connection, counts: Mapping[str, int]) -> CarriedCounts:
    """Carry counts by 2011 LSOA to 2021 LSOAs: unchanged and merged ones, not split and irregular ones.

    Raises `CacheError` where the exact-fit look-up is not in the cache.
    """
    to_2021 = dict(connection.execute(_TO_2021))
    if not to_2021:
        raise AreasLacking(
            "The cache has no exact-fit look-up from 2011 to 2021 LSOAs. Bring it in with 'areas fetch', or "
            "download it from the ONS Open Geography portal and import it with 'areas import'."
        )
    carried: Counter[str] = Counter()
    not_exact = unknown = 0
    for code, count in counts.items():
        if code not in to_2021:
            unknown += count
        elif to_2021[code] is None:
            not_exact += count
        else:
            carried[to_2021[code]] += count
    return CarriedCounts(AreaSet(AreaKind.LSOA, 2021), dict(sorted(carried.items())), not_exact, unknown)


def area_names(connection: sqlite3.Connection, areas: AreaSet) -> dict[str, str]:
    """Name by code, from look-ups and outlines."""
    return dict(connection.execute(_NAMES, {"kind": areas.kind.value, "edition": areas.edition}))


def figures(connection: sqlite3.Connection, areas: AreaSet, measure: str) -> dict[str, int]:
    """A measure (`residents`, `households`) by area code; empty where none are held."""
    return dict(
        connection.execute(
            "SELECT code, value FROM area_figure WHERE kind = ? AND edition = ? AND measure = ?",
            (areas.kind.value, areas.edition, measure),
        )
    )
