# SPDX-License-Identifier: GPL-2.0-or-later
"""The areas of one kind that a selection holds, and in which of them every LSOA lies."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Optional

from .area_lsoas import area_of_forces, lsoas_in
from .areas.lookups import LsoaAreas, area_names, lsoa_areas
from .areas.model import PLURALS, AreaKind, AreaSet
from .errors import AreasLacking, CacheError
from .ledger import published_files
from .lsoa_grounds import EDITIONS
from .model import Area, Dataset, Selection
from .police_areas import police_area
from .remembering import remembered

_KNOWN = """
    SELECT code FROM area_in_area WHERE kind = 'lsoa' AND edition = :edition
    UNION SELECT code FROM area WHERE kind = 'lsoa' AND edition = :edition
"""
_EXACT_FIT = "SELECT lsoa11, lsoa21, change FROM lsoa_exact_fit"
_LSOA_NAMES = """
    SELECT code, max(name) FROM lsoa WHERE id > 0 GROUP BY code
"""


@dataclass(frozen=True)
class Level:
    """Areas of one kind and edition: those that lie wholly in a selection, by code and name.

    `partly` names those of which only a part does: a number of them would be of that part. `look_up` tells the area
    of every LSOA of both editions.
    """

    areas: AreaSet
    names: Mapping[str, str]
    partly: tuple[str, ...]
    look_up: LsoaAreas

    def blurred(self, edition: int) -> frozenset[str]:
        """The areas of which some ground is written, in files of an edition, by an LSOA that other areas share."""
        codes = [code for (of, code), area in self.look_up.area_of.items() if of == edition and area is None]
        return frozenset(area for code in codes for area in self.look_up.parts.get(code, ()))

    def lsoas(self, edition: int) -> Mapping[str, frozenset[str]]:
        """The LSOAs of each area by their codes in files of an edition; those that it shares are among them."""
        found: dict[str, set[str]] = defaultdict(set)
        for (of, code), area in self.look_up.area_of.items():
            if of == edition:
                for within in [area] if area is not None else self.look_up.parts.get(code, ()):
                    found[within].add(code)
        return {area: frozenset(codes) for area, codes in found.items()}


def level_of(connection: sqlite3.Connection, selection: Selection, areas: AreaSet) -> Level:
    """The areas of a kind and edition that a selection holds whole.

    Raises `AreasLacking` where a look-up that says so is not held, `CacheError` where there are none.
    """
    look_up = level_look_up(connection, areas)
    area = selection.area or _police_areas(connection, selection)
    chosen, _ = lsoas_in(connection, area, _ground(areas))
    inside: set[str] = set()
    outside: set[str] = set()
    for (edition, lsoa), within in look_up.area_of.items():
        if edition == _ground(areas):
            touched = [within] if within is not None else look_up.parts.get(lsoa, ())
            (inside if lsoa in chosen else outside).update(touched)
    whole = inside - outside
    if not whole:
        raise CacheError(
            f"{area.name} holds no whole area among the {PLURALS[areas.kind]} of {areas.edition} that the look-ups "
            "know. Choose a finer level, or a larger area."
        )
    names = level_names(connection, areas)
    return Level(
        areas,
        {code: names.get(code, code) for code in sorted(whole)},
        tuple(sorted(names.get(code, code) for code in inside & outside)),
        look_up,
    )


def level_look_up(connection: sqlite3.Connection, areas: AreaSet) -> LsoaAreas:
    """The area of every LSOA; of LSOAs themselves that of the same edition, where it takes all of its ground.

    Raises `AreasLacking` where no look-up leads to the areas.
    """
    if areas.kind is not AreaKind.LSOA:
        return lsoa_areas(connection, areas.kind, areas.edition)
    return remembered(connection, ("LSOAs as areas", areas.edition), lambda: _lsoas(connection, areas))


def level_names(connection: sqlite3.Connection, areas: AreaSet) -> dict[str, str]:
    """Name by code, from look-ups and outlines, of LSOAs also from published files."""
    names = dict(connection.execute(_LSOA_NAMES)) if areas.kind is AreaKind.LSOA else {}
    names.update({code: name for code, name in area_names(connection, areas).items() if name})
    return names


def _lsoas(connection: sqlite3.Connection, areas: AreaSet) -> LsoaAreas:
    edition = areas.edition
    other = next(other for other in EDITIONS if other != edition)
    known = {code for (code,) in connection.execute(_KNOWN, {"edition": edition})}
    pairs = [
        (new, old, change in ("U", "S")) if edition == 2011 else (old, new, change in ("U", "M"))
        for old, new, change in connection.execute(_EXACT_FIT)
    ]
    known.update(mine for _, mine, _ in pairs)
    if not known:
        raise AreasLacking(
            f"The cache knows no LSOAs of {edition}. Bring their outlines and look-ups in with 'areas fetch', or "
            "import them with 'areas import'."
        )
    became: dict[str, set[str]] = defaultdict(set)
    exact: dict[str, bool] = {}
    for theirs, mine, fits in pairs:
        became[theirs].add(mine)
        exact[theirs] = fits
    area_of = {(edition, code): code for code in known}
    found: dict[tuple[int, str], Optional[str]] = {}
    for theirs, mine_all in became.items():
        found[other, theirs] = next(iter(mine_all)) if len(mine_all) == 1 and exact[theirs] else None
    parts = {code: frozenset(became[code]) for (_, code), area in found.items() if area is None}
    return LsoaAreas(areas, {**area_of, **found}, parts)


def _ground(areas: AreaSet) -> int:
    """The edition of LSOAs whose ground says which areas lie in which."""
    return areas.edition if areas.kind is AreaKind.LSOA else EDITIONS[0]


def _police_areas(connection: sqlite3.Connection, selection: Selection) -> Area:
    held = {file.key.force for file in published_files(connection) if file.key.dataset is Dataset.STREET}
    forces = selection.forces or tuple(sorted(force for force in held if police_area(connection, force)))
    area = area_of_forces(connection, forces)
    if area is None:
        raise AreasLacking(
            f"The cache does not know the area that {', '.join(forces or held) or 'any force'} polices: British "
            "Transport Police has none, and of others a look-up from LSOAs to police force areas says it. Bring it in "
            "with 'areas fetch', or choose another area."
        )
    return area
