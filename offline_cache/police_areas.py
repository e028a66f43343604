# SPDX-License-Identifier: GPL-2.0-or-later
"""The police force area of a force, by the service's list, else by where its crimes are."""

from __future__ import annotations

import sqlite3
from collections import Counter
from typing import Optional

from .areas.lookups import lsoa_areas
from .areas.model import AreaKind
from .errors import CacheError
from .reference import force_names, forces_by_police_area
from .remembering import remembered

_CODES_OF_FORCE = """
    SELECT f.lsoa_edition, l.code, count(*)
    FROM published_file f JOIN crime c ON c.id BETWEEN f.first_row AND f.last_row
    JOIN place p ON p.id = c.place JOIN lsoa l ON l.id = p.lsoa
    WHERE f.dataset = 'street' AND f.force = ? AND l.id > 0 GROUP BY f.lsoa_edition, l.code
"""


def police_area(connection: sqlite3.Connection, force: str) -> Optional[str]:
    """Code of the police force area; None for British Transport Police, which has none.

    Of a force that the service does not list, as the sample's, it is that in which most of its crimes are.
    """
    for code, slug in forces_by_police_area().items():
        if slug == force:
            return code
    if force in force_names():
        return None
    return remembered(connection, ("police area", force), lambda: _by_crimes(connection, force))


def _by_crimes(connection: sqlite3.Connection, force: str) -> Optional[str]:
    try:
        look_up = lsoa_areas(connection, AreaKind.PFA)
    except CacheError:
        return None
    crimes: Counter[str] = Counter()
    for edition, code, count in connection.execute(_CODES_OF_FORCE, (force,)):
        crimes[look_up.area((edition, code)) or ""] += count
    crimes.pop("", None)
    return crimes.most_common(1)[0][0] if crimes else None
