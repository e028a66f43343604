# SPDX-License-Identifier: GPL-2.0-or-later
"""The larger area that an area is part of: its district, its police force area."""

from __future__ import annotations

import sqlite3
from collections import Counter
from typing import Optional

from .area_lsoas import lsoas_in
from .areas.lookups import LsoaCode, area_names, lsoa_areas
from .areas.model import AreaKind
from .errors import CacheError
from .model import NEIGHBOURHOOD, Area, By, Selection
from .queries import counts

_EDITION = 2021
_MOSTLY = 0.9
"""Share of an area that has to lie in a larger one for that to be called the area's own."""


def area_around(connection: sqlite3.Connection, selection: Selection, kind: AreaKind) -> Optional[Area]:
    """The one area of a kind that nine in ten of the selected area's LSOAs lie in; of a neighbourhood its crimes.

    None where there is no such area, no look-up of its kind, or where the selection has no area or is that one itself.
    """
    own = selection.area
    if own is None:
        return None
    try:
        look_up, parts = lsoa_areas(connection, kind), _parts(connection, selection, own)
    except CacheError:
        return None
    weights: Counter[Optional[str]] = Counter()
    for lsoa, weight in parts.items():
        weights[look_up.area(lsoa)] += weight
    code, most = weights.most_common(1)[0] if weights else (None, 0)
    if code is None or most < _MOSTLY * sum(weights.values()) or (own.kind, own.codes) == (kind.value, (code,)):
        return None
    return Area(kind.value, (code,), area_names(connection, look_up.areas).get(code, code))


def _parts(connection: sqlite3.Connection, selection: Selection, area: Area) -> dict[LsoaCode, int]:
    """The LSOAs that an area is made of, each weighing the same; a neighbourhood is no sum of LSOAs."""
    if area.kind != NEIGHBOURHOOD:
        return {(_EDITION, code): 1 for code in lsoas_in(connection, area, _EDITION)[0]}
    rows = counts(connection, selection, By.LSOA).rows
    return {
        (edition if isinstance(edition, int) else None, str(code)): int(count or 0) for edition, code, _, count in rows
    }
