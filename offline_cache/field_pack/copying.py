# SPDX-License-Identifier: GPL-2.0-or-later
"""Rows of a table from one cache to another, column by column of the same name."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from string import Template
from typing import Any

_COLUMNS = "SELECT name FROM pragma_table_info(?) ORDER BY cid"
_READ = Template("SELECT $columns FROM $table t $where")
_WRITE = Template("INSERT OR REPLACE INTO $table ($columns) VALUES ($marks)")
_KEEP = Template("CREATE TEMP TABLE IF NOT EXISTS $name (value PRIMARY KEY) WITHOUT ROWID")
_EMPTY = Template("DELETE FROM temp.$name")
_FILL = Template("INSERT OR IGNORE INTO temp.$name VALUES (?)")


def copy_rows(source: sqlite3.Connection, target: sqlite3.Connection, table: str, where: str = "", *values: Any) -> int:
    """Copy the rows of `table` that `where` keeps, a clause over `t`; returns how many. Names are the caller's own."""
    names = [name for (name,) in target.execute(_COLUMNS, (table,))]
    columns, marks = ", ".join(names), ", ".join("?" * len(names))
    rows = source.execute(_READ.substitute(columns=columns, table=table, where=where), values)
    return target.executemany(_WRITE.substitute(table=table, columns=columns, marks=marks), rows).rowcount


def keep(connection: sqlite3.Connection, name: str, values: Iterable[Any]) -> None:
    """Fill the temporary table `name` of a reader with values, for clauses to look into."""
    connection.execute(_KEEP.substitute(name=name))
    connection.execute(_EMPTY.substitute(name=name))
    connection.executemany(_FILL.substitute(name=name), ((value,) for value in values))
