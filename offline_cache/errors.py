# SPDX-License-Identifier: GPL-2.0-or-later
"""The one family of errors: each message is the sentence the user sees."""

from __future__ import annotations

import contextlib
import enum
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Optional


def printable(text: str) -> str:
    """The text on one line, with nothing that steers a terminal: such characters are written as escapes."""
    if text.isprintable():
        return text
    return "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in text)


class CacheError(Exception):
    """Something the user can act on: what happened, and what to do."""

    def __init__(self, sentence: str = "") -> None:
        super().__init__(printable(sentence))


class AreasLacking(CacheError):
    """Look-ups or outlines of areas that are needed are not in the cache; its first sentence says which."""


class BadFile(CacheError):
    """A file that was given to us cannot be read as what it should be."""


class BadCache(CacheError):
    """The cache file itself cannot be used."""


class EmptyCache(BadCache):
    """Nothing is in the cache file yet, not even its tables: a program was stopped while it made it."""


class Cancelled(CacheError):
    """The user stopped the work; what was finished before stays."""


class NetworkFault(enum.Enum):
    """What kept an answer of a service from us, as far as it can be told from here."""

    SWITCHED_OFF = "work offline is switched on"
    NO_NETWORK = "no network"
    PROXY = "proxy"
    CERTIFICATE = "certificate"
    TIMEOUT = "no answer in time"
    CUT = "connection cut"
    LIMIT = "too many requests"
    SERVICE = "fault of the service"
    NOT_FOUND = "not there"
    REFUSED = "refused"
    REDIRECT = "led elsewhere"
    LOGIN_PAGE = "login page"
    ANSWER = "unreadable answer"
    CHANGED = "changed meanwhile"
    NO_RANGES = "no byte ranges"


class NetworkError(CacheError):
    """A service could not be used; `status` is that of its answer, None where there was none."""

    def __init__(self, fault: NetworkFault, sentence: str, status: Optional[int] = None) -> None:
        super().__init__(sentence)
        self.fault = fault
        self.status = status


class LongAnswer(NetworkError):
    """An answer that is too long to be held in memory; part of what was asked for may not be."""


def shown(text: str) -> str:
    """A value out of a file, fit for a sentence: quoted, short, one line, nothing that steers a terminal."""
    return repr(text if len(text) <= 40 else text[:39] + "…")


def reason(error: BaseException) -> str:
    """What the system or a library says was wrong, short enough for a sentence."""
    text = (error.strerror if isinstance(error, OSError) else None) or str(error) or type(error).__name__
    return text if len(text) <= 120 else text[:119] + "…"


_DAMAGED = "The cache {path} is damaged. Import the published files into a new cache."

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
    ("disk is full", "The disk that holds {path} is full. Make room and try again; what was there before stays."),
    (
        "disk i/o",
        "The disk that holds {path} could not be read or written. Check the disk or the network share.",
    ),
    ("not a database", "{path} is not a Police UK cache: it is not an SQLite file. Choose another file."),
    *(
        (message, _DAMAGED)
        for message in (
            *("malformed", "unsupported file format", "could not decode", "no such column", "no such index"),
            *("already exists", "values were supplied"),
        )
    ),
    ("unable to open", "The cache {path} cannot be opened. Check that the folder exists and may be used."),
    ("no such table", "{path} is not a Police UK cache: its tables are missing. Choose another file."),
    (
        "no such module: rtree",
        "This Python's SQLite has no R-tree module, which the cache needs. Use the Python of QGIS.",
    ),
)


# What the system and pathlib raise where a path cannot be used: too long, links in a circle, a NUL in it.
BAD_PATH = (OSError, ValueError, RuntimeError)


@contextlib.contextmanager
def sqlite_sentences(path: Path) -> Iterator[None]:
    """Turn an error of SQLite into a `BadCache` whose message says what happened to `path` and what to do."""
    try:
        yield
    except UnicodeDecodeError as error:  # sqlite3, of text in the schema
        raise BadCache(_DAMAGED.format(path=path)) from error
    except (sqlite3.DatabaseError, sqlite3.InterfaceError) as error:
        text = str(error).lower()
        for part, sentence in _SENTENCES:
            if part in text:
                raise BadCache(sentence.format(path=path)) from error
        raise BadCache(
            f"The cache {path} could not be used ({reason(error)}). Try again; if that does not help, import the "
            "published files into a new cache."
        ) from error


@contextlib.contextmanager
def path_sentences(path: Path) -> Iterator[None]:
    """Turn what is wrong with the path of a cache into a `BadCache`."""
    try:
        yield
    except BAD_PATH as error:
        raise BadCache(f"The cache {path} cannot be opened: {reason(error)}. Choose another file.") from error
