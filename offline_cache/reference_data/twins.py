# SPDX-License-Identifier: GPL-2.0-or-later
"""Areas of one kind that are areas of another: most CSPs are one district, and some districts hold several CSPs."""

from __future__ import annotations

import sqlite3
from collections import defaultdict

from ..areas.lookups import lsoa_areas
from ..areas.model import AreaKind
from ..remembering import remembered

_EDITION = 2021


def twins_of(connection: sqlite3.Connection, kind: AreaKind, other: AreaKind) -> dict[str, str]:
    """Codes of `kind` to the code of `other` that is made of the very same LSOAs of 2021, where there is one.

    Raises `AreasLacking` where no look-up leads to one of the kinds.
    """
    return remembered(connection, ("twins", kind, other), lambda: _twins(connection, kind, other))


def sharing(connection: sqlite3.Connection, kind: AreaKind, code: str, other: AreaKind) -> tuple[str, ...]:
    """Codes of `other` that share an LSOA of 2021 with an area; raises `AreasLacking` as `twins_of` does."""
    mine = frozenset([code]) if kind is AreaKind.LSOA else _made_of(connection, kind).get(code, frozenset())
    made = _made_of(connection, other)
    return tuple(sorted(one for one, lsoas in made.items() if not mine.isdisjoint(lsoas)))


def _twins(connection: sqlite3.Connection, kind: AreaKind, other: AreaKind) -> dict[str, str]:
    theirs = {lsoas: code for code, lsoas in _made_of(connection, other).items()}
    return {code: theirs[lsoas] for code, lsoas in _made_of(connection, kind).items() if lsoas in theirs}


def _made_of(connection: sqlite3.Connection, kind: AreaKind) -> dict[str, frozenset[str]]:
    made: dict[str, set[str]] = defaultdict(set)
    for (edition, lsoa), area in lsoa_areas(connection, kind).area_of.items():
        if edition == _EDITION and area is not None:
            made[area].add(lsoa)
    return {area: frozenset(lsoas) for area, lsoas in made.items()}
