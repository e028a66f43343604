# SPDX-License-Identifier: GPL-2.0-or-later
"""The LSOAs of one edition that an area is made of, held in files or not."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import Optional

from .areas.lookups import lsoa_areas
from .areas.model import AreaKind, kind_of
from .errors import CacheError
from .lsoa_grounds import grounds
from .model import Area
from .police_areas import police_area


def area_of_forces(connection: sqlite3.Connection, forces: Iterable[str]) -> Optional[Area]:
    """The police force areas of forces as one area; None where one of them has none, or there is no force."""
    codes = [police_area(connection, force) for force in forces]
    if not codes or None in codes:
        return None
    return Area(AreaKind.PFA.value, tuple(code for code in codes if code), ", ".join(forces))


def lsoas_in(connection: sqlite3.Connection, area: Area, edition: int) -> tuple[frozenset[str], int]:
    """The LSOAs of an edition that lie wholly in an area, and how many more do in part, or that are not known.

    Raises `CacheError` where the look-ups know none of it.
    """
    if area.kind == AreaKind.LSOA.value:
        found, left = grounds(connection).same_ground(area.codes, edition)
        return found, len(left)
    look_up = lsoa_areas(connection, kind_of(area))
    wanted = set(area.codes)
    whole = frozenset(code for (of, code), within in look_up.area_of.items() if of == edition and within in wanted)
    split = [code for code, parts in look_up.parts.items() if edition == 2011 and not wanted.isdisjoint(parts)]
    if not whole and not split:
        raise CacheError(
            f"The look-ups held know no LSOA of {area.name}. Bring them in with 'areas fetch', or import them with "
            "'areas import'."
        )
    return whole, len(split)
