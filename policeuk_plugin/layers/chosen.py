# SPDX-License-Identifier: GPL-2.0-or-later
"""A selection as a cache understands it: the forces it rests on, the LSOA codes or the places of its area."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

from offline_cache.areas.lookups import lsoa_areas
from offline_cache.areas.model import AreaKind, kind_of
from offline_cache.chosen_area import choose_lsoas, forces_of
from offline_cache.coverage import lacking
from offline_cache.model import Area, Dataset, Gap, Selection
from offline_cache.neighbourhood_ground import is_neighbourhood, outline_notes, places_inside
from offline_cache.reader import reading

from .holdings import read_holdings
from .project import group_name

EDITIONS = (0, 2011, 2021)
"""Editions that a file's LSOA codes can be of; 0 where that is not known."""

_HELD = "SELECT DISTINCT code FROM lsoa WHERE id > 0"
_AROUND = """
    SELECT DISTINCT in_code FROM area_in_area
    WHERE kind = 'lsoa' AND in_kind = ? AND in_edition = ? AND code = ?
"""
_AROUND_PLACES = """
    SELECT DISTINCT l.code FROM temp.chosen_place c JOIN place p ON p.id = c.id JOIN lsoa l ON l.id = p.lsoa
    WHERE l.id > 0 ORDER BY l.code
"""


@dataclass(frozen=True)
class Codes:
    """LSOA codes that mean the area in files of these editions."""

    editions: tuple[int, ...]
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Chosen:
    """A selection; `forces` whose files it rests on (None: all held); `lsoas` of its area, None without one.

    `lacking` are the files that lack some of the area, None without one. Of a neighbourhood `places` are the rows of
    `place` that lie in it, in place of `lsoas`; `around` are the LSOA codes of these, and `notes` sentences on them.
    """

    selection: Selection
    forces: Optional[tuple[str, ...]] = None
    lsoas: Optional[tuple[Codes, ...]] = None
    lacking: Optional[tuple[Gap, ...]] = None
    places: Optional[tuple[int, ...]] = None
    around: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def codes_of(self, edition: int) -> tuple[str, ...]:
        """The LSOA codes of the area in files of an edition; of a neighbourhood those of its places."""
        if self.places is not None:
            return self.around
        return tuple(code for part in self.lsoas or () if edition in part.editions for code in part.codes)


def group_of(cache: Path, selection: Selection) -> str:
    """What the group of a selection's layers is called; raises `CacheError` where the cache cannot be read."""
    chosen = read_chosen(cache, selection)
    return group_name(read_holdings(cache).within(selection, chosen.forces, chosen.lacking), selection)


def read_chosen(cache: Path, selection: Selection) -> Chosen:
    """What a selection means in the cache at `cache`.

    Raises `BadCache` where it cannot be read, `CacheError` where no look-up leads to areas of the kind chosen.
    """
    if selection.area is None:
        return Chosen(selection, selection.forces or None)
    with reading(cache) as connection:
        choose_lsoas(connection, selection.area)
        forces = selection.forces or forces_of(connection, selection.area)
        gaps = [gap for dataset in Dataset for gap in lacking(connection, selection, dataset)]
        if is_neighbourhood(selection.area):
            places = places_inside(connection, selection.area)
            around = tuple(code for (code,) in connection.execute(_AROUND_PLACES))
            notes = outline_notes(connection, selection.area)
            return Chosen(selection, forces, None, tuple(gaps), places, around, notes)
        return Chosen(selection, forces, _lsoas(connection, selection.area), tuple(gaps))


def areas_around(cache: Path, chosen: Chosen, kind: AreaKind, edition: int) -> Optional[tuple[str, ...]]:
    """Codes of the areas of a kind and edition that the chosen area lies in or is made of; None where not known."""
    area = chosen.selection.area
    if area is None:
        return None
    if kind is AreaKind.LSOA:
        return chosen.codes_of(edition)
    if kind.value == area.kind:
        return area.codes
    with reading(cache) as connection:
        found = {
            around
            for code in chosen.codes_of(2021)
            for (around,) in connection.execute(_AROUND, (kind.value, edition, code))
        }
    return tuple(sorted(found)) or None


def _lsoas(connection: sqlite3.Connection, area: Area) -> tuple[Codes, ...]:
    """As `choose_lsoas` has it; codes that no held file has yet are among them, for files that come later."""
    wanted = set(area.codes)
    if area.kind == AreaKind.LSOA.value:
        return (Codes(EDITIONS, tuple(sorted(wanted))),)
    look_up = lsoa_areas(connection, kind_of(area))
    codes = {code for (_, code), of in look_up.area_of.items() if of in wanted}
    codes.update(code for (code,) in connection.execute(_HELD))
    by_editions: dict[tuple[int, ...], list[str]] = defaultdict(list)
    for code in sorted(codes):
        editions = tuple(e for e in EDITIONS if look_up.area((e or None, code)) in wanted)
        if editions:
            by_editions[editions].append(code)
    return tuple(Codes(editions, tuple(found)) for editions, found in sorted(by_editions.items()))
