# SPDX-License-Identifier: GPL-2.0-or-later
"""Deletion is real: what QGIS or QField deleted is wiped from the file, too.

SQLite marks the room of a deleted row as free and leaves its bytes there. A notebook's own connections overwrite
them (`secure_delete`); other programs' do not, and pages that were split may hold a second copy.
"""

from __future__ import annotations

import contextlib
import logging
import sqlite3
from pathlib import Path

from ..errors import CacheError
from .file import notes_sentences

_LOG = logging.getLogger(__name__)


def scrub(path: Path) -> None:
    """Rebuild the file where something was deleted since it was rebuilt last.

    Where that cannot be (another program has it open, the disk is full) it is done the next time.
    """
    uri = f"{path.absolute().as_uri()}?mode=rw"
    try:
        with (
            notes_sentences(path),
            contextlib.closing(sqlite3.connect(uri, uri=True, isolation_level=None, timeout=1)) as connection,
        ):
            connection.execute("PRAGMA temp_store = MEMORY")  # no copy of the notes in a folder that others can read
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute("PRAGMA synchronous = EXTRA")
            last = connection.execute("SELECT max(fid) FROM deleted WHERE scrubbed = 0").fetchone()[0]
            if last is None:
                return
            connection.execute("PRAGMA journal_mode = DELETE")
            connection.execute("VACUUM")
            connection.execute("UPDATE deleted SET scrubbed = 1 WHERE fid <= ?", (last,))
    except CacheError as error:  # the deletion itself is done
        _LOG.info("%s is rebuilt the next time: %s", path, error)
