# SPDX-License-Identifier: GPL-2.0-or-later
"""What areas are held, of which edition, from where, under which licence."""

from __future__ import annotations

import sqlite3

from .model import AreaContent, AreaStatus
from .writing import HELD

_SOURCES = """
    SELECT id, content, kind, edition, detail, source, licence, imported_at FROM area_source
    WHERE content IN ('outlines', 'look-up', 'exact fit', 'figures')
    ORDER BY content, kind, edition, imported_at, id
"""


def area_status(connection: sqlite3.Connection) -> list[AreaStatus]:
    """One entry a file imported; `rows` are the areas that are still held as that file has them."""
    return [
        AreaStatus(
            content=content,
            kind=kind,
            edition=edition,
            detail=detail,
            rows=connection.execute(HELD[AreaContent(content)], (number,)).fetchone()[1],
            source=source,
            licence=licence,
            imported_at=imported,
        )
        for number, content, kind, edition, detail, source, licence, imported in connection.execute(_SOURCES).fetchall()
    ]
