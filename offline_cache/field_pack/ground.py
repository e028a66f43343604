# SPDX-License-Identifier: GPL-2.0-or-later
"""What of a cache a field pack keeps: LSOAs, forces, the ground around, and what cannot be told of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Optional

from ..areas.lookups import LsoaAreas, lsoa_areas
from ..areas.model import AreaKind, kind_of
from ..chosen_area import choose_lsoas, forces_of
from ..errors import CacheError
from ..ledger import published_files
from ..model import Area, Selection
from ..neighbourhood_ground import ground_of, is_neighbourhood
from ..neighbourhood_lsoas import lsoas_sharing
from ..police_areas import police_area
from ..policing import policing
from ..railways import TRANSPORT_POLICE
from ..slice_codes import CarriedCodes, both_editions

Box = tuple[float, float, float, float]
"""West, south, east, north in WGS84 degrees."""

_INSIDE = """
    SELECT DISTINCT l.code FROM temp.chosen_place c JOIN place p ON p.id = c.id JOIN lsoa l ON l.id = p.lsoa
    WHERE l.id > 0
"""
_HELD = """
    SELECT DISTINCT l.code FROM published_file f
    JOIN crime c ON c.id BETWEEN f.first_row AND f.last_row
    JOIN place p ON p.id = c.place JOIN lsoa l ON l.id = p.lsoa
    WHERE f.dataset = 'street' AND f.force = ? AND l.id > 0
"""


@dataclass(frozen=True)
class Ground:
    """What is kept: rows of the LSOAs `codes` (None: whole files) out of the files of `forces`.

    `around` are LSOA codes of both editions: those of the police force areas that the LSOAs lie in. Their look-ups
    and figures are kept, so that a ward or CSP is never smaller in a pack than it is. `coast` says that the outlines
    of all of them are needed to tell ground without an LSOA from ground that nobody knows. `notes` are sentences.
    `police` are those of the forces that police the area: others only have rows there. Empty where that is no question.
    """

    area: Optional[Area]
    codes: Optional[frozenset[str]]
    forces: tuple[str, ...]
    around: frozenset[str]
    coast: bool
    notes: tuple[str, ...]
    police: frozenset[str] = frozenset()

    @property
    def with_stops(self) -> bool:
        """Whether stops can be told from those elsewhere: they name no LSOA, only a place, see `layers.metadata`."""
        return self.area is None or is_neighbourhood(self.area)

    @property
    def lsoas(self) -> frozenset[str]:
        """The LSOAs that the pack is of."""
        return self.around if self.codes is None else self.codes


def ground_of_pack(connection: sqlite3.Connection, selection: Selection) -> Ground:
    """What a pack of `selection` keeps; raises `CacheError` where look-ups, an outline or all of it lacks."""
    if selection.area is None:
        forces = selection.forces or tuple(sorted({file.key.force for file in published_files(connection)}))
        return Ground(None, None, forces, _around_forces(connection, forces), False, ())
    carried = _lsoas(connection, selection.area)
    forces = selection.forces or _forces(connection, selection.area, carried.codes)
    around = _around(connection, carried.codes)
    coast = is_neighbourhood(selection.area) and _goes_beyond(connection, selection.area)
    police = frozenset(policing(connection, selection)) - {TRANSPORT_POLICE}
    return Ground(selection.area, carried.codes, forces, around, coast, carried.notes, police)


def _lsoas(connection: sqlite3.Connection, area: Area) -> CarriedCodes:
    """All codes, of either edition, whose rows can lie in the area."""
    if is_neighbourhood(area):
        return _of_neighbourhood(connection, area)
    if area.kind == AreaKind.LSOA.value:
        return CarriedCodes(both_editions(connection, area.codes).codes)
    found = _within(lsoa_areas(connection, kind_of(area)), frozenset(area.codes))
    if not found:
        raise CacheError(
            f"The look-ups held know no LSOA of {area.name}. Bring them in with 'areas fetch', or import them with "
            "'areas import'."
        )
    return CarriedCodes(found)


def _of_neighbourhood(connection: sqlite3.Connection, area: Area) -> CarriedCodes:
    """The LSOAs that its snap points name, and those with ground in common, of which no row may be there yet."""
    choose_lsoas(connection, area)
    named = frozenset(code for (code,) in connection.execute(_INSIDE))
    sharing = lsoas_sharing(connection, area)
    codes = both_editions(connection, named | (sharing or frozenset())).codes
    if sharing is not None:
        return CarriedCodes(codes)
    return CarriedCodes(
        codes,
        (
            f"The cache cannot tell all LSOAs that {area.name} has ground in: the pack holds those that its snap "
            "points name, and its months read as held in part. Bring outlines and look-ups in with 'areas fetch' "
            "first, and make the pack anew.",
        ),
    )


def _forces(connection: sqlite3.Connection, area: Area, codes: frozenset[str]) -> tuple[str, ...]:
    """Whose files the area and the LSOAs around it rest on."""
    of_lsoas = forces_of(connection, Area(AreaKind.LSOA.value, tuple(sorted(codes)), area.name)) if codes else ()
    return tuple(sorted({*of_lsoas, *forces_of(connection, area)}))


def _around(connection: sqlite3.Connection, codes: frozenset[str]) -> frozenset[str]:
    try:
        look_up = lsoa_areas(connection, AreaKind.PFA)
    except CacheError:
        return codes
    areas = {look_up.area((edition, code)) for code in codes for edition in (2011, 2021)}
    areas.update(*(look_up.parts.get(code, ()) for code in codes))
    return codes | _lsoas_of(connection, (area for area in areas if area))


def _around_forces(connection: sqlite3.Connection, forces: Iterable[str]) -> frozenset[str]:
    """The LSOAs of the forces' areas; of one without an area those that its crimes name."""
    found: set[str] = set()
    for force in forces:
        area = police_area(connection, force)
        of_area = _lsoas_of(connection, [area]) if area else frozenset()
        found.update(of_area or (code for (code,) in connection.execute(_HELD, (force,))))
    return frozenset(found)


def _lsoas_of(connection: sqlite3.Connection, areas: Iterable[str]) -> frozenset[str]:
    try:
        look_up = lsoa_areas(connection, AreaKind.PFA)
    except CacheError:
        return frozenset()
    return _within(look_up, frozenset(areas))


def _within(look_up: LsoaAreas, areas: frozenset[str]) -> frozenset[str]:
    """The codes of both editions that lie in these areas, wholly or in part."""
    wholly = {code for (_, code), area in look_up.area_of.items() if area in areas}
    return frozenset(wholly).union(code for code, within in look_up.parts.items() if not areas.isdisjoint(within))


def _goes_beyond(connection: sqlite3.Connection, area: Area) -> bool:
    """Whether some of a neighbourhood lies in no LSOA whose outline is held: at sea, if all of its force's are."""
    from ..slice_outlines import lsoas_covering  # reads files too; the ledger alone needs none

    try:
        return bool(lsoas_covering(connection, ground_of(connection, area)).notes)
    except CacheError:  # no outlines of LSOAs, no shapely: then nobody asks
        return False
