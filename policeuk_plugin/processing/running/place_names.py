# SPDX-License-Identifier: GPL-2.0-or-later
"""Names to find units by: that of the snap point with most of their crimes, and its ward."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from string import capwords
from typing import TYPE_CHECKING, Optional

import numpy as np

from offline_cache.areas.lookups import LsoaAreas, area_names, lsoa_areas
from offline_cache.areas.model import AreaKind
from offline_cache.errors import CacheError
from offline_cache.reading_order import isolated

from ...text import tr

if TYPE_CHECKING:
    from ..units.inputs import Inputs

_PLACE = "SELECT p.name, l.code FROM place p JOIN lsoa l ON l.id = p.lsoa WHERE p.id = ?"
_NEAR = "on or near "
_NOWHERE = "no location"


def names_around(inputs: Inputs, unit: np.ndarray, groups: Sequence[Sequence[int]]) -> list[str]:
    """For each group of units where most of its crimes stand, such as Park Street, South ward.

    `unit` (n,) is that of each point of the crimes, −1 for none. '' where nothing is known, as of a layer of points.
    """
    crimes, connection = inputs.crimes, inputs.connection
    if connection is None or crimes.place is None or crimes.place.shape != unit.shape:
        return [""] * len(groups)
    wards = _wards(connection)
    names = area_names(connection, wards.areas) if wards else {}
    return [_around(connection, _fullest(unit, group, crimes.place, crimes.count), wards, names) for group in groups]


def named(own: str, around: str) -> str:
    """A unit by where most of its crimes stand, with its own name, such as Park Street, South ward (Luton 023A)."""
    return tr("{around} ({name})").format(around=around, name=own) if around and own else around or own


def named_empty(own: str, around: str) -> str:
    """A unit without a crime by what its neighbours are found by."""
    if not around:
        return tr("{name}, without a crime").format(name=own)
    return tr("Beside {around} ({name}, without a crime)").format(around=around, name=own)


def around_note(around: Sequence[str]) -> list[str]:
    """What is said of such names under a table; nothing where there are none."""
    if not any(around):
        return []
    return [tr("Named by the snap point with most of the crimes: a name to find the place by, not where to go.")]


def _wards(connection: sqlite3.Connection) -> Optional[LsoaAreas]:
    try:
        return lsoa_areas(connection, AreaKind.WARD)
    except CacheError:  # a cache without look-ups still knows its snap points
        return None


def _fullest(unit: np.ndarray, group: Sequence[int], place: np.ndarray, count: np.ndarray) -> Optional[int]:
    """The snap point with most of the crimes of a group of units; None where it has none."""
    inside = np.flatnonzero(np.isin(unit, np.asarray(group)))
    return int(place[inside[np.argmax(count[inside])]]) if inside.size else None


def _around(
    connection: sqlite3.Connection, place: Optional[int], wards: Optional[LsoaAreas], names: dict[str, str]
) -> str:
    row = connection.execute(_PLACE, (place,)).fetchone() if place is not None else None
    if row is None:
        return ""
    ward = names.get((wards.area((None, row[1])) if wards else None) or "", "")
    parts = [plain_place(str(row[0])), tr("{ward} ward").format(ward=isolated(ward)) if ward else ""]
    return ", ".join(part for part in parts if part)


def plain_place(name: str) -> str:
    """The name of a snap point without On or near; older files shout."""
    text = name.strip()
    if text.lower().startswith(_NEAR):
        text = text[len(_NEAR) :].strip()
    if not text or text.lower() == _NOWHERE:
        return ""
    return isolated(capwords(text) if text.isupper() else text)
