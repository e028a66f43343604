# SPDX-License-Identifier: GPL-2.0-or-later
"""Postcodes from the cache, else from postcodes.io where the user asks; its answers are kept."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ..held_cache import reading_or_empty
from ..postcodes import Postcode, find_postcode, keep_postcodes
from ..sources.postcodes_io import checked as checked_postcode
from ..sources.postcodes_io import look_up
from ..store import OfflineCache
from .answers import opened_transport

__all__ = ["ask_and_keep", "checked_postcode", "known_or_asked"]


def ask_and_keep(cache: Path, texts: Sequence[str]) -> None:
    """Ask for each postcode and keep the answers; raises as `look_up`. A cache is made only where there are any."""
    for text in texts:
        checked_postcode(text)
    with opened_transport() as transport:
        found = [look_up(transport, text) for text in texts]
    with OfflineCache(cache) as held:
        keep_postcodes(held, found)


def known_or_asked(cache: Path, text: str) -> Postcode:
    """The postcode as the cache has it, else as postcodes.io says; kept where there is a cache. Raises as `look_up`."""
    postcode = checked_postcode(text)
    with reading_or_empty(cache) as connection:
        found = find_postcode(connection, postcode)
    if found is not None:
        return found
    with opened_transport() as transport:
        found = look_up(transport, postcode)
    if not cache.is_file():
        return found
    with OfflineCache(cache) as held:
        return keep_postcodes(held, [found])[0]
