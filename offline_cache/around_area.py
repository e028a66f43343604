# SPDX-License-Identifier: GPL-2.0-or-later
"""The larger area that an area is part of: its district, its police force area."""

from __future__ import annotations

import sqlite3
from collections import Counter
from dataclasses import replace
from typing import Optional

from .areas.lookups import area_names, lsoa_areas
from .areas.model import AreaKind
from .errors import CacheError
from .model import Area, By, Selection
from .queries import counts

_MOSTLY = 0.9
"""Share of an area's crimes that has to lie in a larger one for that to be called the area's own."""


def area_around(connection: sqlite3.Connection, selection: Selection, kind: AreaKind) -> Optional[Area]:
    """The one area of a kind that nine in ten crimes of the selected area lie in, by their LSOA, whenever they were.

    None where there is no such area, no look-up of its kind, or where the selection has no area or is that one itself.
    """
    own = selection.area
    if own is None:
        return None
    every = replace(selection, first=None, last=None, crime_types=(), with_asb=True)
    try:
        look_up, rows = lsoa_areas(connection, kind), counts(connection, every, By.LSOA).rows
    except CacheError:
        return None
    crimes: Counter[Optional[str]] = Counter()
    for edition, code, _, count in rows:
        crimes[look_up.area((edition if isinstance(edition, int) else None, str(code)))] += int(count or 0)
    code, most = crimes.most_common(1)[0] if crimes else (None, 0)
    if code is None or most < _MOSTLY * sum(crimes.values()) or (own.kind, own.codes) == (kind.value, (code,)):
        return None
    return Area(kind.value, (code,), area_names(connection, look_up.areas).get(code, code))
