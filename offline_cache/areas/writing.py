# SPDX-License-Identifier: GPL-2.0-or-later
"""What an area file holds into the tables of the cache, within the caller's transaction.

One rule for all: what a newer file covers it replaces, area code by area code; the rest stays.
Each function returns how many rows it wrote, and how many it replaced.
"""

from __future__ import annotations

import sqlite3
from typing import Optional

from ..spatialite import strip
from .model import AreaContent, Contents, ExactFit, Figures, LookUp, Outline, Outlines
from .polygons import Bounds, bounds, multipolygon_blob

# Where the rows of a content stand: their number, and how many areas they are about.
HELD = {
    AreaContent.OUTLINES: "SELECT count(*), count(*) FROM area WHERE source = ?",
    AreaContent.LOOK_UP: "SELECT count(*), count(DISTINCT code) FROM area_in_area WHERE source = ?",
    AreaContent.EXACT_FIT: "SELECT count(*), count(DISTINCT lsoa11) FROM lsoa_exact_fit WHERE source = ?",
    AreaContent.FIGURES: "SELECT count(*), count(DISTINCT code) FROM area_figure WHERE source = ?",
    AreaContent.ATTRIBUTES: "SELECT count(*), count(DISTINCT code) FROM area_attribute WHERE source = ?",
    AreaContent.CLASSES: "SELECT count(*), count(DISTINCT code) FROM area_class WHERE source = ?",
    AreaContent.PEERS: """
        SELECT count(*), count(DISTINCT p.area) FROM peer_list l JOIN peer p ON p.list = l.id WHERE l.source = ?
    """,
    AreaContent.OFFICIAL: "SELECT count(*), count(DISTINCT code) FROM official_count WHERE source = ?",
}
_FORGET_EMPTY = """
    DELETE FROM area_source WHERE id NOT IN (
      SELECT source FROM area UNION SELECT source FROM area_in_area
      UNION SELECT source FROM area_figure UNION SELECT source FROM lsoa_exact_fit
      UNION SELECT source FROM area_attribute UNION SELECT source FROM area_measure
      UNION SELECT source FROM area_class UNION SELECT source FROM peer_list UNION SELECT source FROM official_count)
"""


def write_contents(connection: sqlite3.Connection, contents: Contents, source: int) -> tuple[int, int]:
    """Write what a file holds as coming from `source`."""
    if isinstance(contents, Outlines):
        return _write_outlines(connection, contents, source)
    if isinstance(contents, LookUp):
        return _write_look_up(connection, contents, source)
    if isinstance(contents, ExactFit):
        return _write_exact_fit(connection, contents, source)
    return _write_figures(connection, contents, source)


def forget_empty_sources(connection: sqlite3.Connection) -> None:
    """Drop the sources of which newer files have replaced every row."""
    connection.execute(_FORGET_EMPTY)


def _write_outlines(connection: sqlite3.Connection, contents: Outlines, source: int) -> tuple[int, int]:
    kind, edition = contents.areas.kind.value, contents.areas.edition
    held = dict(connection.execute("SELECT code, id FROM area WHERE kind = ? AND edition = ?", (kind, edition)))
    free = connection.execute("SELECT coalesce(max(id), 0) + 1 FROM area").fetchone()[0]
    index = []
    replaced = 0
    for outline in contents.outlines:
        known = held.get(outline.code)
        number = free if known is None else known
        free += known is None
        replaced += known is not None
        blob, box = _drawn(outline)
        connection.execute(
            "INSERT OR REPLACE INTO area VALUES (?, ?, ?, ?, ?, ?, ?)",
            (number, source, kind, edition, outline.code, outline.name, blob),
        )
        connection.execute("DELETE FROM idx_area_geom WHERE pkid = ?", (number,))
        if box:
            index.append((number, box[0], box[2], box[1], box[3]))
    index.sort(key=lambda entry: strip((entry[1] + entry[2]) / 2, (entry[3] + entry[4]) / 2))
    connection.executemany("INSERT INTO idx_area_geom VALUES (?, ?, ?, ?, ?)", index)
    return len(contents.outlines), replaced


def _drawn(outline: Outline) -> tuple[Optional[bytes], Optional[Bounds]]:
    if outline.polygons is None:
        return None, None
    box = bounds(outline.polygons)
    return multipolygon_blob(outline.polygons, box), box


def _write_look_up(connection: sqlite3.Connection, contents: LookUp, source: int) -> tuple[int, int]:
    kind, edition = contents.areas.kind.value, contents.areas.edition
    replaced = written = 0
    for belonging in contents.belongings:
        within = (belonging.within.kind.value, belonging.within.edition)
        replaced += connection.executemany(
            "DELETE FROM area_in_area WHERE kind = ? AND edition = ? AND in_kind = ? AND in_edition = ? AND code = ?",
            [(kind, edition, *within, code) for code in contents.codes],
        ).rowcount
        connection.executemany(
            "INSERT INTO area_in_area VALUES (?, ?, ?, ?, ?, ?, ?)",
            [(kind, edition, code, *within, area, source) for code, area in belonging.area_of.items()],
        )
        connection.executemany(
            "INSERT OR REPLACE INTO area_name VALUES (?, ?, ?, ?)",
            [(*within, code, name) for code, name in belonging.names.items()],
        )
        written += len(belonging.area_of)
    return written, replaced


def _write_exact_fit(connection: sqlite3.Connection, contents: ExactFit, source: int) -> tuple[int, int]:
    replaced = connection.executemany(
        "DELETE FROM lsoa_exact_fit WHERE lsoa11 = ?", [(code,) for code in {row[0] for row in contents.rows}]
    ).rowcount
    connection.executemany("INSERT INTO lsoa_exact_fit VALUES (?, ?, ?, ?)", [(*row, source) for row in contents.rows])
    return len(contents.rows), replaced


def _write_figures(connection: sqlite3.Connection, contents: Figures, source: int) -> tuple[int, int]:
    kind, edition = contents.areas.kind.value, contents.areas.edition
    replaced = written = 0
    for measure, values in contents.values.items():
        replaced += connection.executemany(
            "DELETE FROM area_figure WHERE kind = ? AND edition = ? AND measure = ? AND code = ?",
            [(kind, edition, measure, code) for code in values],
        ).rowcount
        connection.executemany(
            "INSERT INTO area_figure VALUES (?, ?, ?, ?, ?, ?)",
            [(kind, edition, code, measure, value, source) for code, value in values.items()],
        )
        written += len(values)
    return written, replaced
