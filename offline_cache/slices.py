# SPDX-License-Identifier: GPL-2.0-or-later
"""What a user says of an area to the LSOA codes of both editions, and the forces whose files to read for them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Optional

from .areas.lookups import lsoa_areas
from .areas.model import AreaKind
from .chosen_area import read_area
from .errors import AreasLacking, CacheError
from .held_slices import lsoas_number, lsoas_phrase
from .neighbourhood_ground import ground_of, is_neighbourhood
from .slice_codes import CarriedCodes, both_editions, checked_lsoas
from .slice_forces import SliceForces, all_forces, forces_near, named_forces
from .slice_outlines import circle, lsoas_covering, polygon_of_file, polygon_of_wkb

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry


@dataclass(frozen=True)
class Around:
    """A point in WGS84 degrees and a distance in metres; `name` is what it is called, such as a postcode."""

    longitude: float
    latitude: float
    metres: float
    name: str


@dataclass(frozen=True)
class SliceWanted:
    """Which LSOAs are wanted: those of every member that is given, together.

    `lsoas` are codes or names; `area` a text such as csp:Luton; `polygon` a file; `drawn` a polygon as well-known
    binary in WGS84 degrees. `forces`, by slug, are read instead of those found; `every_force`: all there are.
    """

    lsoas: tuple[str, ...] = ()
    area: str = ""
    polygon: Optional[Path] = None
    drawn: Optional[bytes] = None
    around: Optional[Around] = None
    forces: tuple[str, ...] = ()
    every_force: bool = False


@dataclass(frozen=True)
class LsoaSlice:
    """LSOA codes of both editions, the forces whose files can hold rows there, and a name for the LSOAs.

    `notes` are sentences: why these forces, and what could not be carried or is not covered.
    """

    codes: frozenset[str]
    forces: tuple[str, ...]
    name: str
    notes: tuple[str, ...]

    def lines(self) -> list[str]:
        """The slice for reading, before anything is downloaded."""
        return [f"{self.name}: {lsoas_number(self.codes)}. Files of {', '.join(self.forces)}.", *self.notes]


def resolve_slice(connection: sqlite3.Connection, wanted: SliceWanted) -> LsoaSlice:
    """Find the LSOAs and the forces; needs no network.

    Raises `CacheError` for codes and names that are not known, for a place without outlines, and where the look-up
    that tells the forces lacks: with what brings it.
    """
    codes: set[str] = set()
    notes: list[str] = []
    names: list[str] = []
    for name, found in _parts(connection, wanted):
        codes |= found.codes
        notes += found.notes
        names += [name] if name else []
    if not codes:
        raise CacheError("Say which LSOAs: by their codes, an area, a polygon or a postcode and a distance.")
    carried = both_editions(connection, codes)
    forces = _forces(connection, carried.codes, wanted)
    name = ", ".join(names)
    lsoas = lsoas_phrase(connection, sorted(codes))
    return LsoaSlice(
        carried.codes,
        forces.forces,
        f"{name} ({lsoas})" if name else lsoas,
        tuple(dict.fromkeys((*notes, *carried.notes, *forces.notes))),
    )


def _parts(connection: sqlite3.Connection, wanted: SliceWanted) -> Iterator[tuple[str, CarriedCodes]]:
    """A name ('' for LSOAs that are named anyway) and the LSOAs for each way in which they were given."""
    if wanted.lsoas:
        yield "", CarriedCodes(frozenset(checked_lsoas(connection, wanted.lsoas)))
    if wanted.area.strip():
        yield _of_area(connection, wanted.area)
    if wanted.polygon is not None:
        yield wanted.polygon.name, _on_ground(connection, polygon_of_file(wanted.polygon))
    if wanted.drawn is not None:
        yield "the area drawn", _on_ground(connection, polygon_of_wkb(wanted.drawn))
    if wanted.around is not None:
        at = wanted.around
        ground = circle(at.longitude, at.latitude, at.metres)
        yield f"within {at.metres:,.0f} m of {at.name}", _on_ground(connection, ground)


def _of_area(connection: sqlite3.Connection, text: str) -> tuple[str, CarriedCodes]:
    kind, _, rest = text.partition(":")
    if kind.strip() == AreaKind.LSOA.value:
        given = [part for part in rest.split(",") if part.strip()]
        return "", CarriedCodes(frozenset(checked_lsoas(connection, given)))
    area = read_area(connection, text).area
    if area is None:
        raise CacheError("A force is downloaded in whole files, not as a slice of LSOAs. Name it as a force.")
    if area.kind == AreaKind.LSOA.value:
        return "", CarriedCodes(frozenset(area.codes))
    if is_neighbourhood(area):
        return area.name, _on_ground(connection, ground_of(connection, area))
    found = lsoa_areas(connection, AreaKind(area.kind)).codes_in(2021, area.codes)
    if not found:
        raise AreasLacking(f"The look-ups of the cache name no LSOA of {area.name}. Bring them in with 'areas fetch'.")
    return area.name, CarriedCodes(found)


def _on_ground(connection: sqlite3.Connection, ground: BaseGeometry) -> CarriedCodes:
    covered = lsoas_covering(connection, ground)
    return CarriedCodes(covered.codes, covered.notes)


def _forces(connection: sqlite3.Connection, codes: frozenset[str], wanted: SliceWanted) -> SliceForces:
    if wanted.every_force:
        return all_forces(connection, codes)
    return named_forces(wanted.forces) if wanted.forces else forces_near(connection, codes)
