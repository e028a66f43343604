# SPDX-License-Identifier: GPL-2.0-or-later
"""The LSOAs that neighbourhoods share ground with, to tell whether a slice holds all that may lie in them."""

from __future__ import annotations

import sqlite3
from typing import Optional

from .areas.lookups import lsoa_areas
from .areas.model import AreaKind
from .errors import CacheError
from .model import Area
from .neighbourhood_ground import forces_of_neighbourhoods, ground_of
from .police_areas import police_area
from .reference import lsoa_edition
from .remembering import remembered
from .slice_codes import both_editions

_OUTLINED = "SELECT code FROM area WHERE kind = 'lsoa' AND geom IS NOT NULL"


def lsoas_sharing(connection: sqlite3.Connection, area: Area) -> Optional[frozenset[str]]:
    """Codes of both editions of the LSOAs with ground in common; None where the cache cannot tell them all."""
    return remembered(connection, ("LSOAs sharing ground with", area), lambda: _sharing(connection, area))


def _sharing(connection: sqlite3.Connection, area: Area) -> Optional[frozenset[str]]:
    from .slice_outlines import lsoas_covering  # reads files too; the ledger alone needs none

    try:
        covered = lsoas_covering(connection, ground_of(connection, area))
        if covered.notes and not _all_outlines_held(connection, area):
            return None
    except CacheError:  # no outlines of LSOAs, no look-up, no shapely
        return None
    carried = both_editions(connection, covered.codes).codes
    changed = any(lsoa_edition(code) is not None for code in covered.codes)
    return None if changed and carried == covered.codes else carried


def _all_outlines_held(connection: sqlite3.Connection, area: Area) -> bool:
    """Whether ground without an outline is the sea: the forces have no LSOA of which there is none."""
    look_up = lsoa_areas(connection, AreaKind.PFA)
    codes = [police_area(connection, force) for force in forces_of_neighbourhoods(area)]
    held = {code for (code,) in connection.execute(_OUTLINED)}
    wanted = [look_up.codes_in(edition, [code]) for code in codes if code for edition in (2011, 2021)]
    return None not in codes and any(wanted) and any(found and found <= held for found in wanted)
