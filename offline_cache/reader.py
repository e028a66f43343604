# SPDX-License-Identifier: GPL-2.0-or-later
"""A cache opened for reading only: nothing can be changed, and read-only media serve too."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from .errors import BadCache, sqlite_sentences
from .store import check_identity


@contextlib.contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection that reads one state of the cache at `path`; raises `BadCache` where it cannot be read."""
    if not path.is_file():
        raise BadCache(f"There is no cache file at {path}. Import a file to make one.")
    with sqlite_sentences(path):
        connection = _open(path)
        try:
            check_identity(connection, path, empty_is_new=False)
            connection.execute("PRAGMA temp_store = MEMORY")  # the folder for temporary files may be read-only too
            connection.execute("BEGIN")
            yield connection
        finally:
            connection.close()


def _open(path: Path) -> sqlite3.Connection:
    uri = path.resolve().as_uri()
    connection = sqlite3.connect(f"{uri}?mode=ro", uri=True, isolation_level=None)
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.DatabaseError as error:
        connection.close()
        if "unable to open" not in str(error):
            raise
        wal = path.with_name(path.name + "-wal")
        if wal.exists() and wal.stat().st_size:
            raise BadCache(
                f"The cache {path} is read-only and {wal.name} beside it holds changes not yet in it. "
                "Copy both to a folder of your own."
            ) from error
        # A cache in WAL mode on read-only media: SQLite wants to make its shared-memory file there.
        return sqlite3.connect(f"{uri}?mode=ro&immutable=1", uri=True, isolation_level=None)
    return connection
