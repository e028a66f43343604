# SPDX-License-Identifier: GPL-2.0-or-later
"""A cache as the program of an older schema left it, made from one of today, and what tells such schemas apart."""

from __future__ import annotations

import hashlib
import re
import sqlite3
from contextlib import closing
from pathlib import Path

from offline_cache.schema_version import SCHEMA_VERSION
from tests.conftest import ROOT

VERSION_1 = "023740c440881a8235288af5d1a4fc629a88f323c4f816bef37e0f5ad9162dc9"
"""`fingerprint` of an empty cache that the last program of version 1 made."""
VERSION_2 = "7bb57aac92249e7950a0d6fbbe24f4a228280e4456c64e8797ec2ac380c68904"
"""The same of version 2."""


def added_by(version: int) -> list[tuple[str, str]]:
    """Give kind and name of what a version added."""
    text = (ROOT / f"offline_cache/schema/upgrade_{version}.sql").read_text(encoding="utf-8")
    return re.findall(r"^CREATE (VIEW|TABLE) (\w+)", text, re.M)


ADDED = [added for version in range(2, SCHEMA_VERSION + 1) for added in added_by(version)]
"""What versions after the first added: kind and name."""
_REGISTERED = {
    "view_name": ("views_geometry_columns_statistics", "views_geometry_columns"),
    "f_table_name": ("geometry_columns_statistics", "geometry_columns"),
}


def as_version_1(path: Path) -> Path:
    """Take out of a cache what later versions added; gives its path."""
    return as_version(1, path)


def as_version(version: int, path: Path) -> Path:
    """Take out of a cache what was added after a version; gives its path."""
    later = [added for number in range(version + 1, SCHEMA_VERSION + 1) for added in added_by(number)]
    with closing(sqlite3.connect(path)) as connection:
        for kind, name in reversed(later):
            connection.execute(f'DROP {kind} "{name}"')
            for column, tables in _REGISTERED.items():
                for table in tables:
                    connection.execute(f'DELETE FROM "{table}" WHERE "{column}" = ?', (name,))
        connection.execute(f"PRAGMA user_version = {version}")
        connection.commit()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


def fingerprint(path: Path) -> str:
    """Give a hash of every table, view and index, and of what is registered as a layer."""
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute(
            "SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_master "
            "WHERE name NOT LIKE 'sqlite_stat%' ORDER BY type, name"
        ).fetchall()
        rows += connection.execute("SELECT * FROM geometry_columns ORDER BY 1").fetchall()
        rows += connection.execute("SELECT * FROM views_geometry_columns ORDER BY 1").fetchall()
    return hashlib.sha256(repr(rows).encode()).hexdigest()
