# SPDX-License-Identifier: GPL-2.0-or-later
"""The schema of a cache, from its text: version 1, and the steps since, one file each (`schema/upgrade_N.sql`).

A new cache takes the same steps as an old one, so both come out alike. To change the schema, write the next step
and raise `SCHEMA_VERSION`; the text of version 1 stays as it is.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from .errors import BadCache, EmptyCache
from .reference import crime_types, outcome_groups
from .sql_files import statements_of

SCHEMA_VERSION = 3
APPLICATION_ID = 0x504F4C55  # "POLU", in the file's header: tells our cache from any other SpatiaLite file
_FOLDER = Path(__file__).parent / "schema"
_LENT = ("CREATE VIEW ", "CREATE TABLE ")
_FIRST = ("spatialite", "crimes", "areas", "layers", "answers", "postcodes")


def check_identity(connection: sqlite3.Connection, path: Path, empty_is_new: bool) -> None:
    """Raise `BadCache` unless the file is a cache of this program's version or older; `EmptyCache` before it is."""
    version = schema_version(connection)
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if not (tables or version or application):
        if empty_is_new:
            return
        raise EmptyCache(f"The cache {path} is empty. Fetch or import files to fill it.")
    if application != APPLICATION_ID:
        raise BadCache(f"{path} is not a Police UK cache. Choose another file.")
    if version < 1:
        raise BadCache(f"The cache {path} is damaged. Import the published files into a new cache.")
    if version > SCHEMA_VERSION:
        raise BadCache(
            f"The cache {path} was made by a newer version (schema {version}; this one knows {SCHEMA_VERSION}). "
            "Update the plugin."
        )


def schema_version(connection: sqlite3.Connection) -> int:
    """The version of an open cache; 0 where nothing is in it yet."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def make_schema(connection: sqlite3.Connection) -> None:
    """Make everything in an empty database, in the caller's transaction where there is one."""
    for name in _FIRST:
        _run(connection, f"{name}.sql")
    connection.executemany("INSERT INTO crime_type (name) VALUES (?)", [(name,) for name in crime_types()])
    connection.execute("INSERT INTO outcome_type VALUES (0, '', 'not published')")
    connection.executemany("INSERT INTO outcome_type (name, outcome_group) VALUES (?, ?)", outcome_groups().items())
    connection.execute("INSERT INTO stop_value VALUES (0, '')")
    connection.execute("INSERT INTO lsoa VALUES (0, '', '')")
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    take_steps(connection, 1)


def take_steps(connection: sqlite3.Connection, version: int) -> None:
    """Bring the schema from `version` to this program's, in the caller's transaction where there is one."""
    for step in range(version + 1, SCHEMA_VERSION + 1):
        _run(connection, f"upgrade_{step}.sql")
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")


def lend_newer(connection: sqlite3.Connection) -> None:
    """Give a reader of an older cache the views and tables that were added since, for this connection alone.

    Such a table is empty, which is what an older program would have left in it.
    """
    for step in range(schema_version(connection) + 1, SCHEMA_VERSION + 1):
        for statement in statements_of(_FOLDER / f"upgrade_{step}.sql"):
            if statement.startswith(_LENT):
                connection.execute(statement.replace("CREATE", "CREATE TEMP", 1))


def _run(connection: sqlite3.Connection, name: str) -> None:
    for statement in statements_of(_FOLDER / name):
        connection.execute(statement)
