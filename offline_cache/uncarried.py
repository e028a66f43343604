# SPDX-License-Identifier: GPL-2.0-or-later
"""How many crimes of a selection may lie in its area, but cannot be carried to it exactly."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from typing import Any

from .area_rows import TYPES
from .areas.model import AreaKind
from .chosen_area import choose_lsoas
from .lsoa_grounds import EDITIONS, grounds
from .model import Area, Selection
from .peer_counts import NotCarried
from .queries import CRIMES, SELECTED, street_parameters

_IN_DOUBT = """
    p.geom IS NOT NULL AND p.lsoa IN (SELECT lsoa FROM temp.doubtful_lsoa) AND EXISTS (
      SELECT 1 FROM temp.doubtful_lsoa d WHERE d.edition = coalesce(f.lsoa_edition, 0) AND d.lsoa = p.lsoa)
"""
_CODED = "instr(:codes, '|' || l.code || '|') > 0"
_FROM_PLACES = f"""
    FROM place p
    CROSS JOIN crime c ON c.place = p.id
    CROSS JOIN published_file f ON f.id = c.file
    WHERE {_IN_DOUBT} AND {SELECTED} {TYPES}
"""
_FROM_LSOAS = f"""
    FROM lsoa l
    CROSS JOIN place p ON p.lsoa = l.id
    CROSS JOIN crime c ON c.place = p.id
    CROSS JOIN published_file f ON f.id = c.file
    WHERE {_CODED} AND {SELECTED} {TYPES}
"""
_DOUBTFUL = f"SELECT count(*) {_FROM_PLACES}"
_COUNTED = f"SELECT count(*) {CRIMES}"
_SHARED = f"SELECT count(*) {_FROM_LSOAS}"


def both_editions(connection: sqlite3.Connection, area: Area) -> Area:
    """LSOAs with those of the other edition that lie wholly in them, as files of that edition write them."""
    if area.kind != AreaKind.LSOA.value:
        return area
    ground, codes = grounds(connection), frozenset(area.codes)
    on_it = [ground.same_ground(codes, edition)[0] for edition in EDITIONS]
    return replace(area, codes=(*area.codes, *sorted(codes.union(*on_it) - codes)))


def uncarried(connection: sqlite3.Connection, selection: Selection, forces: tuple[str, ...]) -> NotCarried:
    """Street rows of the selection's types and months, in the files of the forces that police its area.

    Rows are doubtful whose LSOA lies in several areas, or in none that look-ups know, or that have a place and no LSOA.
    """
    if selection.area is None:
        return NotCarried(0, 0)
    choose_lsoas(connection, selection.area)
    parameters = street_parameters(replace(selection, forces=forces))
    found = int(connection.execute(_DOUBTFUL, parameters).fetchone()[0])
    found += _of_lsoas(connection, selection.area, parameters)
    if not found:
        return NotCarried(0, 0)
    return NotCarried(found, int(connection.execute(_COUNTED, street_parameters(selection)).fetchone()[0]))


def _of_lsoas(connection: sqlite3.Connection, area: Area, parameters: dict[str, Any]) -> int:
    """Rows of LSOAs of the other edition that share ground with some of `area` and lie not wholly in them."""
    if area.kind != AreaKind.LSOA.value:
        return 0
    others = grounds(connection).others
    share = frozenset(code for of in others.values() for mine in area.codes for code in of.get(mine, ()))
    codes = "|".join(sorted(share - frozenset(area.codes)))
    return int(connection.execute(_SHARED, {**parameters, "codes": f"|{codes}|"}).fetchone()[0]) if codes else 0
