# SPDX-License-Identifier: GPL-2.0-or-later
"""Answers of postcodes.io into the cache, so that they are there without a network."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable
from dataclasses import replace

from ..areas.fields import invented
from ..reference import lsoa_edition
from ..store import OfflineCache
from .licence import licence_lines
from .model import Postcode
from .text import compact, is_northern_irish

_LSOA = re.compile(r"[EW]01[0-9]{6}\Z")
_HAS_ALL = "SELECT EXISTS (SELECT 1 FROM lsoa_exact_fit)"
_KNOWN = {
    2011: "SELECT EXISTS (SELECT 1 FROM lsoa_exact_fit WHERE lsoa11 = ?)",
    2021: "SELECT EXISTS (SELECT 1 FROM lsoa_exact_fit WHERE lsoa21 = ?)",
}
WRITE = "INSERT OR REPLACE INTO postcode VALUES (?, ?, ?, ?, ?, ?, ?)"
_SOURCE = "INSERT INTO postcode_source (source, crc, entries, northern_ireland, licence, day) VALUES (?, ?, ?, ?, ?, ?)"
_SAME_SOURCE = "SELECT id FROM postcode_source WHERE source = ? AND crc IS NULL AND northern_ireland = ? AND day = ?"
_COUNT = "UPDATE postcode_source SET entries = (SELECT count(*) FROM postcode WHERE source = ?1) WHERE id = ?1"
_FORGET_EMPTY = "DELETE FROM postcode_source WHERE id NOT IN (SELECT source FROM postcode)"


def keep_postcodes(cache: OfflineCache, postcodes: Iterable[Postcode]) -> tuple[Postcode, ...]:
    """Write answers in one transaction; gives them as they are kept, without LSOA codes that ONS never issued."""
    kept = []
    with cache.transaction() as connection:
        for postcode in postcodes:
            checked = checked_lsoas(connection, postcode)
            write_answer(connection, checked)
            kept.append(checked)
        connection.execute(_FORGET_EMPTY)
    cache.settle()
    return tuple(kept)


def checked_lsoas(connection: sqlite3.Connection, postcode: Postcode) -> Postcode:
    """The postcode without codes that are none of LSOAs of that edition, as far as the exact-fit look-up tells."""
    has_all = connection.execute(_HAS_ALL).fetchone()[0]

    def passed(code: str, edition: int) -> str:
        if not is_lsoa(code) or lsoa_edition(code) not in (None, edition):
            return ""
        known = not has_all or invented(code) or connection.execute(_KNOWN[edition], (code,)).fetchone()[0]
        return code if known else ""

    return replace(postcode, lsoa_2011=passed(postcode.lsoa_2011, 2011), lsoa_2021=passed(postcode.lsoa_2021, 2021))


def write_answer(connection: sqlite3.Connection, postcode: Postcode) -> None:
    """Write one answer under the source of its day, within the caller's transaction."""
    northern = is_northern_irish(postcode.text)
    key = (postcode.source, int(northern), postcode.day)
    found = connection.execute(_SAME_SOURCE, key).fetchone()
    source = found[0] if found else new_source(connection, postcode.source, None, northern, postcode.day)
    row = (postcode.longitude, postcode.latitude, postcode.lsoa_2011, postcode.lsoa_2021, postcode.ended)
    connection.execute(WRITE, (compact(postcode.text), *row, source))
    connection.execute(_COUNT, (source,))


def new_source(connection: sqlite3.Connection, name: str, crc: object, northern: bool, day: str) -> int:
    """The id of a new source, with its licence lines."""
    row = (name, crc, 0, int(northern), licence_lines(day[:4], northern), day)
    return int(connection.execute(_SOURCE, row).lastrowid or 0)


def forget_replaced(connection: sqlite3.Connection) -> None:
    """Drop the sources of which nothing is left."""
    connection.execute(_FORGET_EMPTY)


def is_lsoa(code: str) -> bool:
    """Whether it is written as a code of an LSOA: not those of Scotland and Northern Ireland, no pseudo code."""
    return _LSOA.match(code) is not None
