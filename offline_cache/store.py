# SPDX-License-Identifier: GPL-2.0-or-later
"""The cache file: open it, replace one published file in it, close it. The only writer."""

from __future__ import annotations

import contextlib
import logging
import os
import sqlite3
from collections.abc import Iterator
from datetime import datetime, timezone
from pathlib import Path
from typing import Optional

from .csv_files import PublishedRows
from .errors import BadCache, CacheError, path_sentences, sqlite_sentences
from .ledger import infer_editions, published_file
from .model import FileChange, FileKey, PublishedFile, Snapshot
from .network_share import on_network_share
from .places import PlaceBook
from .replacement import INDEX_OF_PLACES, Provenance, replace_rows
from .schema_version import check_identity, make_schema, schema_version
from .scope import Scope
from .spatialite import forget_statistics, has_statistics, write_statistics
from .upgrading import upgrade

_BUSY_MS = 5000


class OfflineCache:
    """A cache opened for writing; a context manager. Readers use `queries` on a connection of their own.

    `replace` and the area imports each are one transaction: another program, or the same one after a power
    cut, sees a published file wholly or not at all. Raises `BadCache` with the user's sentence.
    """

    def __init__(self, path: Path) -> None:
        self.path = Path(path)
        with sqlite_sentences(self.path):
            self.connection = _connect(self.path)
            try:
                _prepare(self.connection, self.path)
            except BaseException:
                self.connection.close()
                raise
        self._places = PlaceBook(self.connection)
        self._version: Optional[int] = None
        self._stale = not has_statistics(self.connection)  # a run before this one was stopped

    def __enter__(self) -> OfflineCache:
        return self

    def __exit__(self, kind: object, error: Optional[BaseException], trace: object) -> None:
        try:
            self.close()
        except CacheError as failed:
            if error is None:
                raise
            logging.getLogger(__name__).info("Closing after an error failed too: %s", failed)

    def replace(
        self,
        key: FileKey,
        rows: PublishedRows,
        crc: int,
        source: str,
        snapshot: Snapshot,
        scope: Scope = None,
    ) -> FileChange:
        """Put the published file `key` into the cache in the place of what is held of it; says what changed.

        `rows` are all rows of the file. Those of the LSOAs in `scope` are kept, and of those held before: what is
        held whole stays whole. Of a file without LSOAs all are.
        """
        fetched = datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
        provenance = Provenance(crc, source, snapshot, fetched)
        with self.transaction() as connection:
            return replace_rows(connection, self._places, key, rows, provenance, scope)

    def held(self, key: FileKey) -> Optional[PublishedFile]:
        """The file as it is held, None where it is not."""
        with sqlite_sentences(self.path):
            return published_file(self.connection, key)

    @contextlib.contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """One write transaction; whatever leaves it by an exception was never there."""
        with sqlite_sentences(self.path):
            try:
                self.connection.execute("BEGIN IMMEDIATE")
                self._notice_others()
                self._stale = True
                forget_statistics(self.connection)
                yield self.connection
                self.connection.execute("COMMIT")
            except BaseException:
                self._places.forget()
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")
                raise

    def _notice_others(self) -> None:
        """Forget what was remembered of places where another program has written since (sqlite.org/pragma.html)."""
        version = self.connection.execute("PRAGMA data_version").fetchone()[0]
        if version != self._version:
            self._places.forget()
        self._version = version

    def settle(self) -> None:
        """Infer what only all files together tell, index, and write the layer statistics. Called by `close`."""
        if not self._stale:
            return
        with self.transaction() as connection:
            connection.execute(INDEX_OF_PLACES)
            infer_editions(connection)
            write_statistics(connection)
            connection.execute("PRAGMA analysis_limit = 1000")
            connection.execute("ANALYZE")
        self._stale = False

    def close(self) -> None:
        """Settle, and fold the write-ahead log into the file."""
        try:
            self.settle()
            with sqlite_sentences(self.path):
                self.connection.execute("PRAGMA busy_timeout = 0")  # who reads now need not be waited for
                self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            self.connection.close()


def _connect(path: Path) -> sqlite3.Connection:
    with path_sentences(path):
        _refuse_place(path)
        if on_network_share(path):
            raise BadCache(
                f"The cache {path} lies on a network share, where SQLite cannot keep it whole. "
                "Keep it on a disk of this computer, and copy it to the share when it is made."
            )
        uri = path.absolute().as_uri()  # a bare name such as ':memory:' would mean something else to SQLite
    connection = sqlite3.connect(f"{uri}?mode=rwc", uri=True, isolation_level=None, timeout=_BUSY_MS / 1000)
    connection.execute("PRAGMA cache_size = -65536")
    return connection


def _refuse_place(path: Path) -> None:
    if path.is_dir():
        raise BadCache(f"{path} is a folder. Name a file in it for the cache.")
    if not path.parent.is_dir():
        raise BadCache(f"The folder {path.parent} does not exist. Make it, or choose another place for the cache.")
    if path.exists() and not path.is_file():
        raise BadCache(f"{path} is a device or pipe, not a file. Choose another file for the cache.")
    for needed in (path, path.parent, path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")):
        if needed.exists() and not os.access(needed, os.W_OK):
            raise BadCache(
                f"The cache {path} cannot be written: {needed} is read-only. Copy it to a folder of your own."
            )
    if path.exists() and not _may_be_sqlite(path):
        raise BadCache(f"{path} is not a Police UK cache: it is not an SQLite file. Choose another file.")


def _may_be_sqlite(path: Path) -> bool:
    """Whether a file is empty or begins as SQLite's do; SQLite itself would write over any file under 512 bytes."""
    with path.open("rb") as file:
        return file.read(16) in (b"", b"SQLite format 3\0")


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    """Make the schema in an empty file, upgrade an older one; refuse a file that is not ours or newer than this."""
    check_identity(connection, path, empty_is_new=True)
    if schema_version(connection) == 0:
        connection.execute("PRAGMA page_size = 8192")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("BEGIN IMMEDIATE")
        if schema_version(connection) == 0:
            _create(connection)
        connection.execute("COMMIT")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA wal_autocheckpoint = 8000")  # 64 MB: pages that every file touches are copied once
    upgrade(connection, path)
    connection.execute("BEGIN IMMEDIATE")  # fails here, in a sentence, where the cache cannot be written
    connection.execute("ROLLBACK")


def empty_cache() -> sqlite3.Connection:
    """A cache in memory that holds nothing, to be asked where there is none yet; close it."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    _create(connection)
    return connection


def _create(connection: sqlite3.Connection) -> None:
    make_schema(connection)
    write_statistics(connection)
