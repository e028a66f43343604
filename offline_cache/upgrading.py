# SPDX-License-Identifier: GPL-2.0-or-later
"""A cache of an older version becomes one of this version, after a copy of it is kept beside it."""

from __future__ import annotations

import logging
import os
import sqlite3
from contextlib import closing
from pathlib import Path

from .errors import BadCache, path_sentences, reason
from .schema_version import APPLICATION_ID, SCHEMA_VERSION, schema_version, take_steps
from .spatialite import write_statistics

_HEADER = 72  # of an SQLite file: user_version at 60, application_id at 68 (sqlite.org/fileformat2.html)


def upgrade(connection: sqlite3.Connection, path: Path) -> None:
    """Bring an open cache to this program's version; nothing is done to one that has it.

    The copy is whole before anything is changed, and the change is one transaction: killed at any moment, the cache
    is of the one version or of the other. Of two programs at once the second waits for the first. Raises `BadCache`
    where the copy cannot be made, and `sqlite3.Error`.
    """
    if schema_version(connection) == SCHEMA_VERSION:
        return
    connection.execute("BEGIN IMMEDIATE")  # nobody writes while the copy is made
    try:
        version = schema_version(connection)
        if version < SCHEMA_VERSION:
            kept = _keep_copy(path, version)
            take_steps(connection, version)
            write_statistics(connection)
            logging.getLogger(__name__).info("%s was of version %d: a copy is %s", path, version, kept)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def copy_of(path: Path, version: int) -> Path:
    """Where the copy of a cache of an older version is kept: beside it, under a name that says what it is.

    A copy of that version that is there already was left by an upgrade that did not come to its end, and is made
    anew; any other file of that name is left alone.
    """
    number = 1
    while True:
        more = f"-{number}" if number > 1 else ""
        copy = path.with_name(f"{path.stem}.schema-{version}{more}{path.suffix}")
        if not os.path.lexists(copy) or (copy.is_file() and _identity(copy) == (version, APPLICATION_ID)):
            return copy
        number += 1


def _identity(path: Path) -> tuple[int, int]:
    """Version and application of an SQLite file, out of its header."""
    with path.open("rb") as file:
        header = file.read(_HEADER)
    return int.from_bytes(header[60:64], "big"), int.from_bytes(header[68:72], "big")


def _keep_copy(path: Path, version: int) -> Path:
    """Copy the cache as it is committed, its log included, to one plain file; returns where it is."""
    with path_sentences(path):
        copy = copy_of(path, version)
        part = copy.with_name(copy.name + ".part")
        part.unlink(missing_ok=True)
        try:
            _copy(path, part)
            os.replace(part, copy)
        except (sqlite3.Error, OSError) as error:
            raise BadCache(
                f"The cache {path} is of an older version. Before it is brought up to date a copy is kept beside it, "
                f"and that failed ({reason(error)}). Make room there and try again; the cache is as it was."
            ) from error
        finally:
            part.unlink(missing_ok=True)
    return copy


def _copy(path: Path, part: Path) -> None:
    source_uri = f"{path.absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(source_uri, uri=True)) as source, closing(sqlite3.connect(part)) as target:
        source.backup(target)
        target.execute("PRAGMA journal_mode = DELETE")  # one file, that read-only media can hold
    with part.open("rb+") as written:
        os.fsync(written.fileno())
