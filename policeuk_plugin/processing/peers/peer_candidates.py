# SPDX-License-Identifier: GPL-2.0-or-later
"""Which areas can be peers: those whose crimes are held, those of the same class, force, or of another force."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Mapping
from typing import Optional

from offline_cache.area_levels import level_look_up
from offline_cache.areas.lookups import lsoa_areas
from offline_cache.areas.model import AreaKind, AreaSet
from offline_cache.errors import AreasLacking
from offline_cache.ledger import published_files
from offline_cache.model import Dataset, Month
from offline_cache.police_areas import police_area

_EDITION = 2021


def held_areas(connection: sqlite3.Connection, areas: AreaSet, first: Month, last: Month) -> frozenset[str]:
    """The areas of which street files of some of these months are held, of all of their ground.

    Of which months all is held is seen when they are counted. Where no look-up says who polices an LSOA, those that
    stand in some file.
    """
    files = [
        file
        for file in published_files(connection)
        if file.key.dataset is Dataset.STREET and file.published and first <= file.key.month <= last
    ]
    police = {police_area(connection, force) for force in {file.key.force for file in files if file.scope is None}}
    lsoas = {code for file in files for code in file.scope or ()}
    try:
        for (edition, lsoa), code in lsoa_areas(connection, AreaKind.PFA).area_of.items():
            if edition == _EDITION and code is not None and code in police:
                lsoas.add(lsoa)
    except AreasLacking:
        lsoas.update(code for (code,) in connection.execute("SELECT code FROM lsoa WHERE id > 0"))
    if areas.kind is AreaKind.LSOA:
        return frozenset(lsoas)
    some: set[str] = set()
    lacking: set[str] = set()
    for (edition, lsoa), area in level_look_up(connection, areas).area_of.items():
        if edition == _EDITION and area is not None:
            (some if lsoa in lsoas else lacking).add(area)
    return frozenset(some - lacking)


def police_areas_of(connection: sqlite3.Connection, areas: AreaSet) -> Mapping[str, str]:
    """The police force area that each area lies in; one that lies in several is left out.

    Raises `AreasLacking` where no look-up leads to police force areas.
    """
    police = lsoa_areas(connection, AreaKind.PFA)
    found: dict[str, set[Optional[str]]] = defaultdict(set)
    for (edition, lsoa), area in level_look_up(connection, areas).area_of.items():
        if edition == _EDITION and area is not None:
            found[area].add(police.area((edition, lsoa)))
    return {area: next(iter(of)) or "" for area, of in found.items() if len(of) == 1 and None not in of}
