# SPDX-License-Identifier: GPL-2.0-or-later
"""A cache opened for reading only: nothing in it can be changed, and read-only media and folders serve too.

In WAL mode SQLite keeps readers and a writer apart by `-wal` and `-shm` files beside the cache. Who may write
there lets SQLite make them, and remove them when the last has gone. Who may not must not leave files of an owner
of their own, which would keep the cache's owner from writing: they use those that are there, or none.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from .errors import BadCache, path_sentences, sqlite_sentences
from .remembering import Remembering
from .schema_version import check_identity, lend_newer

_Kind = TypeVar("_Kind", bound=sqlite3.Connection)
_WAL_MODE = b"\2"  # of byte 18 of the header (sqlite.org/fileformat2.html)


@contextlib.contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection that reads one state of the cache at `path`; raises `BadCache` where it cannot be read."""
    with contextlib.ExitStack() as stack:
        with path_sentences(path):
            if not path.is_file():
                raise BadCache(f"There is no cache file at {path}. Import a file to make one.")
            with sqlite_sentences(path):
                connection = _open(path.resolve(strict=True), path, stack)
        with sqlite_sentences(path):
            check_identity(connection, path, empty_is_new=False)
            connection.execute("PRAGMA temp_store = MEMORY")  # the folder for temporary files may be read-only too
            lend_newer(connection)
            connection.execute("BEGIN")
            try:
                yield connection
            finally:  # also where a mixture of old and new pages looked like damage
                refuse_changed(connection)


def refuse_changed(connection: sqlite3.Connection) -> None:
    """Raise `BadCache` where another program may have changed what this connection has read.

    Call it before what was read is published; `reading` does so at its end.
    """
    if isinstance(connection, _Unlocked):
        with path_sentences(connection.path):
            if connection.state != _state(connection.path):
                raise BadCache(f"The cache {connection.path} was written while it was being read. Try again.")


class _Unlocked(Remembering):
    """A connection that takes no locks, for want of the right to: it remembers how the file was."""

    path: Path
    state: tuple[int, ...]


def _state(path: Path) -> tuple[int, ...]:
    now = path.stat()
    return now.st_ino, now.st_size, now.st_mtime_ns, now.st_ctime_ns


def _open(path: Path, shown: Path, stack: contextlib.ExitStack) -> sqlite3.Connection:
    """Open the file at `path`, links followed, as this user may; `shown` is its name in sentences.

    What is to be closed goes on the stack.
    """
    wal, shm, journal = (path.with_name(path.name + side) for side in ("-wal", "-shm", "-journal"))
    if os.access(path, os.W_OK) and os.access(path.parent, os.W_OK):
        with contextlib.suppress(_NotForUs):
            _connected(path, "rw", stack, sqlite3.Connection)  # unused: its closing removes the side files
            return _connected(path, "ro", stack, Remembering)
    state = _state(path)  # before the look at the log: what is written into the file from now on is noticed
    with path.open("rb") as file:
        in_wal_mode = file.read(20)[18:19] == _WAL_MODE
    if not in_wal_mode or (wal.exists() and shm.exists()):
        with contextlib.suppress(_NotForUs):
            return _connected(path, "ro", stack, Remembering)
    for left in (wal, journal):
        if left.exists() and left.stat().st_size:
            raise BadCache(
                f"The cache {shown} is read-only for you and {left.name} beside it holds changes not yet in it. "
                "Wait until no program writes it, or copy both to a folder of your own."
            )
    connection = _connected(path, "ro&immutable=1", stack, _Unlocked)
    connection.path, connection.state = path, state
    return connection


class _NotForUs(sqlite3.OperationalError):
    """SQLite wants to write beside the file, which this user may not."""


def _connected(path: Path, mode: str, stack: contextlib.ExitStack, kind: type[_Kind]) -> _Kind:
    connection = stack.enter_context(
        contextlib.closing(
            sqlite3.connect(f"{path.as_uri()}?mode={mode}", uri=True, isolation_level=None, factory=kind)
        )
    )
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.DatabaseError as error:
        if any(part in str(error) for part in ("unable to open", "readonly")):
            raise _NotForUs(str(error)) from error
        raise
    return connection
