# SPDX-License-Identifier: GPL-2.0-or-later
"""Questions of a search, for workers: what a cache holds by a name, where it is, what postcodes.io says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from offline_cache.held_cache import reading_or_empty
from offline_cache.postcodes import find_postcode, keep_postcodes, postcode_of
from offline_cache.reader import reading
from offline_cache.search import Found, FoundKind, found_postcode, located, search
from offline_cache.sources.postcodes_io import look_up
from offline_cache.store import OfflineCache


def search_cache(cache: Path, text: str, limit: int) -> tuple[Found, ...]:
    """What the cache holds by that name, best first; nothing where there is no cache. Raises `BadCache`."""
    if not cache.is_file():
        return ()
    with reading(cache) as connection:
        return search(connection, text, limit)


def ready(cache: Path) -> None:
    """Have the names of a cache read before the first letter is typed; raises `BadCache`."""
    search_cache(cache, "ready", 1)


def locate(cache: Path, found: Found) -> Found:
    """The same with its place, as far as the cache knows; raises `BadCache`."""
    with reading_or_empty(cache) as connection:
        return located(connection, found)


def ask_postcodes_io(cache: Path, text: str, cancelled: Callable[[], bool]) -> Found:
    """What postcodes.io says of a postcode, kept in the cache where there is one.

    Raises `CacheError` where it knows none, `NetworkError` (also where the user works offline), `Cancelled`.
    """
    from ..network import qgis_transport

    with qgis_transport(cancelled) as transport:
        postcode = look_up(transport, text)
    if cache.is_file():
        with OfflineCache(cache) as held:
            postcode = keep_postcodes(held, [postcode])[0]
    with reading_or_empty(cache) as connection:
        return found_postcode(connection, find_postcode(connection, postcode.text) or postcode)


def to_ask(text: str, found: tuple[Found, ...]) -> str:
    """The postcode that could be asked of postcodes.io: typed as a whole and not found; '' for none."""
    postcode = postcode_of(text)
    known = any(one.kind is FoundKind.POSTCODE and one.name == postcode for one in found)
    return "" if postcode is None or known else postcode
