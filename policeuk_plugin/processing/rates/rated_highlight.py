# SPDX-License-Identifier: GPL-2.0-or-later
"""The one area among those compared that is marked in a chart and named in the finding."""

from __future__ import annotations

import sqlite3

from offline_cache.errors import CacheError
from offline_cache.reading_order import isolated

from ...text import tr
from ..peers.peer_area import one_area
from .rated_areas import RatedAreas


def marked_code(connection: sqlite3.Connection, rated: RatedAreas, text: str) -> str:
    """Its code, '' where none is asked for; raises `CacheError` where the area is not among those compared."""
    if not text.strip():
        return ""
    one = one_area(connection, text)
    row = next((row for row in rated.rows if row.code == one.code), None)
    if row is None:
        raise CacheError(
            tr("{area} is none of the {areas} compared, so it cannot be marked. Choose HIGHLIGHT among them.").format(
                area=isolated(one.name), areas=rated.run.counts.plural
            )
        )
    if not row.denominator:
        raise CacheError(
            tr("{area} has no rate, so it is not in the chart. Leave HIGHLIGHT empty.").format(area=isolated(one.name))
        )
    return row.code
