# SPDX-License-Identifier: GPL-2.0-or-later
"""The ground around a postcode: as the cache has it, else as postcodes.io says, which is kept."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Optional

if TYPE_CHECKING:
    from offline_cache.postcodes import Postcode
    from offline_cache.slices import Around
    from offline_cache.transport import Transport


def held_postcode(connection: sqlite3.Connection, text: str) -> Optional[Postcode]:
    """The postcode as the cache has it, None where it does not; raises `CacheError` for what cannot be one."""
    from offline_cache.postcodes import find_postcode  # not while QGIS starts
    from offline_cache.sources.postcodes_io import checked

    return find_postcode(connection, checked(text))


def ask_postcode(cache: Path, text: str, transport: Transport) -> Postcode:
    """What postcodes.io says of a postcode, kept in the cache, which is made where there is none.

    Raises `CacheError` for what is none, `NetworkError`, `Cancelled`.
    """
    from offline_cache.postcodes import keep_postcodes  # not while QGIS starts
    from offline_cache.sources.postcodes_io import look_up

    from ...tasks import open_cache

    found = look_up(transport, text)
    with open_cache(cache) as held:
        return keep_postcodes(held, [found])[0]


def around(postcode: Postcode, metres: float) -> tuple[Around, str]:
    """The ground within some metres, and the licence line to show; raises `CacheError` for one without a place."""
    from offline_cache.slices import Around  # not while QGIS starts

    longitude, latitude = postcode.place
    return Around(longitude, latitude, metres, postcode.text), f"{postcode.text}: {postcode.licence}"
