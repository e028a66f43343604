# SPDX-License-Identifier: GPL-2.0-or-later
"""Names of areas whatever their edition, and the codes that the newest look-up leads to."""

from __future__ import annotations

import sqlite3

from ..areas.lookups import lsoa_areas
from ..areas.model import AreaKind
from ..errors import AreasLacking
from ..reference import force_names, forces_by_police_area
from ..remembering import remembered

_NAMES = """
    SELECT code, name, edition FROM area_name WHERE kind = :kind
    UNION ALL SELECT code, name, edition FROM area WHERE kind = :kind ORDER BY edition
"""


def newest_names(connection: sqlite3.Connection, kind: AreaKind) -> dict[str, str]:
    """The newest name of each area of a kind by its code: a code of ONS means one area in every edition."""
    return remembered(connection, ("newest names", kind), lambda: _names(connection, kind))


def _names(connection: sqlite3.Connection, kind: AreaKind) -> dict[str, str]:
    rows = connection.execute(_NAMES, {"kind": kind.value})
    forces = {code: force_names()[slug] for code, slug in forces_by_police_area().items()}
    known = forces if kind is AreaKind.PFA else {}
    return {**known, **{code: name for code, name, _ in rows if name and name != code}}


def current_codes(connection: sqlite3.Connection, kind: AreaKind) -> frozenset[str]:
    """The areas of the newest edition that look-ups lead to; empty where no look-up is held."""
    try:
        return frozenset(code for code in lsoa_areas(connection, kind).area_of.values() if code is not None)
    except AreasLacking:
        return frozenset()
