# SPDX-License-Identifier: GPL-2.0-or-later
"""The one family of errors: each message is the sentence the user sees."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path


class CacheError(Exception):
    """Something the user can act on: what happened, and what to do."""


class BadFile(CacheError):
    """A file that was given to us cannot be read as what it should be."""


class BadCache(CacheError):
    """The cache file itself cannot be used."""


class Cancelled(CacheError):
    """The user stopped the work; what was finished before stays."""


def shown(text: str) -> str:
    """A value out of a file, fit for a sentence: quoted, short, one line, nothing that steers a terminal."""
    return repr(text if len(text) <= 40 else text[:39] + "…")


# Parts of SQLite's own messages (sqlite3.h, sqlite3ErrStr), and what they mean to the user.
_SENTENCES = (
    (
        "locked",
        "The cache {path} is being written by another program. Wait until it has finished, then try again.",
    ),
    (
        "busy",
        "The cache {path} is being written by another program. Wait until it has finished, then try again.",
    ),
    (
        "readonly",
        "The cache {path} cannot be written: it or its folder is read-only. Copy it to a folder of your own.",
    ),
    ("disk is full", "The disk that holds {path} is full. Nothing was changed; make room and try again."),
    (
        "disk i/o",
        "The disk that holds {path} could not be read or written. Check the disk or the network share.",
    ),
    ("not a database", "{path} is not a Police UK cache: it is not an SQLite file. Choose another file."),
    ("malformed", "The cache {path} is damaged. Import the published files into a new cache."),
    ("unable to open", "The cache {path} cannot be opened. Check that the folder exists and may be used."),
    ("no such table", "{path} is not a Police UK cache: its tables are missing. Choose another file."),
    (
        "no such module: rtree",
        "This Python's SQLite has no R-tree module, which the cache needs. Use the Python of QGIS.",
    ),
)


@contextlib.contextmanager
def sqlite_sentences(path: Path) -> Iterator[None]:
    """Turn an error of SQLite into a `BadCache` whose message says what happened to `path` and what to do."""
    try:
        yield
    except (sqlite3.DatabaseError, sqlite3.InterfaceError) as error:
        text = str(error).lower()
        for part, sentence in _SENTENCES:
            if part in text:
                raise BadCache(sentence.format(path=path)) from error
        raise BadCache(f"The cache {path} could not be used: {error}.") from error
