# SPDX-License-Identifier: GPL-2.0-or-later
"""The forces whose files can hold rows in some LSOAs: forces and LSOAs do not nest (service B.9)."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from dataclasses import dataclass

from .areas.lookups import LsoaAreas, lsoa_areas
from .areas.model import AreaKind
from .chosen_area import choose_lsoas, forces_of
from .errors import AreasLacking
from .model import Area
from .reference import force_names, forces_by_police_area, neighbouring_forces

BTP, NORTHERN_IRELAND = "btp", "northern-ireland"


@dataclass(frozen=True)
class SliceForces:
    """Slugs of forces, and sentences about why these."""

    forces: tuple[str, ...]
    notes: tuple[str, ...]


def forces_near(connection: sqlite3.Connection, codes: Collection[str]) -> SliceForces:
    """Those that police the LSOAs, their neighbours, British Transport Police, and those held with rows there.

    Raises `CacheError` where the look-up from LSOAs to police force areas lacks, or leads to no known force.
    """
    try:
        look_up = lsoa_areas(connection, AreaKind.PFA)
    except AreasLacking as error:
        raise AreasLacking(
            f"Which forces police these LSOAs is not known: {_lower(str(error))} Or name the forces."
        ) from error
    home, partly, unknown = _home(look_up, codes)
    held = _held_with_rows(connection, codes)
    if not home and not held:
        raise AreasLacking(
            "No force is known to police these LSOAs: the look-ups of the cache do not tell. Name the forces."
        )
    near = partly.union(*(neighbouring_forces().get(force, ()) for force in home))
    forces = home | held | near | {BTP}
    notes = [f"{_named(home or held)} {'polices' if len(home or held) == 1 else 'police'} these LSOAs."]
    others = forces - (home or held)
    notes.append(
        f"Rows there may stand in the files of {_named(others)} too, so theirs are read. Those of forces farther away, "
        "0.4 % in one check, are left out unless all forces are asked for."
    )
    if unknown:
        notes.append(f"Of {unknown:,} of the LSOAs the look-up does not tell who polices them.")
    return SliceForces(tuple(sorted(forces)), tuple(notes))


def all_forces(connection: sqlite3.Connection, codes: Collection[str]) -> SliceForces:
    """Every force but that of Northern Ireland, whose files carry no LSOA."""
    forces = (set(force_names()) | _held_with_rows(connection, codes)) - {NORTHERN_IRELAND}
    return SliceForces(
        tuple(sorted(forces)),
        (f"The files of all {len(forces)} forces are read but Northern Ireland's, which carry no LSOA.",),
    )


def named_forces(forces: Collection[str]) -> SliceForces:
    """Those that were asked for, which may miss some rows."""
    chosen = tuple(sorted(set(forces)))
    return SliceForces(chosen, (f"Only the files of {_named(chosen)} are read: rows of other forces are left out.",))


def _home(look_up: LsoaAreas, codes: Collection[str]) -> tuple[set[str], set[str], int]:
    """The forces that police the LSOAs, those that police parts of one of 2011, and of how many it is not known."""
    slugs = forces_by_police_area()
    home: set[str] = set()
    partly: set[str] = set()
    unknown = 0
    for code in codes:
        area = look_up.area((None, code))
        found = {slugs[one] for one in ({area} if area else look_up.parts.get(code, ())) if one in slugs}
        (home if area else partly).update(found)
        unknown += not found
    return home or partly, partly, unknown


def _held_with_rows(connection: sqlite3.Connection, codes: Collection[str]) -> set[str]:
    area = Area(AreaKind.LSOA.value, tuple(codes), "")
    choose_lsoas(connection, area)
    return set(forces_of(connection, area))


def _named(forces: Collection[str]) -> str:
    names = sorted(force_names().get(force, force) for force in forces)
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1]))) if names else "no force"


def _lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]
