# SPDX-License-Identifier: GPL-2.0-or-later
"""The names of a cache in memory, made when first searched and again when the cache has changed."""

from __future__ import annotations

import os
import sqlite3
import threading
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Optional

from .entries import NOT_HELD, Entry, editions, entries
from .folding import folded
from .haystack import Haystack

_STATE = """
    SELECT (SELECT count(*) || ' ' || max(fetched_at) || ' ' || max(last_row) FROM published_file),
      (SELECT count(*) || ' ' || max(id) || ' ' || max(imported_at) FROM area_source),
      (SELECT count(*) || ' ' || max(id) || ' ' || max(fetched_at) FROM answer),
      (SELECT max(id) FROM place)
"""
_FILE = "SELECT file FROM pragma_database_list WHERE name = 'main'"
# The newest first: of a street whose points were redrawn, or whose name is written otherwise now.
_PLACES = "SELECT id, name, lsoa FROM place WHERE geom IS NOT NULL ORDER BY id DESC"
_LSOAS = "SELECT id, name FROM lsoa"
_NEAR = "On or near "
State = tuple[Any, ...]


@dataclass(frozen=True)
class Index:
    """`names` are the lines of `entries`, `places` those of the snap points whose ids are `place_ids`.

    `editions` are those of the outlines of each kind of area, `lsoa_names` the names of LSOAs by code.
    """

    state: State
    entries: list[Entry]
    names: Haystack
    place_ids: array[int]
    places: Haystack
    editions: dict[str, tuple[int, ...]]
    lsoa_names: dict[str, str]


_lock = threading.Lock()
_last: Optional[Index] = None


def index_of(connection: sqlite3.Connection) -> Index:
    """The index of what the connection reads; the last one is kept, for all threads."""
    global _last
    state = _state(connection)
    with _lock:
        if _last is None or _last.state != state:
            _last = None  # so that two are never in memory
            _last = _made(connection, state)
        return _last


def place_name(name: str) -> str:
    """A place as it is spoken of: the service writes `On or near High Street`."""
    return name[len(_NEAR) :].strip() if name.startswith(_NEAR) else name


def _state(connection: sqlite3.Connection) -> State:
    path = connection.execute(_FILE).fetchone()[0]
    return (path, os.stat(path).st_ino if path else id(connection), *connection.execute(_STATE).fetchone())


def _made(connection: sqlite3.Connection, state: State) -> Index:
    known = entries(connection)
    names = Haystack(
        (folded(entry.name), folded(entry.code), folded(f"{entry.more.replace(NOT_HELD, '')} {entry.kind.value}"))
        for entry in known
    )
    ids: array[int] = array("Q")
    places = Haystack(_places(connection, ids))
    lsoa_names = {entry.code: entry.name for entry in known if entry.text.startswith("lsoa:") and entry.code}
    return Index(state, known, names, ids, places, editions(connection), lsoa_names)


def _places(connection: sqlite3.Connection, ids: array[int]) -> Iterator[tuple[str, str, str]]:
    """One line for each name in each LSOA; their ids are put into `ids`."""
    lsoas = {row: folded(name) for row, name in connection.execute(_LSOAS)}
    words: dict[str, tuple[int, str]] = {}
    numbers: dict[str, int] = {}
    seen: set[int] = set()  # of numbers, not pairs: all of England and Wales has some 700,000
    for place, name, lsoa in connection.execute(_PLACES):
        known = words.get(name)
        if known is None:
            word = folded(place_name(name))
            known = words[name] = numbers.setdefault(word, len(numbers)), word
        number, word = known
        key = number << 32 | lsoa
        if word and key not in seen:
            seen.add(key)
            ids.append(place)
            yield word, "", lsoas.get(lsoa, "")
